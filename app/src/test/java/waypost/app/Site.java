package waypost.app;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;

/** One node with an embedded directory that does not run, and the command line of its administrator. */
record Site(Path folder) {
    /** What a command left behind. */
    record Ended(int status, String out, String err) {}

    static Site in(Path folder) throws IOException {
        Files.writeString(folder.resolve("waypost.yaml"), """
                node: {name: mail1, roles: [proxy, store], data: "%1$s/data", hostname: localhost}
                embedded-directory: {listen: "127.0.0.1:%2$d"}
                directories: [{name: main, base: dc=waypost}]
                user-maps:
                  - {name: users, type: ldap-password, directory: main, domains: [example.net]}
                addresses: {default-domain: example.net}
                volumes: [{name: v1, number: 1, path: "%1$s/data/v1", segment-size: 8 MiB, reserve: 1 MiB}]
                """.formatted(folder, unusedPort()));
        return new Site(folder);
    }

    static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    String config() {
        return folder.resolve("waypost.yaml").toString();
    }

    Ended run(String... arguments) {
        return typing("", arguments);
    }

    /** Runs a command with this as its standard input. */
    Ended typing(String input, String... arguments) {
        InputStream before = System.in;
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine(List.of(arguments))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        try {
            return new Ended(line.execute(arguments), out.toString(), err.toString());
        } finally {
            System.setIn(before);
        }
    }

    /** Gives the node a second volume. */
    void second() throws IOException {
        Path file = Path.of(config());
        Files.writeString(
                file,
                Files.readString(file)
                        .replace(
                                "reserve: 1 MiB}]",
                                "reserve: 1 MiB}, {name: v2, number: 2, path: \"%s/data/v2\",".formatted(folder)
                                        + " segment-size: 8 MiB, reserve: 1 MiB}]"));
    }

    /** Has the node listen for IMAP, at a port that it answers. */
    int imap() throws IOException {
        int port = unusedPort();
        Path file = Path.of(config());
        Files.writeString(file, Files.readString(file) + """
                services:
                  imap:
                    listeners: [{address: "127.0.0.1:%d", tls: none, clear-passwords: true}]
                """.formatted(port));
        return port;
    }

    /** Makes the rest of the file wrong, as after an accident: users, their directory and its password are gone. */
    void ruinUsers() throws IOException {
        Path file = Path.of(config());
        Files.writeString(
                file,
                Files.readString(file)
                                .replace("type: ldap-password", "type: file, file: /no/such")
                                .replace(
                                        "base: dc=waypost",
                                        "base: dc=waypost, bind: {dn: x, password: \"${file:/no/such}\"}")
                        + "tls: {trust: /no/such}\n");
    }

    Ended addUser(String address) {
        return typing("secret\n", "user", "add", address, "--password-stdin", "--config", config());
    }
}
