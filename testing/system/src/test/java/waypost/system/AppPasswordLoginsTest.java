package waypost.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.system.Cluster.Member;

/** App passwords and a second factor of users of OpenLDAP, which knows of neither: made at a store, shown by real clients at a front end. */
@Tag("peers")
class AppPasswordLoginsTest {
    private static final int RUNS = 20;
    private static final int SECONDS = 60;
    private static final Pattern APP = Pattern.compile("(?m)^wp(-[a-z2-7]{4}){5}$");

    @TempDir
    static Path temp;

    private static Cluster cluster;
    private static OpenLdap directory;
    private static int commands;

    @BeforeAll
    static void start() throws Exception {
        cluster = Cluster.prepare(temp.resolve("cluster"));
        cluster.start(Member.DIRECTORY);
        List<Entry> entries = OpenLdap.entries(cluster);
        cluster.kill(Member.DIRECTORY);
        directory = OpenLdap.start(cluster, entries, "waypost");
        cluster.start(Member.FE1, Member.STORE1, Member.STORE2);
        Mail.awaitMailboxes(cluster, "alice", "bob", "carol");
        assertEquals("250 2.6.0 Message accepted", Mail.send(cluster, "by an app password", "alice", "bob", "carol"));
    }

    @AfterAll
    static void stop() {
        cluster.close();
        directory.close();
    }

