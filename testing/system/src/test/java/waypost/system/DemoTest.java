package waypost.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo from outside: mail in through the front end, read back from the node that owns the mailbox. */
class DemoTest {
    @TempDir
    static Path temp;

    private static Demo demo;

    @BeforeAll
    static void start() throws IOException {
        demo = Demo.start(temp.resolve("demo"));
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    private static LineClient login(String user) throws IOException {
        LineClient imap = LineClient.tls(demo.authority(), demo.imaps());
        imap.line();
        List<String> answer = imap.imap("LOGIN " + user + "@example.test waypost");
        assertTrue(answer.getLast().startsWith("t OK [CAPABILITY IMAP4rev1 "), answer::toString);
        return imap;
    }

    @Test
    void oneTransactionReachesBothStores() throws IOException {
        assertEquals("250 2.6.0 Message accepted", Mail.send(demo, "to both", "alice", "bob"));
        assertEquals(1, Mail.count(demo, "alice", "to both"));
        assertEquals(1, Mail.count(demo, "bob", "to both"));
        assertEquals(0, Mail.count(demo, "carol", "to both"));
    }

    /** RFC 8437: alice and carol are at one node, bob is at the other. */
    @Test
    void oneConnectionIsForOneUserAfterAnother() throws IOException {
        List<String> users = List.of("alice", "bob", "carol", "bob", "alice");
        for (String user : users) {
            Mail.send(demo, "in turn for " + user, user);
        }
        try (LineClient imap = login("carol")) {
            for (String user : users) {
                imap.send("a UNAUTHENTICATE\r\nb LOGIN " + user + "@example.test waypost\r\nc EXAMINE INBOX");
                List<String> answers = imap.until(line -> line.startsWith("c "));
                assertTrue(answers.get(0).startsWith("a OK "), answers::toString);
                assertTrue(answers.get(1).startsWith("b OK [CAPABILITY IMAP4rev1 "), answers::toString);
                assertTrue(answers.get(1).contains(" UNAUTHENTICATE "), answers::toString);
                for (String other : users) {
                    List<String> found = imap.imap("SEARCH SUBJECT \"in turn for " + other + "\"");
                    assertEquals(other.equals(user), !found.getFirst().equals("* SEARCH"), found::toString);
                }
            }
            imap.imap("UNAUTHENTICATE");
            assertEquals("t BAD Log in first", imap.imap("SELECT INBOX").getLast());
        }
    }

    @Test
    void messageIsReadBackByteForByteBelowItsPrefix() throws IOException {
        Mail.send(demo, "bytes", "carol");
        try (LineClient imap = login("carol")) {
            imap.imap("SELECT INBOX");
            imap.send("t FETCH 1 BODY.PEEK[]");
            String head = imap.line();
            int size = Integer.parseInt(head.substring(head.indexOf('{') + 1, head.indexOf('}')));
            String text = new String(imap.octets(size), StandardCharsets.ISO_8859_1);
            assertTrue(text.startsWith("Return-Path: <you@example.org>\r\n"), text);
            assertTrue(text.endsWith("\r\nSubject: bytes\r\n\r\nHello.\r\n.dot\r\n"), text);
        }
    }

    @Test
    void popReadsWhatSmtpBrought() throws IOException {
        Mail.send(demo, "by pop", "bob");
        try (LineClient pop = LineClient.tls(demo.authority(), demo.pop3s())) {
            assertTrue(pop.line().startsWith("+OK"));
            pop.send("USER bob@example.test");
            assertTrue(pop.line().startsWith("+OK"));
            pop.send("PASS waypost");
            assertTrue(pop.line().startsWith("+OK"));
            pop.send("STAT");
            int messages = Integer.parseInt(pop.line().split(" ", -1)[1]);
            pop.send("RETR " + messages);
            List<String> message = pop.until("."::equals);
            assertTrue(message.getFirst().startsWith("+OK"), message::toString);
            assertTrue(message.contains("..dot"), "a dot at the begin of a line is doubled: " + message);
        }
    }

    @Test
    void wrongPasswordAndUnknownUserAreTheSame() throws IOException {
        for (String user : List.of("alice", "nobody")) {
            try (LineClient imap = LineClient.tls(demo.authority(), demo.imaps())) {
                imap.line();
                assertEquals(
                        "t NO [AUTHENTICATIONFAILED] Authentication failed",
                        imap.imap("LOGIN " + user + "@example.test wrong").getLast());
            }
        }
    }

    @Test
    void passwordsDoNotTravelInClear() throws IOException {
        try (LineClient imap = LineClient.clear(demo.authority(), demo.imap())) {
            assertTrue(imap.line().contains("LOGINDISABLED"));
            assertTrue(imap.imap("LOGIN alice@example.test waypost").getLast().startsWith("t NO [PRIVACYREQUIRED]"));
        }
    }

    @Test
    void unknownRecipientsAndForeignDomainsAreRefused() throws IOException {
        try (LineClient smtp = LineClient.clear(demo.authority(), demo.smtp())) {
            smtp.reply();
            smtp.smtp("EHLO client.example.org");
            smtp.smtp("MAIL FROM:<you@example.org>");
            assertTrue(smtp.smtp("RCPT TO:<nobody@example.test>").startsWith("550 5.1.1 "));
            assertTrue(smtp.smtp("RCPT TO:<somebody@example.org>").startsWith("550 5.7.1 "));
            assertTrue(smtp.smtp("DATA").startsWith("503 "));
        }
    }
}
