package waypost.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.mapping.Service;

/** Users who submit mail, and whose passwords only their node can judge: it is logged in to, and out again. */
class LeftToNodeSubmissionTest {
    private final HandLoop loop = new HandLoop();
    private final AskedNode node = new AskedNode(loop, Service.IMAP);
    private final MailScene scene = MailScene.submission(loop, new LeftUsers(), node);

    private static String auth(String user, String password) {
        byte[] plain = ("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8);
        return "AUTH PLAIN " + Base64.getEncoder().encodeToString(plain) + "\r\n";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A NO [AUTHENTICATIONFAILED] no | 535 5.7.8",
                "A NO no                        | 535 5.7.8",
                "A NO [UNAVAILABLE] later       | 454 4.7.0",
                "A NO [CONTACTADMIN] no         | 535 5.7.8",
                "A NO [EXPIRED] no              | 535 5.7.8",
                "A NO [AUTHORIZATIONFAILED] no  | 535 5.7.1",
                "A NO [LIMIT] no                | 454 4.7.0",
                "* BYE                          | 454 4.7.0",
            })
    void hearWhatTheNodeSays(String answer, String hears) {
        node.answers(answer);
        assertEquals(hears, scene.says(auth("ann", "other")));
        assertEquals("530 5.7.0", scene.says("MAIL FROM:<ann@example.net>\r\n"));
        assertEquals("235 2.7.0", scene.says(auth("ann", "right")));
        assertEquals("250 2.1.0", scene.says("MAIL FROM:<ann@example.net>\r\n"));
        assertEquals(List.of("A AUTHENTICATE PLAIN", "A AUTHENTICATE PLAIN", "Z LOGOUT"), node.told());
    }

    @Test
    void areAskedForAtANodeThatHasPop3Only() {
        AskedNode other = new AskedNode(loop, Service.POP3);
        MailScene pop3 = MailScene.submission(loop, new LeftUsers(), other);
        other.answers("-ERR [AUTH] no");
        assertEquals("535 5.7.8", pop3.says(auth("ann", "other")));
        assertEquals("235 2.7.0", pop3.says(auth("ann", "right")));
        assertEquals(List.of("AUTH PLAIN", "AUTH PLAIN", "QUIT"), other.told());
    }

    @Test
    void arePutOffWhileItIsAway() {
        node.down(true);
        assertEquals("454 4.7.0", scene.says(auth("ann", "right")));
        node.down(false);
        node.hung(true);
        assertEquals("", scene.says(auth("ann", "right")));
        assertEquals("", scene.passes(NodeInquiry.PATIENCE.minusMillis(1)));
        assertEquals("454 4.7.0", scene.passes(Duration.ofMillis(1)));
        node.hung(false);
        assertEquals("235 2.7.0", scene.says(auth("ann", "right")));
    }

    @Test
    void arePutOffWhereTheNodeIsOneOfTheCluster() {
        assertEquals("454 4.7.0", scene.says(auth("ned", "right")));
        assertEquals(List.of(), node.told());
    }

    @Test
    void wrongPasswordsAreCountedAndNotShownAgain() {
        node.answers("A NO no");
        for (int i = 0; i < 4; i++) {
            assertEquals("535 5.7.8", scene.says(auth("ann", "guess" + i % 2)));
            scene.newClient();
        }
        assertEquals(List.of("ann@example.net guess0", "ann@example.net guess1"), node.shown());
        assertEquals("535 5.7.8", scene.says(auth("ann", "guess2")));
        scene.newClient();
        assertEquals("535 5.7.8", scene.says(auth("ann", "guess3")));
        scene.newClient();
        assertEquals("", scene.says(auth("ann", "guess4")));
        assertEquals("535 5.7.8", scene.passes(Duration.ofSeconds(2)));
    }

    @Test
    void whoHangsUpIsNobodysLogIn() {
        node.hung(true);
        assertEquals("", scene.says(auth("ann", "right")));
        scene.clientLost();
        node.hung(false);
        loop.pass(NodeInquiry.PATIENCE);
        scene.newClient();
        assertTrue(scene.clientOpen());
        assertEquals("235 2.7.0", scene.says(auth("ann", "right")));
    }
}
