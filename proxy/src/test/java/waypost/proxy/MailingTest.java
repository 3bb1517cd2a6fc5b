package waypost.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import waypost.protocol.smtp.SmtpReply;

/** Transactions of a front end with real LMTP to scripted nodes: what the client hears, and what each node is told. */
class MailingTest {
    private static final String TEXT = "Subject: x\r\n\r\nHi.\r\n";
    private static final String DOT = ".\r\n";
    private static final String THREE_ACCEPTED = "250 2.1.0, 250 2.0.0, 250 2.0.0, 250 2.0.0, 354";
    private static final String TWO_ACCEPTED = "250 2.1.0, 250 2.0.0, 250 2.0.0, 354";
    private static final String ACCEPTED = "250 2.1.0, 250 2.0.0, 354";
    private static final SmtpReply NEVER = SmtpReply.of(550, "5.7.1", "No");

    private final MailScene scene = new MailScene();
    private final ScriptedNode n1 = scene.node("n1");
    private final ScriptedNode n2 = scene.node("n2");
    private final ScriptedNode n3 = scene.node("n3");

    @Test
    void aLookUpThatBreaksIsAnsweredForNow() {
        assertEquals("250 2.1.0, 451 4.3.0, 250 2.0.0, 354", scene.begins(MailScene.BROKEN, "ann"));
        assertEquals("250 2.6.0", scene.says(TEXT + DOT));
    }

    @Test
    void twoNodesOneAnswer() {
        assertEquals(TWO_ACCEPTED, scene.begins("ann", "ben"));
        assertEquals("250 2.6.0", scene.says(TEXT + DOT));
        assertEquals("mail, rcpt ann, hold ben, content 19", n1.told());
        assertEquals("mail, rcpt ben, content 19", n2.told());
        assertEquals("250 2.0.0", scene.says("NOOP\r\n"));
        assertEquals("done", n1.told());
        assertEquals("done", n2.told());
    }

    @Test
    void doneGoesAheadOfTheNextMail() {
        scene.begins("ann");
        scene.says(TEXT + DOT);
        n1.told();
        assertEquals(ACCEPTED, scene.begins("ann"));
        assertEquals("done, mail, rcpt ann", n1.told());
    }

    @Test
    void quitShowsThatTheAnswerWasHeard() {
        scene.begins("ann");
        scene.says(TEXT + DOT);
        n1.told();
        assertEquals("221 2.0.0", scene.says("QUIT\r\n"));
        assertEquals("done", n1.told());
        assertEquals(0, n1.connections());
    }

    /** RFC 2920 §3.1 has QUIT in one packet with the dot. */
    @Test
    void aQuitAheadOfTheAnswerShowsNothing() {
        scene.begins("ann");
        assertEquals("250 2.6.0, 221 2.0.0", scene.says(TEXT + DOT + "QUIT\r\n"));
        assertEquals("mail, rcpt ann, content 19", n1.told());
    }

    /** In a packet of its own, and before the answer all the same; then the client is gone. */
    @Test
    void aQuitAndACloseWhileTheAnswerIsAwaitedShowNothing() {
        scene.begins("ann");
        n1.hang();
        scene.says(TEXT + DOT);
        assertEquals("", scene.says("QUIT\r\n"));
        scene.clientCloses();
        n1.wake();
        assertEquals("250 2.6.0, 221 2.0.0", scene.hears());
        assertEquals("mail, rcpt ann, content 19", n1.told());
    }

    @Test
    void anOrderlyCloseShowsThatTheAnswerWasHeard() {
        scene.begins("ann");
        scene.says(TEXT + DOT);
        n1.told();
        scene.clientCloses();
        assertEquals("done", n1.told());
        assertEquals(0, n1.connections());
    }

    /** It was on its way before the answer was. */
    @Test
    void aCloseAheadOfTheAnswerShowsNothing() {
        scene.begins("ann");
        n1.hang();
        scene.says(TEXT + DOT);
        scene.clientCloses();
        assertEquals("mail, rcpt ann", n1.told());
    }

