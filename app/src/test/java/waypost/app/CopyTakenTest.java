package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
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
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import waypost.net.LocalAuthority;

/** A front end that has never run before begins with what another one has copied of OpenLDAP. */
@Tag("peers")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class CopyTakenTest {
    private static final int USERS = 300;
    private static final int TAKEN = 250;
    private static final int LATER = 451;

    @TempDir
    private Path folder;

    private final int[] links = new int[2];
    private final int[] smtp = new int[2];
    private OpenLdap directory;

    @BeforeEach
    void open() throws Exception {
        directory = new OpenLdap(folder.resolve("slapd"), List.of("back_monitor", "syncprov"), """
                overlay syncprov
                syncprov-sessionlog 100
                database monitor
                """);
        for (int i = 0; i < USERS; i++) {
            add("u" + i);
        }
        LocalAuthority authority = LocalAuthority.open(folder.resolve("tls"), InstantSource.system());
        for (int i = 0; i < 2; i++) {
            authority.issue("fe" + (i + 1), List.of());
            links[i] = Site.unusedPort();
            smtp[i] = Site.unusedPort();
        }
    }

    @AfterEach
    void stop() {
        directory.close();
    }

    private void add(String user) throws LDAPException, LDIFException {
        directory.add(OpenLdap.user(user, "fe2"));
    }

    /** How many entries the server has sent to anybody. */
    private long sent() throws LDAPException {
        return Long.parseLong(directory
                .values("cn=Entries,cn=Statistics,cn=Monitor", "monitorCounter")
                .getFirst());
    }

    /** The second one keeps mailboxes, too. */
    private Node start(int frontEnd) throws IOException, Complaint {
        String name = "fe" + (frontEnd + 1);
        String store = frontEnd == 0 ? "" : """
                volumes: [{name: v1, number: 1, path: "%s/v1", segment-size: 8 MiB, reserve: 1 MiB}]
                """.formatted(folder);
        return Node.start(Configured.read(Files.writeString(
                config(frontEnd),
                """
                node: {name: %1$s, roles: [%2$s], data: "%3$s/%1$s", hostname: localhost}
                nodes:
                  - {name: fe1, roles: [proxy], link: "127.0.0.1:%4$d"}
                  - {name: fe2, roles: [proxy, store], link: "127.0.0.1:%5$d", volumes: [v1]}
                trusted-peers:
                  - {name: fe1, networks: [127.0.0.0/8]}
                  - {name: fe2, networks: [127.0.0.0/8]}
                services:
                  link: {listeners: [{address: "127.0.0.1:%6$d", tls: implicit, internal: true}]}
                  smtp: {listeners: [{address: "127.0.0.1:%7$d"}]}
                tls:
                  trust: "%3$s/tls/ca.pem"
                  node: {certificate: "%3$s/tls/%1$s.pem", key: "%3$s/tls/%1$s.pem"}
                addresses: {default-domain: example.net}
                cache: {copy: all}
                """.formatted(
                                        name,
                                        frontEnd == 0 ? "proxy" : "proxy, store",
                                        folder,
                                        links[0],
                                        links[1],
                                        links[frontEnd],
                                        smtp[frontEnd])
                        + directory.users("ldap-password")
                        + store)));
    }

    private Path config(int frontEnd) {
        return folder.resolve("fe" + (frontEnd + 1) + ".yaml");
    }

    private void awaitHealth(int frontEnd, Predicate<String> expected) throws InterruptedException {
        Site site = new Site(folder);
        while (!expected.test(
                site.run("health", "--config", config(frontEnd).toString()).out())) {
            if (Thread.interrupted()) {
                throw new InterruptedException("it has lasted too long");
            }
        }
    }

    /** What a client hears to each of these recipients. */
    private List<Integer> recipients(int frontEnd, String... users) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), smtp[frontEnd])) {
            socket.setSoTimeout(60_000);
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            reply(in);
            say(socket, "EHLO client.example.net");
            reply(in);
            say(socket, "MAIL FROM:<anybody@example.org>");
            assertEquals(TAKEN, reply(in));
            List<Integer> heard = new ArrayList<>();
            for (String user : users) {
                say(socket, "RCPT TO:<" + user + "@example.net>");
                heard.add(reply(in));
            }
            return heard;
        }
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private static int reply(BufferedReader in) throws IOException {
        String line = String.valueOf(in.readLine());
        while (line.startsWith("-", 3)) {
            line = String.valueOf(in.readLine());
        }
        return Integer.parseInt(line.substring(0, 3));
    }

    /** Mailboxes there are: nobody makes new ones without the directory. */
    @Test
    void itTakesMailThoughTheDirectoryIsDown() throws Exception {
        try (Node _ = start(1)) {
            assertEquals(List.of(TAKEN, TAKEN), recipients(1, "u7", "u299"));
        }
        try (var copies = Files.walk(folder.resolve("fe2/copies"))) {
            for (Path file : copies.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
        try (Node _ = start(0)) {
            awaitHealth(0, told -> told.contains("copy of " + USERS + " entries, current"));
            directory.kill();
            try (Node _ = start(1)) {
                awaitHealth(
                        1,
                        told -> told.contains("copy of " + USERS + " entries, of ")
                                && told.contains(", begun with that of fe1"));
                assertEquals(List.of(TAKEN, TAKEN, LATER), recipients(1, "u7", "u299", "nobody"));
            }
        }
    }

    @Test
    void itReadsOfTheDirectoryOnlyWhatHasChanged() throws Exception {
        try (Node _ = start(0)) {
            awaitHealth(0, told -> told.contains("copy of " + USERS + " entries, current"));
            add("new");
            long before = sent();
            try (Node _ = start(1)) {
                awaitHealth(
                        1,
                        told -> told.contains("copy of " + (USERS + 1) + " entries, current, begun with that of fe1"));
                long sent = sent() - before;
                System.out.println("figures: entries sent until a second front end had " + (USERS + 1) + ": " + sent);
                assertTrue(sent < 50, sent + " entries");
                assertEquals(List.of(TAKEN, TAKEN), recipients(1, "u7", "new"));
            }
        }
    }
}
