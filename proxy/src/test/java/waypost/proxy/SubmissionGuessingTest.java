package waypost.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** A client that guesses the password of a user who submits mail. */
class SubmissionGuessingTest {
    private final MailScene scene = MailScene.submission();

    private static String auth(String user, String password) {
        byte[] plain = ("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8);
        return "AUTH PLAIN " + Base64.getEncoder().encodeToString(plain) + "\r\n";
    }

    private void guesses(int passwords) {
        for (int i = 0; i < passwords; i++) {
            assertEquals("535 5.7.8", scene.says(auth("ann", "guess" + i)));
            scene.newClient();
        }
    }

    @Test
    void hearsLaterThatAPasswordIsWrong() {
        guesses(4);
        assertEquals("", scene.says(auth("ann", "guess") + "NOOP\r\n"));
        assertEquals("", scene.passes(Duration.ofMillis(1999)));
        assertEquals("535 5.7.8, 250 2.0.0", scene.passes(Duration.ofMillis(1)));
        assertEquals("235 2.7.0", scene.says(auth("ann", "right")));
    }

    @Test
    void hearsNothingMoreBehindItsEnd() {
        guesses(4);
        assertEquals("", scene.says(auth("ann", "guess")));
        scene.clientLost();
        assertEquals("", scene.passes(Duration.ofMinutes(1)));
        scene.newClient();
        assertEquals("235 2.7.0", scene.says(auth("ann", "right")));
    }
}
