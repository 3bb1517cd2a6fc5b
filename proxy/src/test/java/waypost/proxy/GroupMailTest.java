package waypost.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.protocol.smtp.SmtpReply;

/** One RCPT for several mailboxes: the client hears one answer, each node gets its own, and what some refuse is the keeper's. */
class GroupMailTest {
    private static final String TEXT = "Subject: x\r\n\r\nHi.\r\n";
    private static final String DOT = ".\r\n";
    private static final String ACCEPTED = "250 2.1.0, 250 2.1.5, 354";
    private static final SmtpReply FULL = SmtpReply.of(452, "4.2.2", "Full");
    private static final SmtpReply NEVER = SmtpReply.of(550, "5.7.1", "No");

    private final MailScene scene = new MailScene();
    private final ScriptedNode n1 = scene.node("n1");
    private final ScriptedNode n2 = scene.node("n2");
    private final ScriptedNode f1 = scene.node("f1");

    @Test
    void eachMemberIsOneRecipientOfOneMessage() {
        assertEquals(ACCEPTED, scene.begins("team"));
        assertEquals("250 2.6.0", scene.says(TEXT + DOT));
        assertEquals("mail, rcpt ann, rcpt amy, hold ben, content 19", n1.told());
        assertEquals("mail, rcpt ben, content 19", n2.told());
        assertEquals("250 2.0.0", scene.says("NOOP\r\n"));
        assertEquals("done", n1.told());
        assertEquals("done", n2.told());
    }

    @ParameterizedTest
    @CsvSource({"452, 4.2.2, HAND_ON", "550, 5.7.1, REPORT"})
    void whoIsRefusedIsTheKeepers(int code, String status, String purpose) {
        n2.answer("rcpt ben", SmtpReply.of(code, status, "No"));
        assertEquals(ACCEPTED, scene.begins("team"));
        assertEquals("250 2.6.0", scene.says(TEXT + DOT));
        assertEquals("mail, rcpt ann, rcpt amy, hold ben, content 19, keep ben " + purpose, n1.told());
        assertEquals("mail, rcpt ben, reset", n2.told());
    }

    @Test
    void soIsWhoIsRefusedByTheKeeperItself() {
        n1.answer("rcpt amy", FULL);
        assertEquals(ACCEPTED, scene.begins("pair"));
        assertEquals("250 2.6.0", scene.says(TEXT + DOT));
        assertEquals("mail, rcpt ann, rcpt amy, hold amy, content 19, keep amy HAND_ON", n1.told());
    }

    @Test
    void andWhoseNodeIsAway() {
        n2.down(true);
        assertEquals(ACCEPTED, scene.begins("team"));
        assertEquals("250 2.6.0", scene.says(TEXT + DOT));
        assertEquals("mail, rcpt ann, rcpt amy, hold ben, content 19, keep ben HAND_ON", n1.told());
    }

    /** Without it the client would believe that all have the message. */
    @Test
    void whatIsNotKeptIsNotAccepted() {
        n2.answer("rcpt ben", FULL);
        n1.answer("keep", FULL);
        scene.begins("team");
        assertEquals("451 4.3.0", scene.says(TEXT + DOT));
    }

    @ParameterizedTest
    @CsvSource({"452, 550, 451 4.3.0", "452, 452, 452 4.2.2", "550, 550, 550 5.7.1"})
    void whereNobodyTakesItTheClientHearsSo(int one, int other, String expected) {
        n1.answer("rcpt ann", one == 452 ? FULL : NEVER);
        n1.answer("rcpt amy", other == 452 ? FULL : NEVER);
        assertEquals("250 2.1.0, " + expected + ", 503 5.5.1", scene.begins("pair"));
        assertEquals("250 2.0.0", scene.says("RCPT TO:<ben@example.net>\r\n"));
    }

    @Test
    void aGroupIsARecipientAmongOthers() {
        assertEquals("250 2.1.0, 250 2.0.0, 250 2.1.5, 354", scene.begins("ben", "team"));
        assertEquals("250 2.6.0", scene.says(TEXT + DOT));
        assertEquals("mail, rcpt ann, rcpt amy, content 19", n1.told());
        assertEquals("mail, rcpt ben, rcpt ben, hold ann, hold amy, content 19", n2.told());
    }

    @Test
    void someOfThemAtAForeignNode() {
        assertEquals(ACCEPTED, scene.begins("guests"));
        assertEquals("250 2.6.0", scene.says(TEXT + DOT));
        assertEquals("mail, rcpt ann, hold dan, content 19", n1.told());
        assertTrue(f1.told().startsWith("mail, rcpt dan"));
    }

    /** As many as one keeper takes; the client comes again with the others. */
    @Test
    void aThousandInOneTransaction() {
        assertEquals(
                "250 2.1.0, 250 2.1.5, 250 2.0.0, 452 4.5.3, 452 4.5.3, 354",
                scene.begins("crowd", "ann", "ben", "pair"));
        assertEquals("250 2.6.0", scene.says(TEXT + DOT));
    }

    /** With a DONE that is owed, so that the connections outlive the client. */
    @Test
    void whenTheClientIsGoneNobodyElseIsAskedAbout() {
        scene.begins("ben");
        scene.says(TEXT + DOT);
        n2.told();
        n2.hang();
        scene.begins("all");
        scene.clientLost();
        n2.wake();
        assertEquals("mail, rcpt ann", n1.told());
        assertEquals(0, n1.connections());
        assertEquals("", scene.node("n3").told());
    }

    @Test
    void aNodeThatIsLostWhileMembersAreAskedAbout() {
        n2.hang();
        assertEquals("250 2.1.0", scene.begins("all"));
        n2.cut();
        assertEquals("250 2.1.5, 354", scene.passes(Duration.ZERO));
        assertEquals("250 2.6.0", scene.says(TEXT + DOT));
        assertEquals("mail, rcpt ann, hold cat, hold ben, content 19, keep ben HAND_ON", n1.told());
    }
}
