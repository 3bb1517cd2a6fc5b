package waypost.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import waypost.identity.AccountId;
import waypost.identity.NodeName;
import waypost.identity.Referral;
import waypost.protocol.smtp.SmtpReply;

/** Transactions of a front end with nodes that are another product's. */
class ForeignMailTest {
    private static final String TEXT = "Subject: x\r\n\r\nHi.\r\n";
    private static final String DOT = ".\r\n";

    private final MailScene scene = new MailScene();
    private final ScriptedNode n1 = scene.node("n1");
    private final ScriptedNode n2 = scene.node("n2");
    private final ScriptedNode f1 = scene.node("f1");

    /** They get our trace at the head of the content, as they know no other way to hear of it; and nothing to hold, and no DONE. */
    @Test
    void aForeignNodeGetsPlainMail() {
        assertEquals("250 2.1.0, 250 2.0.0, 250 2.0.0, 354", scene.begins("dan", "ann"));
        assertEquals("250 2.6.0", scene.says(TEXT + DOT));
        assertEquals("mail, rcpt ann, hold dan, content 19", n1.told());
        String told = f1.told();
        assertTrue(told.startsWith("mail, rcpt dan, content "), told);
        assertTrue(Integer.parseInt(told.substring(told.lastIndexOf(' ') + 1)) > 100, told);
        scene.says("QUIT\r\n");
        assertEquals("done", n1.told());
        assertEquals("", f1.told());
    }

    @Test
    void ofForeignNodesAloneOneATransaction() {
        assertEquals("250 2.1.0, 250 2.0.0, 452 4.5.3, 250 2.0.0, 354", scene.begins("dan", "eve", "dot"));
        assertEquals("250 2.6.0", scene.says(TEXT + DOT));
        assertEquals("", scene.node("f2").told());
        assertEquals("250 2.1.0, 250 2.0.0, 354", scene.begins("eve"));
        assertEquals("250 2.6.0", scene.says(TEXT + DOT));
    }

    @Test
    void besideAWaypostNodeThereMayBeSeveral() {
        assertEquals("250 2.1.0, 250 2.0.0, 250 2.0.0, 250 2.0.0, 354", scene.begins("ann", "dan", "eve"));
        assertEquals("250 2.6.0", scene.says(TEXT + DOT));
        assertEquals("mail, rcpt ann, hold dan, hold eve, content 19", n1.told());
    }

    @Test
    void whatALostForeignNodeShouldHaveIsKept() {
        scene.begins("ann", "dan");
        scene.says(TEXT);
        f1.hang();
        scene.says(DOT);
        n1.told();
        f1.cut();
        assertEquals("250 2.6.0", scene.hears());
        assertEquals("keep dan HAND_ON", n1.told());
    }

    /** The foreign node would store again what the client brings again. */
    @Test
    void aForeignNodeGetsNoDotWhenTheKeeperIsLost() {
        scene.begins("ann", "dan");
        scene.says(TEXT);
        n1.cut();
        assertEquals("451 4.3.0", scene.says(DOT));
        assertEquals("mail, rcpt dan", f1.told());
        assertEquals(0, f1.connections()); // what takes content back that has begun
    }

    /** RFC 6531 §3.4: the client needs no SMTPUTF8 for an alias, the node for the mailbox does. */
    @Test
    void aForeignNodeIsToldOfACanonicalAddressThatIsNotAscii() {
        assertEquals("250 2.1.0, 250 2.0.0, 250 2.0.0, 354", scene.begins("joerg", "dan"));
        assertEquals("250 2.6.0", scene.says(TEXT + DOT));
        assertTrue(f1.told().startsWith("mail, rcpt jörg, rcpt dan, content "));
        assertEquals("250 2.1.0, 250 2.0.0, 452 4.5.3, 354", scene.begins("dan", "joerg"));
        assertEquals("mail, rcpt dan", f1.told());
    }

    @Test
    void aForeignNodeWithoutSmtpUtf8IsNotAskedForAnAddressThatIsNotAscii() {
        f1.offers(Set.of());
        assertEquals("250 2.1.0, 553 5.6.7, 250 2.0.0, 553 5.6.7, 354", scene.begins("joerg", "dan", "joerg"));
        assertEquals("250 2.6.0", scene.says(TEXT + DOT));
        assertTrue(f1.told().startsWith("mail, rcpt dan, content "));
    }

    /** Where an account is only nodes of the cluster say. */
    @Test
    void aReferralOfAForeignNodeIsNoReferral() {
        f1.answer("rcpt dan", SmtpReply.referral(new Referral(AccountId.of(1, 5), new NodeName("n2"), 9)));
        assertEquals("250 2.1.0, 451 4.4.4", scene.says("MAIL FROM:<>\r\nRCPT TO:<dan@example.net>\r\n"));
        assertEquals("", n2.told());
    }
}
