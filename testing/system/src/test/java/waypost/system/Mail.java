package waypost.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The shortest conversations: a message in, and whether it is there. */
final class Mail {
    private static final Duration LINKED = Duration.ofMinutes(2);

    private Mail() {}

    /**
     * Returns when all users can get mail. Mailboxes are made with the first recipient, which the other nodes are asked about: until the
     * links between nodes that have just started are up, he hears 451.
     */
    static void awaitMailboxes(Site site, String... users) throws IOException {
        Instant end = Instant.now().plus(LINKED);
        for (String user : users) {
            while (!takes(site, user)) {
                assertTrue(Instant.now().isBefore(end), user + " gets no mailbox");
            }
        }
    }

    private static boolean takes(Site site, String user) throws IOException {
        try (LineClient smtp = LineClient.clear(site.authority(), site.smtp())) {
            smtp.reply();
            smtp.smtp("EHLO client.example.org");
            smtp.smtp("MAIL FROM:<you@example.org>");
            String answer = smtp.smtp("RCPT TO:<" + user + "@example.test>");
            assertTrue(answer.startsWith("250 ") || answer.startsWith("451 "), answer);
            return answer.startsWith("250 ");
        }
    }

    /** Sends a message over STARTTLS; gives the answer to its dot. */
    static String send(Site to, String subject, String... users) throws IOException {
        try (LineClient smtp = LineClient.clear(to.authority(), to.smtp())) {
            smtp.reply();
            assertTrue(smtp.smtp("EHLO client.example.org").startsWith("250 "));
            assertTrue(smtp.smtp("STARTTLS").startsWith("220 "));
            smtp.startTls();
            smtp.smtp("EHLO client.example.org");
            assertTrue(smtp.smtp("MAIL FROM:<you@example.org>").startsWith("250 "));
            for (String user : users) {
                String answer = smtp.smtp("RCPT TO:<" + user + "@example.test>");
                assertTrue(answer.startsWith("250 "), answer);
            }
            assertTrue(smtp.smtp("DATA").startsWith("354 "));
            String answer = smtp.smtp("Subject: " + subject + "\r\n\r\nHello.\r\n..dot\r\n.");
            smtp.smtp("QUIT");
            return answer;
        }
    }

    /** How often the subject is in the user's INBOX. */
    static int count(Site of, String user, String subject) throws IOException {
        try (Inbox inbox = Inbox.open(of, user)) {
            return inbox.search("SUBJECT \"" + subject + "\"").size();
        }
    }

    /** All of a user's messages by POP3. */
    static List<String> popped(Site of, String user) throws IOException {
        List<String> lines = new ArrayList<>();
        try (LineClient pop = LineClient.tls(of.authority(), of.pop3s())) {
            pop.line();
            String stat = "";
            for (String command : List.of("USER " + user + "@example.test", "PASS waypost", "STAT")) {
                pop.send(command);
                stat = pop.line();
                assertTrue(stat.startsWith("+OK"), stat);
            }
            int messages = Integer.parseInt(stat.split(" ", -1)[1]);
            for (int number = 1; number <= messages; number++) {
                pop.send("RETR " + number);
                lines.addAll(pop.until(line -> line.equals(".")));
            }
        }
        return lines;
    }
}
