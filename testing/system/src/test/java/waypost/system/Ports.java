package waypost.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Finds a row of free ports on 127.0.0.1. */
final class Ports {
    private static final int FIRST = 20_000;
    private static final int LAST = 31_000;

    private Ports() {}

    /** The first of {@code count} ports in a row that were all free a moment ago, below the ports that systems give to clients. */
    static int row(int count) {
        RandomGenerator random = RandomGenerator.getDefault();
        for (int tries = 0; tries < 200; tries++) {
            int first = random.nextInt(FIRST, LAST - count);
            if (free(first, count)) {
                return first;
            }
        }
        throw new IllegalStateException("no " + count + " free ports in a row");
    }

    private static boolean free(int first, int count) {
        List<ServerSocket> bound = new ArrayList<>();
        try {
            for (int port = first; port < first + count; port++) {
                bound.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
            }
            return true;
        } catch (IOException taken) {
            return false;
        } finally {
            bound.forEach(Ports::close);
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException ignoredOnAProbe) {
            throw new IllegalStateException(ignoredOnAProbe);
        }
    }
}
