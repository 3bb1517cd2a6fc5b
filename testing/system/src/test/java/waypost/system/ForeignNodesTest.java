package waypost.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import waypost.system.Cluster.Member;

/** A cluster with two stores of its own, Dovecot and Postfix: dora and full are on Dovecot, paul is on Postfix. */
@Tag("peers")
@EnabledIfSystemProperty(
        named = "user.name",
        matches = "root",
        disabledReason = "Dovecot and Postfix are started by root")
class ForeignNodesTest {
    private static final int SECONDS = 60;
    private static final String ACCEPTED = "250 2.6.0 Message accepted";

    /** Dots at the beginnings of lines, octets beyond ASCII, what mbox files mark. */
    private static final String BODY =
            "Gr\u00fc\u00dfe\r\n.\r\n..\r\n.dot\r\nFrom the first column\r\n\r\n trailing spaces  \r\n";

    private static final Pattern TRACE =
            Pattern.compile("((Return-Path|Delivered-To|X-Original-To|Received): .*\r\n([ \t].*\r\n)*)+");
    private static final Pattern OURS =
            Pattern.compile("Received: from client\\.example\\.org .*\r\n\tby localhost with ESMTP id ");

    @TempDir
    static Path temp;

    private static Cluster cluster;
    private static Dovecot dovecot;
    private static Postfix postfix;

    @BeforeAll
    static void start() throws Exception {
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwx--x--x"));
        dovecot = Dovecot.start(temp.resolve("dovecot"), Ports.row(Dovecot.PORTS));
        postfix = Postfix.start(temp.resolve("postfix"), Ports.row(1));
        cluster = Cluster.prepare(temp.resolve("cluster"));
        String foreign = dovecot.node() + postfix.node();
        for (Member member : List.of(Member.FE1, Member.STORE1, Member.STORE2)) {
            Path configuration = cluster.configuration(member);
            Files.writeString(configuration, Files.readString(configuration).replace("nodes:\n", "nodes:\n" + foreign));
        }
        cluster.start(Member.DIRECTORY);
        add("dora", "dove");
        add("full", "dove");
        add("paul", "post");
        cluster.start(Member.FE1, Member.STORE1, Member.STORE2);
        Mail.awaitMailboxes(cluster, "alice", "bob", "dora", "full", "paul");
    }

    private static void add(String user, String node) throws IOException, InterruptedException {
        Program add = Program.start(
                temp.resolve("user-add.log"),
                "no line says so",
                "user",
                "add",
                user + "@example.test",
                "--node",
                node,
                "--password-stdin",
                "--config",
                cluster.configuration(Member.STORE1).toString());
        add.type("waypost");
        assertEquals(0, add.status(SECONDS), add.log());
    }

    @AfterAll
    static void stop() throws Exception {
        try (Cluster _ = cluster;
                Postfix _ = postfix;
                Dovecot _ = dovecot) {
            // each is closed, whatever happens to the others
        }
    }

    @Test
    void logsInOverStartTls() throws Exception {
        try (LineClient clear = dovecot.imap()) {
            String greeting = clear.line();
            assertTrue(greeting.contains(" LOGINDISABLED"), greeting);
        }
        assertEquals(ACCEPTED, Mail.send(cluster, "to be read", "dora"));
        assertEquals(1, Mail.count(cluster, "dora", "to be read"));
        assertTrue(Mail.popped(cluster, "dora").contains("Subject: to be read"), "by POP3");
        String log = dovecot.log();
        for (String service : List.of("imap", "pop3")) {
            List<String> logins = log.lines()
                    .filter(line -> line.contains(" " + service + "-login: Info: Login: user=<dora@example.test>"))
                    .toList();
            assertTrue(!logins.isEmpty() && logins.stream().allMatch(line -> line.contains(", TLS,")), log);
        }
    }

    @Test
    void oneMessageToAStoreDovecotAndPostfix() throws Exception {
        String message = message("one for each");
        assertEquals(ACCEPTED, sent(message, "alice", "dora", "paul"));
        List<String> paul = postfix.awaitMessages("one for each");
        assertEquals(1, paul.size());
        assertTraced(message, paul.getFirst());
        assertTraced(message, only("alice", "one for each"));
        String dora = only("dora", "one for each");
        assertTraced(message, dora);
        assertTrue(dora.contains(" with LMTPS"), dora);
    }

    private static String message(String subject) {
        return "From: you@example.org\r\nDate: Tue, 24 Nov 2026 12:00:00 +0000\r\nMessage-ID: <"
                + subject.replace(' ', '.') + "@example.org>\r\nSubject: " + subject + "\r\n\r\n" + BODY;
    }

    /** A client that has begun a message. */
    private static LineClient mail() throws IOException {
        LineClient smtp = LineClient.clear(cluster.authority(), cluster.smtp());
        smtp.reply();
        smtp.smtp("EHLO client.example.org");
        String answer = smtp.smtp("MAIL FROM:<you@example.org> BODY=8BITMIME");
        assertTrue(answer.startsWith("250 "), answer);
        return smtp;
    }

