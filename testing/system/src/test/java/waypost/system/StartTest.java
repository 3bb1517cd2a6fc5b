package waypost.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting and stopping: what is wrong is told in a sentence; what was kept is there again. */
class StartTest {
    private static final int SECONDS = 120;
    private static final int SECONDS_TO_STOP = Counts.of(60, 10); // a plain run may share its processors

    @TempDir
    Path temp;

    private void complains(int status, String sentence, String... arguments) throws Exception {
        Program program = Program.start(temp.resolve("complaint.log"), "no line says so", arguments);
        int ended = program.status(SECONDS);
        String said = program.log();
        assertEquals(status, ended, said);
        assertTrue(said.contains(sentence), said);
        assertEquals(1, said.lines().count(), said);
        assertFalse(said.contains("Exception"), said);
    }

    @Test
    void takenPort() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            complains(
                    1,
                    "Cannot listen on ",
                    "demo",
                    "--data",
                    temp.resolve("demo").toString(),
                    "--ports-from",
                    port);
        }
    }

    @Test
    void folderThatCannotBeMade() throws Exception {
        Path file = Files.writeString(temp.resolve("file"), "");
        String below = file.resolve("demo").toString();
        complains(1, "The demo cannot write to " + below, "demo", "--data", below);
    }

    @Test
    void wrongConfiguration() throws Exception {
        Path file = Files.writeString(
                temp.resolve("wrong.yaml"), "node: {name: store1, roles: [kitchen], data: " + temp + "}\n");
        complains(2, "node.roles", "run", "--config", file.toString());
    }

    @Test
    void missingConfiguration() throws Exception {
        String file = temp.resolve("missing.yaml").toString();
        complains(2, file, "run", "--config", file);
    }

    @Test
    void endsDuringASessionAndKeepsWhatItHad() throws Exception {
        Path folder = temp.resolve("demo");
        Demo demo = Demo.start(folder);
        Mail.send(demo, "kept", "alice", "bob");
        Inbox open = Inbox.open(demo, "alice");
        assertEquals(1, open.exists());
        Instant told = Instant.now();
        demo.program().terminate();
        int status = demo.program().status(SECONDS_TO_STOP);
        Counts.tell("a demo with an open session ended within "
                + Duration.between(told, Instant.now()).plusSeconds(1).toSeconds() + " s of SIGTERM");
        assertTrue(List.of(0, 143).contains(status), "status " + status);
        assertClean(demo);
        open.close();
        try (Demo again = Demo.start(folder, demo.first())) {
            assertEquals(1, Mail.count(again, "alice", "kept"));
            assertEquals(1, Mail.count(again, "bob", "kept"));
            assertClean(again);
        }
    }

    private static void assertClean(Demo demo) throws IOException {
        assertFalse(demo.program().log().contains("Exception"), demo.program().log());
    }
}
