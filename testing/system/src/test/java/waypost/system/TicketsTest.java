package waypost.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.system.Cluster.Member;
import waypost.testkit.KdcProcess;

/** Real clients with tickets of a real key distribution centre, through a front end to the nodes of a cluster. */
@Tag("peers")
class TicketsTest {
    @TempDir
    static Path temp;

    private static KdcProcess centre;
    private static Cluster cluster;

    @BeforeAll
    static void start() throws Exception {
        centre = new KdcProcess(folder("kdc"));
        Path keytab = temp.resolve("waypost.keytab");
        centre.keys(keytab, "imap/localhost", "pop/localhost", "smtp/localhost");
        for (String user : List.of("alice", "bob", "nobody", "alice/admin")) {
            centre.user(user);
        }
        cluster = Cluster.prepare(temp.resolve("cluster"));
        Path configuration = cluster.configuration(Member.FE1);
        Files.writeString(
                configuration,
                Files.readString(configuration)
                                .replace("tls: implicit", "tls: implicit, mechanisms: [gssapi, plain]")
                                .replace(
                                        ":" + cluster.imap() + "\"",
                                        ":" + cluster.imap() + "\", clear-mechanisms: [gssapi]")
                        + "\nkerberos: {keytab: \"" + keytab + "\", realm: EXAMPLE.TEST}\n");
        cluster.start();
        assertEquals("250 2.6.0 Message accepted", Mail.send(cluster, "by ticket", "alice", "bob"));
    }

    private static Path folder(String name) throws IOException {
        return Files.createDirectories(temp.resolve(name));
    }

    @AfterAll
    static void stop() {
        try (KdcProcess _ = centre;
                Cluster _ = cluster) {
            // each is closed, whatever happens to the other
        }
    }

    /** With the tickets of a user. */
    private static List<String> as(String user, String... command) throws Exception {
        List<String> words = new ArrayList<>(List.of("env", "KRB5CCNAME=" + centre.tickets(user)));
        centre.environment().forEach((name, value) -> words.add(name + "=" + value));
        words.addAll(List.of(command));
        return words;
    }

    private static Tool.Result curl(String user, String authorize, String url, String... more) throws Exception {
        List<String> command = as(
                user,
                "curl",
                "-sS",
                "--cacert",
                cluster.authority().toString(),
                "--user",
                ":",
                "--login-options",
                "AUTH=GSSAPI");
        if (!authorize.isEmpty()) {
            command.addAll(List.of("--sasl-authzid", authorize));
        }
        command.addAll(List.of(more));
        command.add(url);
        return Tool.end(folder("curl"), command.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({
        "alice, '', true",
        "alice, alice@example.test, true",
        "alice, bob@example.test, false",
        "bob, '', true",
        "nobody, '', false",
        "nobody, alice@example.test, false",
        "alice/admin, alice@example.test, false",
    })
    void curl(String user, String authorize, boolean right) throws Exception {
        for (String url : List.of(
                "imaps://localhost:" + cluster.imaps() + "/INBOX;MAILINDEX=1",
                "imap://localhost:" + cluster.imap() + "/INBOX;MAILINDEX=1",
                "pop3s://localhost:" + cluster.pop3s() + "/1")) {
            Tool.Result result = curl(user, authorize, url);
            assertEquals(right, result.status() == 0, url + ": " + result.output());
            assertEquals(right, result.output().contains("by ticket"), url + ": " + result.output());
        }
    }

    @Test
    void curlSubmits() throws Exception {
        Path message = Files.writeString(temp.resolve("message"), "Subject: submitted by ticket\r\n\r\nHello.\r\n");
        Tool.Result result = curl(
                "alice",
                "",
                "smtps://localhost:" + cluster.submissions(),
                "--mail-from",
                "alice@example.test",
                "--mail-rcpt",
                "bob@example.test",
                "--upload-file",
                message.toString());
        assertEquals(0, result.status(), result.output());
        assertEquals(1, Mail.count(cluster, "bob", "submitted by ticket"));
    }

    /** Cyrus SASL. */
    @Test
    void mbsync() throws Exception {
        Path home = folder("mbsync");
        Path mail = Files.createDirectories(home.resolve("mail"));
        Path configuration =
                Files.writeString(home.resolve("mbsyncrc"), """
                IMAPAccount waypost
                Host localhost
                Port %d
                User alice@example.test
                AuthMechs GSSAPI
                SSLType IMAPS
                CertificateFile %s

                IMAPStore far
                Account waypost

                MaildirStore near
                Path %s/
                Inbox %3$s/INBOX

                Channel inbox
                Far :far:INBOX
                Near :near:INBOX
                Create Near
                SyncState *
                """.formatted(cluster.imaps(), cluster.authority(), mail));
        Tool.Result result = Tool.end(
                home,
                as("alice", "mbsync", "-c", configuration.toString(), "-a").toArray(String[]::new));
        assertEquals(0, result.status(), result.output());
        assertTrue(new Maildir(mail.resolve("INBOX")).count() >= 1);
    }
}
