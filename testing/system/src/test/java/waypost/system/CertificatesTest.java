package waypost.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
import waypost.testkit.TestAuthority;
import waypost.testkit.TestAuthority.Issued;
import waypost.testkit.TestAuthority.Wanted;

/** Real clients that show the certificate of their user, through a front end to the nodes of a cluster. */
@Tag("peers")
class CertificatesTest {
    private static final TestAuthority USERS = TestAuthority.root("Users");
    private static final Instant NOW = Instant.now();
    private static final Instant TOMORROW = NOW.plus(Duration.ofDays(1));
    private static final String ASKING = ", client-certificates: optional, mechanisms: [external, plain]";
    private static final int SECONDS = 60;

    @TempDir
    static Path temp;

    private static Cluster cluster;
    private static Path revoked;
    private static Issued dismissed;

    @BeforeAll
    static void start() throws Exception {
        certificates();
        revoked = Files.writeString(temp.resolve("revoked.pem"), USERS.revoking(TOMORROW));
        dismissed = write("dismissed", Wanted.of(TestAuthority.email("alice@example.test")));
        cluster = Cluster.prepare(temp.resolve("cluster"));
        Path configuration = cluster.configuration(Member.FE1);
        String users = "tls:\n  users: {trust: [\"" + USERS.write(temp.resolve("users.pem")) + "\"], revoked: [\""
                + revoked + "\"]}\n";
        Files.writeString(
                configuration,
                Files.readString(configuration)
                        .replace("tls: implicit", "tls: implicit" + ASKING)
                        .replace(":" + cluster.imap() + "\"", ":" + cluster.imap() + "\"" + ASKING)
                        .replace(
                                ":" + cluster.pop3s() + "\", tls: implicit" + ASKING,
                                ":" + cluster.pop3s() + "\", tls: implicit" + ASKING.replace("optional", "required"))
                        .replace("tls:\n", users));
        cluster.start();
        assertEquals("250 2.6.0 Message accepted", Mail.send(cluster, "by certificate", "alice", "bob"));
    }

    private static void certificates() throws Exception {
        write("alice", Wanted.of(TestAuthority.email("alice@example.test")));
        write("bob", Wanted.of(TestAuthority.upn("Bob@Example.Test")));
        write("both", Wanted.of(TestAuthority.email("alice@example.test"), TestAuthority.email("bob@example.test")));
        write("nobody", Wanted.of(TestAuthority.email("nobody@example.test")));
        write(
                "expired",
                Wanted.of(TestAuthority.email("alice@example.test"))
                        .within(NOW.minusSeconds(100), NOW.minusSeconds(50)));
        TestAuthority.root("Strangers")
                .issue(Wanted.of(TestAuthority.email("alice@example.test")))
                .write(temp.resolve("strange.pem"));
    }