    private static String rcpt(LineClient smtp, String user) throws IOException {
        return smtp.smtp("RCPT TO:<" + user + "@example.test>");
    }

    private static String sent(String message, String... users) throws IOException {
        try (LineClient smtp = mail()) {
            for (String user : users) {
                String answer = rcpt(smtp, user);
                assertTrue(answer.startsWith("250 "), answer);
            }
            return data(smtp, message);
        }
    }

    /** The answer to the dot. */
    private static String data(LineClient smtp, String message) throws IOException {
        assertEquals("354", smtp.smtp("DATA").substring(0, 3));
        smtp.raw(message.replaceAll("(?m)^\\.", "..").getBytes(StandardCharsets.ISO_8859_1));
        return smtp.smtp(".");
    }

    /** The one message that the user has with the subject. */
    private static String only(String user, String subject) throws IOException {
        try (Inbox inbox = Inbox.open(cluster, user)) {
            List<Integer> found = inbox.search("SUBJECT \"" + subject + "\"");
            assertEquals(1, found.size(), user);
            return new String(inbox.message(found.getFirst()), StandardCharsets.ISO_8859_1);
        }
    }

    /** What was sent came, with trace fields before it and nothing else. */
    private static void assertTraced(String sent, String came) {
        assertTrue(came.endsWith(sent), came);
        String before = came.substring(0, came.length() - sent.length());
        assertTrue(TRACE.matcher(before).matches(), before);
        assertTrue(OURS.matcher(before).find(), before);
    }

    /** No node of ours could keep what one of them does not take. */
    @Test
    void foreignNodesAloneGetATransactionEach() throws Exception {
        try (LineClient smtp = mail()) {
            assertEquals("250", rcpt(smtp, "dora").substring(0, 3));
            assertEquals("452 4.5.3", rcpt(smtp, "paul").substring(0, 9));
            assertEquals(ACCEPTED, data(smtp, message("for dora first")));
        }
        assertEquals(ACCEPTED, sent(message("for paul next"), "paul"));
        assertEquals(1, postfix.awaitMessages("for paul next").size());
        assertEquals(List.of(), postfix.messages("for dora first"));
        assertEquals(1, Mail.count(cluster, "dora", "for dora first"));
        assertEquals(0, Mail.count(cluster, "dora", "for paul next"));
    }

    @Test
    void unknownToTheForeignNode() throws Exception {
        add("ghost", "dove");
        try (LineClient smtp = mail()) {
            assertEquals("550 5.1.1", rcpt(smtp, "ghost").substring(0, 9));
        }
    }

    /** Dovecot takes the recipient, and at the dot has no room for the message. */
    @Test
    void storeKeepsWhatDovecotDoesNotTakeNow() throws Exception {
        String filler = "Two of these are too many.\r\n".repeat(Dovecot.ROOM * 3 / 4 / 28);
        assertEquals(ACCEPTED, sent(message("fills the mailbox") + filler, "full"));
        String message = message("kept for a while") + filler;
        try (LineClient smtp = mail()) {
            assertEquals("250", rcpt(smtp, "bob").substring(0, 3));
            assertEquals("250", rcpt(smtp, "full").substring(0, 3));
            assertEquals(ACCEPTED, data(smtp, message));
            assertEquals(1, Mail.count(cluster, "bob", "kept for a while"));
            try (Inbox inbox = Inbox.open(cluster, "full")) {
                assertEquals(1, inbox.exists());
                inbox.expunge();
            }
            smtp.smtp("QUIT");
        }
        try (Inbox inbox = Inbox.open(cluster, "full")) {
            if (inbox.exists() == 0) {
                inbox.await();
            }
        }
        assertTraced(message, only("full", "kept for a while"));
    }

    @Test
    void othersGoOnWithoutDovecot() throws Exception {
        dovecot.close();
        try {
            try (LineClient smtp = mail()) {
                assertEquals("250", rcpt(smtp, "alice").substring(0, 3));
                assertEquals("451", rcpt(smtp, "dora").substring(0, 3));
                assertEquals(ACCEPTED, data(smtp, message("without dora")));
            }
            assertEquals(1, Mail.count(cluster, "alice", "without dora"));
            List<String> refusal = new ArrayList<>();
            assertEquals(Optional.empty(), Inbox.tryOpen(cluster, "dora", refusal));
            assertTrue(refusal.getFirst().startsWith("t NO [UNAVAILABLE] "), refusal::toString);
        } finally {
            dovecot = Dovecot.start(dovecot.folder(), dovecot.first());
        }
        Mail.awaitMailboxes(cluster, "dora");
        assertEquals(0, Mail.count(cluster, "dora", "without dora"));
    }
}
