package waypost.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;

/** OpenLDAP's server as a process. */
public final class SlapdProcess {
    private SlapdProcess() {}

    /**
     * Returns when it listens.
     *
     * @param urls where it listens, as its option {@code -h} takes them
     * @param port one of those, on loopback
     */
    public static Process start(Path configuration, String urls, int port) throws IOException {
        return start(configuration, urls, port, Map.of());
    }

    /** @param environment of the process, besides ours */
    public static Process start(Path configuration, String urls, int port, Map<String, String> environment)
            throws IOException {
        var command = new ProcessBuilder("/usr/sbin/slapd", "-f", configuration.toString(), "-h", urls, "-d", "stats")
                .redirectErrorStream(true);
        command.environment().putAll(environment);
        Process process = Peers.started(command.command(), command.start());
        BufferedReader said = process.inputReader();
        StringBuilder before = new StringBuilder();
        for (String line = said.readLine(); line == null || !line.contains("slapd starting"); line = said.readLine()) {
            if (line == null) {
                throw new IOException("slapd did not start: " + before);
            }
            before.append(line).append('\n');
        }
        Thread.ofVirtual().start(() -> discard(said));
        awaitListening(process, port);
        return process;
    }

    /** It says that it starts a moment before it listens. */
    private static void awaitListening(Process process, int port) throws IOException {
        while (true) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (ConnectException notYet) {
                if (!process.isAlive()) {
                    throw notYet;
                }
                Thread.onSpinWait();
            }
        }
    }

    /** A server whose output nobody reads would come to a stand. */
    private static void discard(BufferedReader said) {
        try {
            while (said.readLine() != null) {}
        } catch (IOException closed) {
            return; // with the process
        }
    }
}
