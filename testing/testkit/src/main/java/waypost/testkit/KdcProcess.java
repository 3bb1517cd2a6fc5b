package waypost.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A key distribution centre of MIT Kerberos for the realm EXAMPLE.TEST, in a folder of its own. */
public final class KdcProcess implements AutoCloseable {
    public static final String REALM = "EXAMPLE.TEST";

    private final Path folder;
    private final Process process;

    public KdcProcess(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        int port = unusedPort();
        Files.writeString(configuration(), """
                [libdefaults]
                 default_realm = EXAMPLE.TEST
                 dns_lookup_kdc = false
                 dns_lookup_realm = false
                 dns_canonicalize_hostname = false
                 rdns = false
                 udp_preference_limit = 1
                [realms]
                 EXAMPLE.TEST = {
                  kdc = 127.0.0.1:%d
                 }
                [logging]
                 kdc = STDERR
                """.formatted(port));
        Files.writeString(folder.resolve("kdc.conf"), """
                [kdcdefaults]
                 kdc_listen = 127.0.0.1:%1$d
                 kdc_tcp_listen = 127.0.0.1:%1$d
                [realms]
                 EXAMPLE.TEST = {
                  database_name = %2$s/principal
                  key_stash_file = %2$s/stash
                 }
                """.formatted(port, folder));
        run("/usr/sbin/kdb5_util", "create", "-s", "-P", "master", "-r", REALM);
        process = start();
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Of the clients, as {@code KRB5_CONFIG} names it. */
    public Path configuration() {
        return folder.resolve("krb5.conf");
    }

    /** What processes have to know to find it. */
    public Map<String, String> environment() {
        return Map.of(
                "KRB5_CONFIG",
                configuration().toString(),
                "KRB5_KDC_PROFILE",
                folder.resolve("kdc.conf").toString());
    }

    private ProcessBuilder command(List<String> words) {
        ProcessBuilder command = new ProcessBuilder(words).redirectErrorStream(true);
        command.environment().putAll(environment());
        return command;
    }

    private Process start() throws IOException {
        Path pid = folder.resolve("pid");
        List<String> words = List.of("/usr/sbin/krb5kdc", "-n", "-P", pid.toString());
        Process started = Peers.started(words, command(words).start());
        BufferedReader said = started.inputReader();
        StringBuilder before = new StringBuilder();
        for (String line = said.readLine();
                line == null || !line.contains("commencing operation");
                line = said.readLine()) {
            if (line == null) {
                throw new IOException("krb5kdc did not start: " + before);
            }
            before.append(line).append('\n');
        }
        Thread.ofVirtual().start(() -> discard(said));
        return started;
    }

    private static void discard(BufferedReader said) {
        try {
            while (said.readLine() != null) {}
        } catch (IOException closed) {
            return; // with the process
        }
    }

    private void run(String... words) throws IOException, InterruptedException {
        Process run = command(List.of(words)).start();
        String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (run.waitFor() != 0) {
            throw new IOException(String.join(" ", words) + ": " + said);
        }
    }

    /** A user, and the user's keys in a file. */
    public Path user(String name) throws IOException, InterruptedException {
        Path keys = file(name, ".keytab");
        keys(keys, name);
        return keys;
    }

    /** Adds the keys of principals, which are made, to a file. */
    public void keys(Path file, String... principals) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>();
        for (String principal : principals) {
            run("/usr/sbin/kadmin.local", "-q", "addprinc -randkey " + principal);
            words.add(principal);
        }
        run("/usr/sbin/kadmin.local", "-q", "ktadd -norandkey -k " + file + " " + String.join(" ", words));
    }

    /** Tickets of a user in a file, as {@code KRB5CCNAME} names it. */
    public Path tickets(String user) throws IOException, InterruptedException {
        Path cache = file(user, ".cache");
        run(
                "/usr/bin/kinit",
                "-c",
                cache.toString(),
                "-k",
                "-t",
                file(user, ".keytab").toString(),
                user);
        return cache;
    }

    private Path file(String user, String kind) {
        return folder.resolve(user.replace('/', '-') + kind);
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
