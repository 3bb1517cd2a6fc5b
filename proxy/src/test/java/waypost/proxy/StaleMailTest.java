package waypost.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;
import waypost.identity.DirectoryId;
import waypost.protocol.smtp.SmtpReply;

/** A node says that a recipient's name is another entry's by now: the directory is asked again, and mail for the name is not refused. */
class StaleMailTest {
    private static final DirectoryId ANN = new DirectoryId("id-ann");

    private final MailScene scene = new MailScene();
    private final ScriptedNode n1 = scene.node("n1");
    private final ScriptedNode n2 = scene.node("n2");
    private final ScriptedNode f1 = scene.node("f1");

    @Test
    void itGoesToWhoHasTheNameNow() {
        n1.answer("rcpt ann", SmtpReply.STALE);
        assertEquals("250 2.1.0, 250 2.0.0, 354", scene.begins("ann"));
        assertEquals(Set.of(ANN), scene.outdated());
        assertEquals("250 2.6.0", scene.says("Subject: x\r\n\r\nHi.\r\n.\r\n"));
        assertEquals("mail, rcpt ann, content 19", n2.told());
        assertEquals("mail, rcpt ann, reset", n1.told());
    }

    @Test
    void orIsPutOffWhereTheDirectoryIsBehind() {
        n1.answer("rcpt ann", SmtpReply.STALE);
        n2.answer("rcpt ann", SmtpReply.STALE);
        assertEquals("250 2.1.0, 451 4.3.5, 503 5.5.1", scene.begins("ann"));
        assertEquals("mail, rcpt ann", n1.told(), "once each");
        assertEquals("mail, rcpt ann", n2.told());
        assertEquals("250 2.0.0", scene.says("RCPT TO:<amy@example.net>\r\n"), "the next is asked as ever");
    }

    @Test
    void aGroupsIsTheKeepers() {
        n1.answer("rcpt ann", SmtpReply.STALE);
        assertEquals("250 2.1.0, 250 2.1.5, 354", scene.begins("pair"));
        assertEquals("250 2.6.0", scene.says("Subject: x\r\n\r\nHi.\r\n.\r\n"));
        assertEquals("mail, rcpt ann, rcpt amy, hold ann, content 19, keep ann HAND_ON", n1.told());
        assertEquals(Set.of(ANN), scene.outdated());
    }

    @Test
    void whereNobodyOfAGroupIsLeftTheClientHearsNoWordOfNodes() {
        n1.answer("rcpt ann", SmtpReply.STALE);
        n1.answer("rcpt amy", SmtpReply.STALE);
        assertEquals("250 2.1.0, 451 4.3.5, 503 5.5.1", scene.begins("pair"));
    }

    @Test
    void ofAForeignNodeItIsNotBelieved() {
        f1.answer("rcpt dan", SmtpReply.STALE);
        assertEquals("250 2.1.0, 451 4.4.4, 503 5.5.1", scene.begins("dan"));
        assertEquals(Set.of(), scene.outdated());
    }
}
