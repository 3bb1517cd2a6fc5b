package waypost.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A submission session whose log-in is good no more. */
class RevokedMailTest {
    private static final String BYE = "421 4.7.0";

    private final MailScene scene = new MailScene();
    private final ScriptedNode node = scene.node("n1");

    @Test
    void endsBetweenTwoCommands() {
        assertEquals(BYE, scene.revoked());
        assertFalse(scene.clientOpen());
    }

    @Test
    void endsInATransactionThatHasNoContentYet() {
        scene.says("MAIL FROM:<bob@example.org>\r\nRCPT TO:<ann@example.net>\r\n");
        assertEquals(BYE, scene.revoked());
        assertFalse(scene.clientOpen());
        assertEquals("mail, rcpt ann, reset", node.told());
        assertEquals(0, node.connections());
    }

    @Test
    void aMessageThatIsUnderWayComesToItsEnd() {
        scene.begins("ann");
        assertEquals("", scene.revoked());
        assertEquals("250 2.6.0, " + BYE, scene.says("Subject: x\r\n\r\nHi.\r\n.\r\n"));
        assertFalse(scene.clientOpen());
    }

    @Test
    void oneThatIsSentTooSlowlyDoesNot() {
        scene.begins("ann");
        scene.revoked();
        scene.says("Subject: x\r\n");
        assertEquals("", scene.passes(Duration.ofSeconds(9)));
        assertTrue(scene.clientOpen());
        assertEquals(BYE, scene.passes(Duration.ofSeconds(1)));
        assertFalse(scene.clientOpen());
        assertEquals(0, node.connections());
    }

    /** The client would not know whether its message was taken. */
    @Test
    void theAnswerToAMessageIsGivenHoweverLongItTakes() {
        scene.begins("ann");
        node.hang();
        scene.says("Subject: x\r\n\r\nHi.\r\n.\r\n");
        assertEquals("", scene.revoked());
        assertEquals("", scene.passes(Duration.ofSeconds(20)));
        node.wake();
        assertEquals("250 2.6.0, " + BYE, scene.hears());
        assertFalse(scene.clientOpen());
    }
}