    /** Has a command done at the store that has the user, and gives what it printed. */
    private static String ran(String user, String... arguments) throws Exception {
        Member store = user.equals("bob") ? Member.STORE2 : Member.STORE1;
        Path log = temp.resolve("command" + ++commands + ".log");
        List<String> all = new ArrayList<>(List.of("user"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--config", cluster.configuration(store).toString()));
        Program program = Program.start(log, "never", all.toArray(String[]::new));
        assertEquals(0, program.status(SECONDS), program.log());
        return program.log();
    }

    private static String made(String user, String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of("app-password", "add", user, "--label", "Telephone"));
        all.addAll(List.of(options));
        Matcher made = APP.matcher(ran(user, all.toArray(String[]::new)));
        assertTrue(made.find());
        return made.group();
    }

    private static String imap(String user, String password) throws IOException {
        try (LineClient client = LineClient.tls(cluster.authority(), cluster.imaps())) {
            client.line();
            return client.imap("LOGIN " + user + "@example.test " + password).getLast();
        }
    }

    private static String pop3(String user, String password) throws IOException {
        try (LineClient client = LineClient.tls(cluster.authority(), cluster.pop3s())) {
            client.line();
            client.send("USER " + user + "@example.test");
            client.line();
            client.send("PASS " + password);
            return client.line();
        }
    }

    private static String submission(String user, String password) throws IOException {
        try (LineClient client = LineClient.tls(cluster.authority(), cluster.submissions())) {
            client.reply();
            client.smtp("EHLO client.example.org");
            byte[] plain = ("\0" + user + "@example.test\0" + password).getBytes(StandardCharsets.UTF_8);
            return client.smtp("AUTH PLAIN " + Base64.getEncoder().encodeToString(plain));
        }
    }

    private static void starts(String expected, String answer) {
        assertTrue(answer.startsWith(expected), answer);
    }

    @Test
    void mbsync() throws Exception {
        Path home = Files.createDirectories(temp.resolve("mbsync"));
        Path configuration = Files.writeString(
                home.resolve("mbsyncrc"), """
                IMAPAccount waypost
                Host localhost
                Port %d
                User carol@example.test
                Pass %s
                SSLType IMAPS
                CertificateFile %s

                IMAPStore far
                Account waypost

                MaildirStore near
                Path %s/
                Inbox %4$s/INBOX

                Channel inbox
                Far :far:INBOX
                Near :near:INBOX
                Create Near
                SyncState *
                """.formatted(cluster.imaps(), made("carol"), cluster.authority(), home));
        Tool.run(home, "mbsync", "-c", configuration.toString(), "-a");
        assertEquals(1, new Maildir(home.resolve("INBOX")).count());
    }

    @Test
    void pythonSubmitsAndReadsNothing() throws Exception {
        String password = made("carol", "--services", "submission");
        Path home = Files.createDirectories(temp.resolve("python"));
        Path script = Files.writeString(home.resolve("send.py"), """
                import smtplib, ssl, sys
                context = ssl.create_default_context(cafile=sys.argv[2])
                s = smtplib.SMTP_SSL('localhost', int(sys.argv[1]), context=context)
                s.login('carol@example.test', sys.argv[3])
                s.sendmail('carol@example.test', ['bob@example.test'], 'Subject: x\\r\\n\\r\\nx\\r\\n')
                s.quit()
                """);
        Tool.run(
                home,
                "python3",
                script.toString(),
                String.valueOf(cluster.submissions()),
                cluster.authority().toString(),
                password);
        starts("-ERR [AUTH] Account may not use this service", pop3("carol", password));
        starts("t NO [AUTHORIZATIONFAILED]", imap("carol", password));
        starts("t OK", imap("carol", "waypost"));
    }

    /** What the directory says of the account counts for app passwords as well. */
    @Test
    void whoIsDisabledGetsInByNone() throws Exception {
        String password = made("carol");
        starts("t OK", imap("carol", password));
        state("carol", "disabled");
        while (!imap("carol", "waypost").startsWith("t NO [CONTACTADMIN]")) {
            Thread.onSpinWait();
        }
        starts("t NO [CONTACTADMIN]", imap("carol", password));
        starts("t NO [AUTHENTICATIONFAILED]", imap("carol", "guess"));
        state("carol", "active");
        while (!imap("carol", password).startsWith("t OK")) {
            Thread.onSpinWait();
        }
    }

    private static void state(String user, String state) throws Exception {
        try (LDAPConnection ldap = OpenLdap.administrator(cluster)) {
            ldap.modify(
                    "uid=" + user + "@example.test,ou=users,dc=waypost",
                    new Modification(ModificationType.REPLACE, "waypostState", state));
        }
    }

    /** From the start of the command at the store to the end of all three sessions at the front end. */
    @Test
    void revokingEndsSessionsAtTheFrontEnd() throws Exception {
        List<Long> millis = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            String password = made("bob");
            try (LiveSessions sessions = LiveSessions.begin(cluster, "bob@example.test", password);
                    LiveSessions others = LiveSessions.begin(cluster, "bob@example.test", "waypost")) {
                long begun = System.nanoTime();
                ran("bob", "app-password", "revoke", "bob", "--id", password.substring(3, 7));

                sessions.awaitEnd();
                millis.add(Duration.ofNanos(System.nanoTime() - begun).toMillis());
                others.goOn();
            }
        }
        Collections.sort(millis);
        System.out.println(
                "figures: waypost user app-password revoke to three ended sessions, the command's start included, "
                        + RUNS + " runs: median " + millis.get(RUNS / 2) + " ms, longest " + millis.getLast() + " ms");
    }

    @Test
    void whileTheNodeIsAwayNobodyIsWrong() throws Exception {
        String password = made("alice");
        starts("t OK", imap("alice", password));
        starts("235", submission("alice", "waypost"));
        cluster.kill(Member.STORE1);
        for (String shown : List.of(password, "wp-aaaa-aaaa-aaaa-aaaa-aaaa")) {
            starts("t NO [UNAVAILABLE]", imap("alice", shown));
            starts("-ERR [SYS/TEMP]", pop3("alice", shown));
            starts("454 4.7.0", submission("alice", shown));
        }
        starts("235", submission("alice", "waypost"));
        starts("535", submission("alice", "wrong"));
        cluster.start(Member.STORE1);
        while (!imap("alice", password).startsWith("t OK")) {
            Thread.onSpinWait();
        }
        ran("alice", "totp", "enable", "alice");
        starts("534", submission("alice", "waypost"));
        starts("t NO [AUTHORIZATIONFAILED]", imap("alice", "waypost"));
        starts("t OK", imap("alice", password));
        ran("alice", "totp", "disable", "alice");
        starts("t OK", imap("alice", "waypost"));
    }
}