    @Test
    void aLostClientHasShownNothing() {
        scene.begins("ann");
        assertEquals("250 2.6.0", scene.says(TEXT + DOT));
        n1.told();
        scene.clientLost();
        scene.passes(Duration.ofHours(2));
        assertEquals("", n1.told());
        assertEquals(0, n1.connections());
    }

    /** RFC 2920 §3.1: a client may send on behind its dot. What it sent before the answer shows nothing of it. */
    @Test
    void aClientThatSendsOnBehindItsDotHasHeardWhenItAnswersLater() {
        scene.begins("ann");
        assertEquals("250 2.6.0, 250 2.1.0", scene.says(TEXT + DOT + "MAIL FROM:<>\r\n"));
        assertEquals("mail, rcpt ann, content 19", n1.told());
        assertEquals("250 2.0.0", scene.says("RCPT TO:<amy@example.net>\r\n"));
        assertEquals("done, mail, rcpt amy", n1.told());
        assertEquals("354, 250 2.6.0", scene.says("DATA\r\n") + ", " + scene.says(TEXT + DOT));
    }

    @Test
    void theKeeperGetsWhatALostNodeShouldHave() {
        scene.begins("ann", "ben");
        scene.says(TEXT);
        n2.hang();
        assertEquals("", scene.says(DOT));
        n1.told();
        n2.cut();
        assertEquals("250 2.6.0", scene.hears());
        assertEquals("keep ben HAND_ON", n1.told());
    }

    @Test
    void aLateRefusalIsKeptForAReport() {
        n2.answer("dot ben", NEVER);
        scene.begins("ann", "ben");
        assertEquals("250 2.6.0", scene.says(TEXT + DOT));
        assertTrue(n1.told().endsWith("keep ben REPORT"));
    }

    /** Lines of KEEP are bounded, answers of nodes hardly. */
    @Test
    void ofALongAnswerTheKeeperHearsTheBeginning() {
        n2.answer("dot ben", new SmtpReply(550, "5.7.1", Collections.nCopies(20, "No".repeat(900))));
        scene.begins("ann", "ben");
        assertEquals("250 2.6.0", scene.says(TEXT + DOT));
        assertTrue(n1.told().endsWith("keep ben REPORT"));
    }

    @Test
    void withoutItsKeeperTheNextThatHasTheMessageKeeps() {
        n3.answer("dot cat", SmtpReply.of(452, "4.2.2", "Not now"));
        assertEquals(THREE_ACCEPTED, scene.begins("ann", "ben", "cat"));
        scene.says(TEXT);
        n1.hang();
        scene.says(DOT);
        n2.told();
        n1.cut();
        assertEquals("250 2.6.0", scene.hears());
        assertEquals("keep ann HAND_ON, keep cat HAND_ON", n2.told());
    }

    @Test
    void aKeeperThatRefusesIsFollowedByTheNextAndThenByNobody() {
        n1.answer("keep", SmtpReply.of(451, "4.3.0", "No"));
        n2.answer("keep", SmtpReply.of(451, "4.3.0", "No"));
        n3.answer("dot cat", SmtpReply.of(452, "4.2.2", "Not now"));
        scene.begins("ann", "ben", "cat");
        assertEquals("451 4.3.0", scene.says(TEXT + DOT));
        assertTrue(n1.told().endsWith("keep cat HAND_ON"));
        assertTrue(n2.told().endsWith("keep cat HAND_ON"));
        scene.says("NOOP\r\n");
        assertEquals("", n1.told(), "who heard 451 comes again");
    }

    @Test
    void aNodeThatStandsStillFor30SecondsIsLeftToTheKeeper() {
        scene.begins("ann", "ben");
        scene.says(TEXT);
        n2.hang();
        scene.says(DOT);
        assertEquals("", scene.passes(Duration.ofSeconds(29)));
        assertEquals("250 2.6.0", scene.passes(Duration.ofSeconds(1)));
        assertTrue(n1.told().endsWith("keep ben HAND_ON"));
    }

