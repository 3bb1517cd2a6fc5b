package waypost.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.system.Cluster.Member;

/** Real clients that show no password, through a front end that takes none, to the nodes of a cluster. */
@Tag("peers")
class MechanismsTest {
    /** Keys of "waypost". */
    private static final String KEYS =
            "{SCRAM-SHA-256}4096,c2FsdCBvZiBzaXh0ZWVuIQ==,6DbJeWnsFZSmg+sY1GsEq0DvA+RLy0sdjO+yCKDfEDc=,QJrUiQH6svUzti5IR9yplu8QLUWx7dl05BTwG8wVs5k=";

    private static final String OFFERED =
            "tls: implicit, mechanisms: [scram-sha-256, scram-sha-1, cram-md5, oauthbearer, xoauth2]";

    @TempDir
    static Path temp;

    private static Cluster cluster;
    private static Issuer issuer;

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.prepare(temp.resolve("cluster"));
        Path configuration = cluster.configuration(Member.FE1);
        issuer = Issuer.make(temp.resolve("keys.json"));
        String submissions = ":" + cluster.submissions() + "\", tls: implicit, mechanisms: [";
        Files.writeString(
                configuration,
                Files.readString(configuration)
                                .replace("tls: implicit", OFFERED)
                                .replace(submissions, submissions + "scram-sha-256-plus, scram-sha-1-plus, ")
                        + issuer.section());
        cluster.start(Member.DIRECTORY);
        store("alice", KEYS);
        store("bob", "{CLEARTEXT}waypost");
        cluster.start(Member.FE1, Member.STORE1, Member.STORE2);
        Mail.awaitMailboxes(cluster, "alice", "bob", "carol");
        assertEquals("250 2.6.0 Message accepted", Mail.send(cluster, "without a password", "alice", "bob", "carol"));
    }

    private static void store(String user, String password) throws Exception {
        try (LDAPConnection embedded = OpenLdap.administrator(cluster)) {
            embedded.modify(
                    "uid=" + user + "@example.test,ou=users,dc=waypost",
                    new Modification(ModificationType.REPLACE, "userPassword", password));
        }
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static Path folder(String name) throws IOException {
        return Files.createDirectories(temp.resolve(name));
    }

    /** carol's password is kept as a hash that none of these can be checked by. */
    @ParameterizedTest
    @CsvSource({
        "alice, waypost, SCRAM-SHA-256, true",
        "bob, waypost, SCRAM-SHA-256, true",
        "bob, waypost, SCRAM-SHA-1, true",
        "bob, waypost, CRAM-MD5, true",
        "alice, waypost, SCRAM-SHA-1, false",
        "alice, wrong, SCRAM-SHA-256, false",
        "bob, wrong, CRAM-MD5, false",
        "carol, waypost, SCRAM-SHA-256, false",
        "nobody, waypost, SCRAM-SHA-256, false",
    })
    void mbsync(String user, String password, String mechanism, boolean right) throws Exception {
        Path home = folder(user + password + mechanism);
        Path mail = Files.createDirectories(home.resolve("mail"));
        Path configuration = Files.writeString(home.resolve("mbsyncrc"), """
                IMAPAccount waypost
                Host localhost
                Port %d
                User %s@example.test
                Pass %s
                AuthMechs %s
                SSLType IMAPS
                CertificateFile %s

                IMAPStore far
                Account waypost

                MaildirStore near
                Path %s/
                Inbox %6$s/INBOX

                Channel inbox
                Far :far:INBOX
                Near :near:INBOX
                Create Near
                SyncState *
                """.formatted(
                        cluster.imaps(), user, password, mechanism, cluster.authority(), mail));
        Tool.Result result = Tool.end(home, "mbsync", "-c", configuration.toString(), "-a");
        assertEquals(right, result.status() == 0, result.output());
        if (right) {
            assertEquals(1, new Maildir(mail.resolve("INBOX")).count());
        } else {
            assertTrue(result.output().contains("AUTHENTICATIONFAILED"), result.output());
        }
    }

    @ParameterizedTest
    @CsvSource({"alice, scram-sha-256", "bob, scram-sha-1"})
    void mutt(String user, String mechanism) throws Exception {
        Path home = folder("mutt-" + user);
        Path copy = home.resolve("copy");
        Path configuration = Files.writeString(home.resolve("muttrc"), """
                set spoolfile="imaps://localhost:%1$d/INBOX"
                set imap_user="%2$s@example.test"
                set imap_pass="waypost"
                set imap_authenticators="%3$s"
                set ssl_ca_certificates_file="%4$s"
                set ssl_usesystemcerts=no
                set certificate_file="%5$s/certificates"
                set mbox_type=Maildir
                set confirmappend=no
                set confirmcreate=no
                set delete=no
                set quit=yes
                push "<tag-pattern>~A<enter><tag-prefix><copy-message>%6$s<enter><quit>"
                """.formatted(
                        cluster.imaps(), user, mechanism, cluster.authority(), home, copy));
        Tool.end(
                home,
                "script",
                "-qec",
                "env TERM=vt100 mutt -n -F " + configuration,
                home.resolve("typescript").toString());
        assertEquals(1, new Maildir(copy).count());
    }

    private static final String PYTHON = """
            import imaplib, smtplib, ssl, sys
            imaps, smtps, ca = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
            context = ssl.create_default_context(cafile=ca)
            m = imaplib.IMAP4_SSL('localhost', imaps, ssl_context=context)
            try:
                m.login('bob@example.test', 'waypost')
                raise SystemExit('a password was taken')
            except imaplib.IMAP4.error:
                pass
            assert m.login_cram_md5('bob@example.test', 'waypost')[0] == 'OK'
            assert m.select('INBOX')[1] == [b'1']
            m.logout()
            s = smtplib.SMTP_SSL('localhost', smtps, context=context)
            s.ehlo()
            s.user, s.password = 'bob@example.test', 'waypost'
            assert s.auth('CRAM-MD5', s.auth_cram_md5)[0] == 235
            s.quit()

            """;

    @Test
    void pythonByImapAndSubmission() throws Exception {
        Path folder = folder("python");
        Path script = Files.writeString(folder.resolve("cram.py"), PYTHON);
        Tool.run(
                folder,
                "python3",
                script.toString(),
                String.valueOf(cluster.imaps()),
                String.valueOf(cluster.submissions()),
                cluster.authority().toString());
    }

    /** RFC 5802 §3 and RFC 5929 §4, written for this: no client that is packaged binds by the server's certificate. */
    private static final String BINDING = """
            import base64, hashlib, hmac, smtplib, ssl, sys
            submissions, ca = int(sys.argv[1]), sys.argv[2]
            context = ssl.create_default_context(cafile=ca)

            def log_in(user, mechanism, flag, spoil=lambda binding: binding):
                s = smtplib.SMTP_SSL('localhost', submissions, context=context)
                s.ehlo()
                assert mechanism in s.esmtp_features['auth'].split(), s.esmtp_features['auth']
                name = 'sha256' if '256' in mechanism else 'sha1'
                bound = hashlib.sha256(s.sock.getpeercert(True)).digest() if flag.startswith('p') else b''
                digest = lambda key, text: hmac.new(key, text, name).digest()
                first, proven = 'n=%s@example.test,r=abcdefgh' % user, []
                def step(challenge=None):
                    if challenge is None:
                        return flag + ',,' + first
                    if proven:
                        assert challenge == b'v=' + base64.b64encode(proven[0]), challenge
                        return ''
                    said = dict(part.split('=', 1) for part in challenge.decode().split(','))
                    channel = base64.b64encode((flag + ',,').encode() + spoil(bound)).decode()
                    last = 'c=%s,r=%s' % (channel, said['r'])
                    text = ','.join([first, challenge.decode(), last]).encode()
                    salted = hashlib.pbkdf2_hmac(name, b'waypost', base64.b64decode(said['s']), int(said['i']))
                    key = digest(salted, b'Client Key')
                    signature = digest(hashlib.new(name, key).digest(), text)
                    proven.append(digest(digest(salted, b'Server Key'), text))
                    proof = bytes(a ^ b for a, b in zip(key, signature))
                    return last + ',p=' + base64.b64encode(proof).decode()
                try:
                    return s.auth(mechanism, step)[0]
                except smtplib.SMTPAuthenticationError as refused:
                    return refused.smtp_code
                finally:
                    s.close()

            by_certificate = 'p=tls-server-end-point'
            other = lambda binding: bytes(octet ^ 1 for octet in binding)
            assert log_in('alice', 'SCRAM-SHA-256-PLUS', by_certificate) == 235
            assert log_in('bob', 'SCRAM-SHA-256-PLUS', by_certificate) == 235
            assert log_in('bob', 'SCRAM-SHA-1-PLUS', by_certificate) == 235
            assert log_in('bob', 'SCRAM-SHA-256', 'n') == 235
            assert log_in('bob', 'SCRAM-SHA-256-PLUS', by_certificate, other) == 535, 'somebody is in between'
            assert log_in('bob', 'SCRAM-SHA-1-PLUS', by_certificate, other) == 535, 'somebody is in between'
            assert log_in('bob', 'SCRAM-SHA-256', 'y') == 535, 'somebody has taken the -PLUS away'
            assert log_in('bob', 'SCRAM-SHA-256-PLUS', 'p=tls-unique') >= 500
            assert log_in('nobody', 'SCRAM-SHA-256-PLUS', by_certificate) == 535
            """;

    @Test
    void pythonBindsToTheTlsConnection() throws Exception {
        Path folder = folder("binding");
        Path script = Files.writeString(folder.resolve("binding.py"), BINDING);
        Tool.run(
                folder,
                "python3",
                script.toString(),
                String.valueOf(cluster.submissions()),
                cluster.authority().toString());
    }

    /** RFC 7628, by a client that has the token from somewhere else. */
    @ParameterizedTest
    @CsvSource({
        "alice, alice, true",
        "carol, carol, true",
        "bob, alice, false",
        "nobody, nobody, false",
    })
    void curlWithAToken(String user, String ofToken, boolean right) throws Exception {
        Path folder = folder("curl-" + user + ofToken);
        for (String mechanism : List.of("OAUTHBEARER", "XOAUTH2")) {
            Tool.Result result = Tool.end(
                    folder,
                    "curl",
                    "-sS",
                    "--cacert",
                    cluster.authority().toString(),
                    "--user",
                    user + "@example.test",
                    "--login-options",
                    "AUTH=" + mechanism,
                    "--oauth2-bearer",
                    issuer.token(ofToken + "@example.test"),
                    "imaps://localhost:" + cluster.imaps() + "/INBOX;MAILINDEX=1");
            assertEquals(right, result.status() == 0, result.output());
            assertEquals(right, result.output().contains("Hello."), result.output());
        }
    }
}
