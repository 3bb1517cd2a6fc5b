package waypost.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import waypost.net.LocalAuthority;

/** Front ends of one cluster, fe1 and so on, and their clients: who sends mail has to log in. */
final class FrontEnds implements AutoCloseable {
    /** Whether they can reach each other. */
    enum Link {
        JOINED,
        /** Each calls the others, and none listens. */
        CUT
    }

    private static final int LOGGED_IN = 235;

    private final Path folder;
    private final Link link;
    private final int[] links;
    private final int[] ports;
    private final List<Node> nodes = new ArrayList<>();

    private FrontEnds(Path folder, int count, Link link) throws IOException {
        this.folder = folder;
        this.link = link;
        this.links = new int[count];
        this.ports = new int[count];
        for (int i = 0; i < count; i++) {
            links[i] = Site.unusedPort();
            ports[i] = Site.unusedPort();
        }
    }

    /**
     * Returns when each reaches each.
     *
     * @param users what their configurations say of directories and user maps
     */
    static FrontEnds start(Path folder, int count, Link link, String users)
            throws IOException, Complaint, InterruptedException {
        FrontEnds all = new FrontEnds(folder, count, link);
        LocalAuthority authority = LocalAuthority.open(folder.resolve("tls"), InstantSource.system());
        for (int i = 0; i < count; i++) {
            authority.issue(name(i), List.of());
        }
        for (int i = 0; i < count; i++) {
            all.nodes.add(Node.start(Configured.read(all.configuration(i, users))));
        }
        if (link == Link.JOINED) {
            all.awaitJoined();
        }
        return all;
    }

    private static String name(int frontEnd) {
        return "fe" + (frontEnd + 1);
    }

    private Path configuration(int self, String users) throws IOException {
        String nodes = IntStream.range(0, links.length)
                .mapToObj(i -> "  - {name: %s, roles: [proxy], link: \"127.0.0.1:%d\"}".formatted(name(i), links[i]))
                .collect(Collectors.joining("\n"));
        String peers = IntStream.range(0, links.length)
                .mapToObj(i -> "  - {name: %s, networks: [127.0.0.0/8]}".formatted(name(i)))
                .collect(Collectors.joining("\n"));
        String listeners = link == Link.JOINED
                ? "{address: \"127.0.0.1:%d\", tls: implicit, internal: true}".formatted(links[self])
                : "";
        return Files.writeString(
                config(self), """
                node: {name: %1$s, roles: [proxy], data: "%2$s/%1$s", hostname: localhost}
                nodes:
                  - {name: store1}
                %3$s
                trusted-peers:
                %4$s
                services:
                  link: {listeners: [%5$s]}
                  submission:
                    listeners:
                      - {address: "127.0.0.1:%6$d", tls: none, clear-passwords: true, proxy-protocol: [127.0.0.0/8]}
                tls:
                  trust: "%2$s/tls/ca.pem"
                  node: {certificate: "%2$s/tls/%1$s.pem", key: "%2$s/tls/%1$s.pem"}
                addresses: {default-domain: example.net}
                """.formatted(name(self), folder, nodes, peers, listeners, ports[self]) + users);
    }

    /** Each calls each, and all go by one key. */
    private boolean joined() {
        return nodes.stream().allMatch(node -> node.frontEnds().size() == nodes.size() - 1)
                && IntStream.range(0, nodes.size())
                                .mapToObj(this::key)
                                .distinct()
                                .count()
                        == 1;
    }

    private void awaitJoined() throws InterruptedException {
        while (!joined()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("it has lasted too long");
            }
            Thread.onSpinWait();
        }
    }

    private String key(int frontEnd) {
        try {
            return Files.readString(folder.resolve(name(frontEnd)).resolve("shared-key"));
        } catch (IOException unread) {
            throw new IllegalStateException(unread);
        }
    }

    /** The file of one. */
    Path config(int frontEnd) {
        return folder.resolve(name(frontEnd) + ".yaml");
    }

    /** What a client hears to its password, as a reply code of submission. */
    int login(int frontEnd, String client, String user, String password) throws IOException {
        try (Submission submission = new Submission(ports[frontEnd], client)) {
            return submission.login(user, password);
        }
    }

    /** Of a client that has logged in, and says nothing more. */
    Submission session(int frontEnd, String client, String user, String password) throws IOException {
        Submission submission = new Submission(ports[frontEnd], client);
        int reply = submission.login(user, password);
        if (reply != LOGGED_IN) {
            submission.close();
            throw new IOException("at " + name(frontEnd) + " " + reply);
        }
        return submission;
    }

    /** The connection of one client, as it comes through a proxy. One thread. */
    static final class Submission implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;

        Submission(int port, String client) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(60_000);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            say("PROXY TCP4 " + client + " 192.0.2.1 4711 587");
            reply();
        }

        int login(String user, String password) throws IOException {
            String proof = Base64.getEncoder()
                    .encodeToString(("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8));
            say("EHLO client.example.net");
            reply();
            say("AUTH PLAIN " + proof);
            return reply();
        }

        private void say(String line) throws IOException {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }

        /** The code of the next reply, asked for or not. */
        int reply() throws IOException {
            String line = String.valueOf(in.readLine());
            while (line.startsWith("-", 3)) {
                line = String.valueOf(in.readLine());
            }
            return Integer.parseInt(line.substring(0, 3));
        }

        /** Whether nothing more comes. */
        boolean atEnd() throws IOException {
            return in.readLine() == null;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Override
    public void close() {
        nodes.forEach(Node::close);
    }
}