    @Test
    void aNodeThatHasNotAnsweredIn60SecondsIsLeftToTheKeeper() {
        scene.begins("ann", "ben");
        scene.says(TEXT);
        n2.hang();
        scene.says(DOT);
        scene.passes(Duration.ofSeconds(20));
        n2.mumble();
        scene.passes(Duration.ofSeconds(20));
        n2.mumble();
        assertEquals("", scene.passes(Duration.ofSeconds(19)));
        assertEquals("250 2.6.0", scene.passes(Duration.ofSeconds(1)));
        assertTrue(n1.told().endsWith("keep ben HAND_ON"));
        assertEquals(0, n2.connections(), "its answer would pass for one to the next transaction");
    }

    @Test
    void aKeeperThatStandsStillIsFollowedByTheNext() {
        scene.begins("ann", "ben", "cat");
        scene.says(TEXT);
        n2.hang();
        scene.says(DOT);
        n1.hang();
        assertEquals("", scene.passes(Duration.ofSeconds(30)));
        assertEquals("250 2.6.0", scene.passes(Duration.ofSeconds(30)));
        assertTrue(n3.told().endsWith("keep ben HAND_ON"));
    }

    @Test
    void theClientIsAnsweredWithin4MinutesOfItsDot() {
        scene.begins("ann", "ben");
        scene.says(TEXT);
        n2.hang();
        scene.says(DOT);
        n1.hang();
        for (int seconds = 0; seconds < 220; seconds += 20) {
            assertEquals("", scene.passes(Duration.ofSeconds(20)));
            n1.mumble();
        }
        assertEquals("451 4.3.0", scene.passes(Duration.ofSeconds(20)));
    }

    @Test
    void aNodeAMebibyteBehindIsDropped() {
        scene.begins("ann", "ben");
        n2.room(false);
        String line = "x".repeat(1022) + "\r\n";
        for (int kib = 0; kib < 1024; kib++) {
            scene.says(line);
        }
        assertEquals(1, n2.connections());
        scene.says(line);
        assertEquals(0, n2.connections());
        assertEquals("250 2.6.0", scene.says(DOT));
        assertTrue(n1.told().endsWith("keep ben HAND_ON"));
    }

    @Test
    void whenEveryNodeIsLostTheClientHearsSoBehindItsDot() {
        scene.begins("ann", "ben");
        scene.says(TEXT);
        n1.cut();
        n2.cut();
        assertEquals("", scene.says(TEXT));
        assertEquals("451 4.4.2", scene.says(DOT));
        assertEquals(ACCEPTED, scene.begins("ann"));
    }

    /** The end of a chunk needs no further byte from the client. */
    @Test
    void aChunkIsAnsweredWhenItsNodeTakesBytesAgain() {
        scene.says("MAIL FROM:<>\r\nRCPT TO:<ann@example.net>\r\n");
        n1.room(false);
        assertEquals("", scene.says("BDAT 20000\r\n" + "x".repeat(20_000)));
        n1.room(true);
        assertEquals("250 2.0.0", scene.hears());
        assertEquals("250 2.6.0", scene.says("BDAT 2 LAST\r\n\r\n"));
    }

    @Test
    void aClientThatDoesNotReadIsNotRead() {
        scene.clientReads(false);
        assertEquals("", scene.says("NOOP\r\nNOOP\r\n"));
        scene.clientReads(true);
        assertEquals("250 2.0.0, 250 2.0.0", scene.hears());
    }

    @Test
    void whatASilentClientSentAheadShowsNothing() {
        scene.begins("ann");
        scene.says(TEXT);
        n1.hang();
        scene.says(DOT + "MAIL FROM:<>\r\n");
        scene.clientReads(false);
        n1.wake();
        assertEquals("250 2.6.0", scene.hears());
        scene.clientReads(true);
        assertEquals("250 2.1.0", scene.hears());
        assertEquals("mail, rcpt ann, content 19", n1.told(), "no DONE");
    }

