package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the fast start is trained with, against a demo in this process. */
final class RehearsalTest {
    private static final int PORTS = 41;
    private static final int BELOW_THOSE_OF_CLIENTS = 31_000;

    @TempDir
    private Path temp;

    @Test
    void isPlayedToItsEnd() throws IOException, Complaint {
        DemoPorts ports = DemoPorts.from(freeRow());
        try (Demo _ = Demo.start(temp, ports)) {
            Rehearsal.run(temp, ports, Demo.USERS);
        }
    }

    @Test
    void theFirstRefusalEndsItWithoutTellingAPassword() throws IOException, Complaint {
        DemoPorts ports = DemoPorts.from(freeRow());
        try (Demo _ = Demo.start(temp, ports)) {
            Complaint refused =
                    assertThrows(Complaint.class, () -> Rehearsal.run(temp, ports, List.of("nobody@" + Demo.DOMAIN)));
            assertEquals(Main.FAILED, refused.status());
            assertEquals(
                    "The rehearsal failed: AUTH was answered 535 5.7.8 Authentication credentials invalid",
                    refused.getMessage());
        }
    }

    /** The first of so many ports in a row that were free a moment ago. */
    private static int freeRow() throws IOException {
        RandomGenerator random = RandomGenerator.getDefault();
        IOException taken = new IOException("no row of free ports");
        for (int tries = 0; tries < 200; tries++) {
            int first = random.nextInt(BELOW_THOSE_OF_CLIENTS - 10_000, BELOW_THOSE_OF_CLIENTS - PORTS);
            try {
                bindAll(first);
                return first;
            } catch (IOException once) {
                taken = once;
            }
        }
        throw taken;
    }

    private static void bindAll(int first) throws IOException {
        List<ServerSocket> bound = new ArrayList<>();
        try {
            for (int port = first; port < first + PORTS; port++) {
                bound.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
            }
        } finally {
            for (ServerSocket each : bound) {
                each.close();
            }
        }
    }
}