    private static Issued write(String name, Wanted wanted) throws Exception {
        Issued issued = USERS.issue(wanted);
        issued.write(temp.resolve(name + ".pem"));
        return issued;
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static Tool.Result curl(String certificate, String authorize, String... what) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "curl",
                "-sS",
                "--cacert",
                cluster.authority().toString(),
                "--user",
                authorize + ":",
                "--login-options",
                "AUTH=EXTERNAL"));
        if (!certificate.equals("none")) {
            command.addAll(List.of("--cert", temp.resolve(certificate + ".pem").toString()));
        }
        command.addAll(List.of(what));
        return Tool.end(folder("curl"), command.toArray(String[]::new));
    }

    private static Path folder(String name) throws IOException {
        return Files.createDirectories(temp.resolve(name));
    }

    @ParameterizedTest
    @CsvSource({
        "alice, '', true",
        "alice, alice@example.test, true",
        "alice, bob@example.test, false",
        "alice, nobody@example.test, false",
        "bob, '', true",
        "both, '', false",
        "both, alice@example.test, true",
        "both, bob@example.test, true",
        "both, carol@example.test, false",
        "nobody, '', false",
        "expired, alice@example.test, false",
        "strange, alice@example.test, false",
        "none, alice@example.test, false",
    })
    void curlByImap(String certificate, String authorize, boolean right) throws Exception {
        for (String url : List.of("imaps://localhost:" + cluster.imaps(), "imap://localhost:" + cluster.imap())) {
            Tool.Result result = curl(certificate, authorize, "--ssl-reqd", url + "/INBOX;MAILINDEX=1");
            assertEquals(right, result.status() == 0, result.output());
            assertEquals(right, result.output().contains("by certificate"), result.output());
        }
    }

    /** Where a certificate is required a connection does not come to stand without one, and each such is one line of the log. */
    @Test
    void curlByPop3() throws Exception {
        String url = "pop3s://localhost:" + cluster.pop3s() + "/1";
        for (String certificate : List.of("alice", "bob")) {
            Tool.Result right = curl(certificate, "", "--sasl-ir", url); // asked later it says "=", which is no base64
            assertTrue(right.output().contains("by certificate"), right.output());
        }
        long before = refused();
        for (String certificate : List.of("none", "expired", "strange")) {
            Tool.Result wrong = curl(certificate, "alice@example.test", url);
            assertTrue(wrong.output().contains("alert"), wrong.output());
        }
        assertTrue(cluster.program(Member.FE1)
                .awaitPrinted(
                        "event=user-certificate-refused ",
                        (int) before + 3,
                        Instant.now().plusSeconds(SECONDS)));
        assertEquals(before + 3, refused());
    }

    private static long refused() throws IOException {
        return cluster.log(Member.FE1)
                .lines()
                .filter(line -> line.contains("event=user-certificate-refused "))
                .count();
    }

    private static final String PYTHON = """
            import imaplib, smtplib, ssl, sys
            imap, submissions, ca, certificate = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
            context = ssl.create_default_context(cafile=ca)
            context.load_cert_chain(certificate)
            m = imaplib.IMAP4('localhost', imap)
            assert 'AUTH=EXTERNAL' not in m.capabilities
            m.starttls(context)
            assert 'AUTH=EXTERNAL' in m.capabilities
            assert m.authenticate('EXTERNAL', lambda _: b'')[0] == 'OK'
            assert m.select('INBOX')[1][0] != b'0'
            m.logout()
            s = smtplib.SMTP_SSL('localhost', submissions, context=context)
            s.ehlo()
            assert 'EXTERNAL' in s.esmtp_features['auth'].split()
            assert s.docmd('AUTH', 'EXTERNAL Y2Fyb2xAZXhhbXBsZS50ZXN0')[0] == 535
            assert s.docmd('AUTH', 'EXTERNAL =')[0] == 235
            s.sendmail('alice@example.test', ['bob@example.test'], 'Subject: submitted by certificate\\r\\n\\r\\nHello.\\r\\n')
            s.quit()
            """;

    @Test
    void pythonByStartTlsAndSubmission() throws Exception {
        Path script = Files.writeString(folder("python").resolve("external.py"), PYTHON);
        Tool.run(
                folder("python"),
                "python3",
                script.toString(),
                String.valueOf(cluster.imap()),
                String.valueOf(cluster.submissions()),
                cluster.authority().toString(),
                temp.resolve("alice.pem").toString());
        assertEquals(1, Mail.count(cluster, "bob", "submitted by certificate"));
    }

    @Test
    void whatIsTakenBackIsReadAnew() throws Exception {
        String url = "imaps://localhost:" + cluster.imaps() + "/INBOX;MAILINDEX=1";
        assertEquals(0, curl("dismissed", "", url).status());
        Files.writeString(revoked, USERS.revoking(TOMORROW, dismissed.certificate()));
        assertTrue(cluster.program(Member.FE1)
                .awaitPrinted(
                        "event=certificates-read what=open-to-certificates",
                        1,
                        Instant.now().plusSeconds(SECONDS)));
        assertTrue(curl("dismissed", "alice@example.test", url).status() != 0);
        assertEquals(0, curl("alice", "", url).status());
    }
}
