package waypost.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The shortest log-ins, each in a connection of its own: what the server says of a user of example.test and a password. */
final class LogIn {
    private LogIn() {}

    /** The tagged answer, whose tag is {@code t}. */
    static String imap(Site to, String user, String password) throws IOException {
        try (LineClient imap = LineClient.tls(to.authority(), to.imaps())) {
            imap.line();
            return imap.imap("LOGIN " + user + "@example.test " + password).getLast();
        }
    }

    /** The answer to {@code PASS}. */
    static String pop3(Site to, String user, String password) throws IOException {
        try (LineClient pop3 = LineClient.tls(to.authority(), to.pop3s())) {
            pop3.line();
            pop3.send("USER " + user + "@example.test");
            pop3.line();
            pop3.send("PASS " + password);
            return pop3.line();
        }
    }

    static String submission(Site to, String user, String password) throws IOException {
        byte[] plain = ("\0" + user + "@example.test\0" + password).getBytes(StandardCharsets.UTF_8);
        try (LineClient smtp = LineClient.tls(to.authority(), to.submissions())) {
            smtp.reply();
            smtp.smtp("EHLO client.example.org");
            return smtp.smtp("AUTH PLAIN " + Base64.getEncoder().encodeToString(plain));
        }
    }
}