    /** It is read again when both it and the node take bytes, whichever does so first. */
    @Test
    void aClientThatDoesNotReadItsAnswerIsNotRead() {
        scene.begins("ann");
        scene.says(TEXT);
        n1.hang();
        scene.says(DOT + "NOOP\r\n");
        scene.clientReads(false);
        n1.wake();
        assertEquals("250 2.6.0", scene.hears());
        scene.clientReads(true);
        assertEquals("250 2.0.0", scene.hears());
        n1.hang();
        scene.says("MAIL FROM:<>\r\nRCPT TO:<ann@example.net>\r\nNOOP\r\n");
        scene.clientReads(false);
        scene.clientReads(true);
        assertEquals("", scene.hears(), "the node was asked and has not answered");
        n1.wake();
        assertEquals("250 2.0.0, 250 2.0.0", scene.hears());
    }

    /** What was to end the first transaction in time leaves the second alone. */
    @Test
    void aRefusedTransactionDoesNotDisturbTheNext() {
        n1.answer("dot ann", NEVER);
        scene.begins("ann");
        assertEquals("550 5.7.1", scene.says(TEXT + DOT));
        scene.passes(Duration.ofSeconds(58));
        assertEquals(ACCEPTED, scene.begins("amy"));
        scene.passes(Duration.ofSeconds(5));
        assertEquals("250 2.6.0", scene.says(TEXT + DOT));
    }

    @Test
    void aNodeThatIsSilentAtRcptIsNotWaitedForForEver() {
        scene.says("MAIL FROM:<>\r\n");
        n1.hang();
        assertEquals("", scene.says("RCPT TO:<ann@example.net>\r\n"));
        assertEquals("451 4.4.1", scene.passes(Duration.ofSeconds(30)));
        assertEquals("250 2.0.0", scene.says("RCPT TO:<ben@example.net>\r\n"));
    }

    @Test
    void whatIsTooBigForANodeIsRefusedAtRcpt() {
        n1.maxSize(1000);
        assertEquals(
                "250 2.1.0, 552 5.3.4, 250 2.0.0",
                scene.says("MAIL FROM:<> SIZE=1001\r\nRCPT TO:<ann@example.net>\r\nRCPT TO:<ben@example.net>\r\n"));
    }

    @Test
    void doneIsRepeatedToALostNodeUntilItAnswers() {
        scene.begins("ann", "ben");
        scene.says(TEXT);
        n2.hang();
        scene.says(DOT);
        n2.cut();
        n2.wake();
        n2.down(true);
        n2.told();
        scene.says("QUIT\r\n");
        scene.passes(Duration.ofMinutes(5));
        assertEquals("", n2.told());
        n2.answer("done", SmtpReply.of(451, "4.3.0", "Not now"));
        n2.down(false);
        scene.passes(Duration.ofSeconds(6));
        assertEquals("done", n2.told());
        n2.answer("done", ScriptedNode.OK);
        scene.passes(Duration.ofSeconds(6));
        assertEquals("done", n2.told());
        scene.passes(Duration.ofHours(2));
        assertEquals("", n2.told());
        assertEquals(0, n2.connections());
    }

    @Test
    void doneToALostNodeAlsoGoesAheadOfTheNextMail() {
        scene.begins("ann");
        scene.says(TEXT + DOT);
        n1.cut();
        n1.down(true);
        scene.says("NOOP\r\n");
        n1.told();
        n1.down(false);
        scene.begins("ann");
        assertEquals("done, mail, rcpt ann", n1.told());
    }

    @Test
    void aNodeThatIsAwayForLongIsGivenUp() {
        scene.begins("ann");
        scene.says(TEXT + DOT);
        n1.down(true);
        n1.cut();
        scene.says("QUIT\r\n");
        scene.passes(DoneCourier.PATIENCE.plusMinutes(1));
        n1.told();
        n1.down(false);
        scene.passes(Duration.ofHours(1));
        assertEquals("", n1.told());
    }
}
