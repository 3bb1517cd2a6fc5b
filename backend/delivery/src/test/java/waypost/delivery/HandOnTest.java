package waypost.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.AccountName;
import waypost.identity.NodeName;
import waypost.identity.Ownership;
import waypost.identity.TransferId;
import waypost.mapping.Answer;
import waypost.protocol.smtp.Kept;
import waypost.protocol.smtp.Mailbox;
import waypost.protocol.smtp.Recipient;
import waypost.protocol.smtp.ReversePath;

/** What becomes of mail that a keeper has taken over. */
class HandOnTest {
    private static final NodeName A = new NodeName("a");
    private static final ReversePath BEN = ReversePath.of(new Mailbox("ben", "example.net"));

    @TempDir
    private Path folder;

    private Cluster cluster;
    private Recipient ann;

    @BeforeEach
    void open() throws IOException {
        cluster = new Cluster(folder, "a", "b");
        ann = cluster.account("ann", "a");
        cluster.account("ben", "b");
    }

    @AfterEach
    void close() throws IOException {
        cluster.close();
    }

    private TransferId keep(ReversePath sender, Kept.Purpose purpose, String reason) {
        TransferId id = keepUnheard(sender, purpose, reason);
        cluster.reception("b").done(id);
        return id;
    }

    private TransferId keepUnheard(ReversePath sender, Kept.Purpose purpose, String reason) {
        return keepUnheard(sender, List.of(new Kept(ann, A, purpose, reason)));
    }

    private TransferId keepUnheard(ReversePath sender, List<Kept> recipients) {
        TransferId id = cluster.transfer();
        var transaction = Cluster.transaction(Optional.of(waypost.protocol.smtp.Transfer.begins(id)), sender);
        assertEquals(
                List.of(250),
                Cluster.codes(cluster.begin("b", transaction, Cluster.MAIL, ann.heldFor(A))
                        .finish()));
        assertEquals(250, cluster.reception("b").keep(transaction, recipients).code());
        return id;
    }

    @Test
    void triesAgainWhileTheNodeIsDown() throws IOException {
        keep(BEN, Kept.Purpose.HAND_ON, "451 4.4.2 down");
        cluster.down("a");
        assertEquals(1, cluster.attempts("b"));
        assertEquals(0, cluster.attempts("b"), "not due before its time");
        cluster.pass(Duration.ofMinutes(1));
        assertEquals(1, cluster.attempts("b"));
        cluster.pass(Duration.ofMinutes(4));
        assertEquals(0, cluster.attempts("b"));
        cluster.up("a");
        cluster.pass(Duration.ofMinutes(1));
        assertEquals(1, cluster.attempts("b"));
        assertEquals(0, cluster.queued("b"));
        assertEquals(1, cluster.inbox("a", "ann").size());
    }

    /** The disk is ours: the node has done nothing, and gets what else there is for it. */
    @Test
    void aKeptMessageThatCannotBeReadIsNotItsNodesFault() throws IOException {
        keep(BEN, Kept.Purpose.HAND_ON, "451 4.4.2 down");
        cluster.damage("b", "Hi.\r\n");
        assertEquals(1, cluster.attempts("b"));
        assertFalse(cluster.rests("b", "a"));
        assertEquals(0, cluster.attempts("b"), "not due before its time");
        keep(BEN, Kept.Purpose.HAND_ON, "451 4.4.2 down");
        assertEquals(1, cluster.attempts("b"));
        assertEquals(1, cluster.inbox("a", "ann").size());
        assertEquals(1, cluster.queued("b"));
        cluster.pass(KeeperSchedule.LIFETIME);
        assertEquals(1, cluster.attempts("b"));
        assertEquals(0, cluster.queued("b"));
        assertTrue(cluster.inbox("b", "ben").getFirst().contains("\r\nStatus: 5.4.7\r\n"));
    }

    @Test
    void aNodeThatIsLostRests() {
        keep(BEN, Kept.Purpose.HAND_ON, "451 4.4.2 down");
        cluster.down("a");
        assertEquals(1, cluster.attempts("b"));
        assertTrue(cluster.rests("b", "a"));
    }

    @Test
    void handsOnOnceToWhoIsNamedTwice() throws IOException {
        Kept handOn = new Kept(ann, A, Kept.Purpose.HAND_ON, "451 4.4.2 down");
        Kept report = new Kept(ann, A, Kept.Purpose.REPORT, "554 5.4.6 Message goes in circles");
        cluster.reception("b").done(keepUnheard(BEN, List.of(report, handOn, handOn)));
        assertEquals(1, cluster.queued("b"));
        assertEquals(1, cluster.attempts("b"));
        assertEquals(1, cluster.inbox("a", "ann").size());
        assertEquals(List.of(), cluster.inbox("b", "ben"));
    }

    @Test
    void followsAnAccountThatHasMoved() throws IOException {
        keep(BEN, Kept.Purpose.HAND_ON, "451 4.4.2 down");
        Ownership record = cluster.store("a")
                .accounts()
                .find(ann.directoryId().orElseThrow())
                .orElseThrow();
        cluster.store("a").accounts().put(record.with(2, new Ownership.State.MovedTo(new NodeName("b"), 1)));
        cluster.store("b").accounts().create(record.directoryId(), record.name(), 2, Optional.empty());
        assertEquals(1, cluster.attempts("b"));
        assertEquals(0, cluster.queued("b"));
        assertEquals(1, cluster.inbox("b", "ann").size());
    }

    @Test
    void goesWhereItWasMeantToGoWhileNoDirectoryAnswers() throws IOException {
        keep(BEN, Kept.Purpose.HAND_ON, "451 4.4.2 down");
        cluster.mapping().answer("ann@example.net", new Answer.Unavailable("down"));
        assertEquals(1, cluster.attempts("b"));
        assertEquals(1, cluster.inbox("a", "ann").size());
    }

    @Test
    void tellsALocalSenderOfAPermanentRefusal() throws IOException {
        TransferId id = keep(BEN, Kept.Purpose.HAND_ON, "451 4.4.2 down");
        cluster.mapping().answer("ann@example.net", new Answer.Unknown());
        assertEquals(1, cluster.attempts("b"));
        assertEquals(0, cluster.queued("b"));
        String report = cluster.inbox("b", "ben").getFirst();
        assertTrue(report.startsWith("Return-Path: <>\r\nDelivered-To: ben@example.net\r\n"), report);
        assertTrue(report.contains("\r\nStatus: 5.1.1\r\n"), report);
        assertTrue(report.contains("\r\nFinal-Recipient: rfc822; ann@example.net\r\n"), report);
        assertTrue(report.contains("\r\n\r\nSubject: hello\r\n"), report);
        assertFalse(report.contains("Hi."), report);
        assertFalse(report.contains(id.toString()), report);
    }

    @Test
    void tellsALocalSenderOfALateRefusal() throws IOException {
        keep(BEN, Kept.Purpose.REPORT, "552 5.2.2 Mailbox is full");
        cluster.mapping().answer("ann@example.net", new Answer.Refused(Answer.Kind.DISABLED));
        assertEquals(1, cluster.attempts("b"));
        assertEquals(0, cluster.queued("b"));
        assertTrue(cluster.inbox("b", "ben").getFirst().contains("\r\nStatus: 5.2.2\r\n"));
        assertEquals(List.of(), cluster.inbox("a", "ann"));
    }

    /** Another keeper may have brought it there in the meantime. */
    @Test
    void tellsOfNoLateRefusalBeforeTheNodeHasAnsweredAgain() throws IOException {
        keep(BEN, Kept.Purpose.REPORT, "552 5.2.2 Mailbox is full");
        cluster.down("a");
        assertEquals(1, cluster.attempts("b"));
        assertEquals(1, cluster.queued("b"));
        cluster.pass(KeeperSchedule.LIFETIME);
        assertEquals(1, cluster.attempts("b"));
        assertEquals(0, cluster.queued("b"));
        assertEquals(1, cluster.inbox("b", "ben").size());
    }

    @Test
    void tellsNobodyBeforeItIsKnownThat250WasHeard() throws IOException {
        cluster.mapping().answer("ann@example.net", new Answer.Refused(Answer.Kind.DISABLED));
        TransferId late = keepUnheard(BEN, Kept.Purpose.REPORT, "552 5.2.2 Mailbox is full");
        TransferId down = keepUnheard(BEN, Kept.Purpose.HAND_ON, "451 4.4.2 down");
        for (int minute = 0; minute < 60; minute++) {
            cluster.attempts("b");
            cluster.pass(Duration.ofMinutes(1));
        }
        assertEquals(2, cluster.queued("b"));
        assertEquals(List.of(), cluster.inbox("b", "ben"));
        cluster.reception("b").done(late);
        cluster.reception("b").done(down);
        assertEquals(2, cluster.attempts("b"), "due at once");
        assertEquals(0, cluster.queued("b"));
        assertEquals(2, cluster.inbox("b", "ben").size());
    }

    /** The front end died behind KEEP: its client came again, and this time the recipient's node took the message. */
    @Test
    void doesNotTellOfAFailureThatTheNextTryMendedThoughNobodyHeardOfTheFirst() throws IOException {
        keepUnheard(BEN, Kept.Purpose.REPORT, "552 5.2.2 Mailbox is full");
        cluster.pass(Duration.ofMinutes(30));
        TransferId retry = cluster.transfer();
        var transaction = Cluster.transaction(Optional.of(waypost.protocol.smtp.Transfer.begins(retry)), BEN);
        assertEquals(
                List.of(250),
                Cluster.codes(cluster.begin("a", transaction, Cluster.MAIL, ann).finish()));
        cluster.reception("a").done(retry);
        cluster.pass(KeeperSchedule.UNHEARD);
        assertEquals(1, cluster.attempts("b"));
        assertEquals(0, cluster.queued("b"));
        assertEquals(List.of(), cluster.inbox("b", "ben"));
        assertEquals(1, cluster.inbox("a", "ann").size());
    }

    @Test
    void tellsOfALateRefusalInTheEndThoughDoneNeverCame() throws IOException {
        cluster.mapping().answer("ann@example.net", new Answer.Refused(Answer.Kind.DISABLED));
        keepUnheard(BEN, Kept.Purpose.REPORT, "552 5.2.2 Mailbox is full");
        cluster.pass(KeeperSchedule.UNHEARD);
        assertEquals(1, cluster.attempts("b"));
        assertEquals(1, cluster.inbox("b", "ben").size());
    }

    @Test
    void neverReportsToNobody() {
        keep(ReversePath.NULL, Kept.Purpose.REPORT, "550 5.1.1 No");
        cluster.mapping().answer("ann@example.net", new Answer.Unknown());
        assertEquals(1, cluster.attempts("b"));
        assertEquals(0, cluster.queued("b"));
    }

    @Test
    void keepsAStrangersMailForItsWholeTimeAndNoLonger() {
        keep(Cluster.SENDER, Kept.Purpose.HAND_ON, "451 4.4.2 down");
        cluster.mapping().answer("ann@example.net", new Answer.Unknown());
        assertEquals(1, cluster.attempts("b"));
        assertEquals(1, cluster.queued("b"));
        cluster.pass(KeeperSchedule.LIFETIME);
        assertEquals(1, cluster.attempts("b"));
        assertEquals(0, cluster.queued("b"));
    }

    @Test
    void givesUpAfterItsTimeAndSaysSo() throws IOException {
        keep(BEN, Kept.Purpose.HAND_ON, "451 4.4.2 down");
        cluster.down("a");
        cluster.pass(KeeperSchedule.LIFETIME);
        assertEquals(1, cluster.attempts("b"));
        assertEquals(0, cluster.queued("b"));
        assertTrue(cluster.inbox("b", "ben").getFirst().contains("\r\nStatus: 5.4.7\r\n"));
    }

    @Test
    void reportsOnceHoweverOften() throws IOException {
        cluster.mapping().answer("ann@example.net", new Answer.Unknown());
        TransferId id = keep(BEN, Kept.Purpose.REPORT, "550 5.1.1 No");
        cluster.attempts("b");
        var transaction = Cluster.transaction(Optional.of(waypost.protocol.smtp.Transfer.begins(id)), BEN);
        cluster.begin("b", transaction, Cluster.MAIL, ann.heldFor(A)).finish();
        cluster.reception("b").keep(transaction, List.of(new Kept(ann, A, Kept.Purpose.REPORT, "550 5.1.1 No")));
        cluster.reception("b").done(id);
        cluster.pass(Duration.ofMinutes(1));
        assertEquals(1, cluster.attempts("b"));
        assertEquals(1, cluster.inbox("b", "ben").size());
    }

    @Test
    void waitsLongerAndLongerButNotBeyondTheEnd() {
        Instant began = Instant.EPOCH;
        assertEquals(began.plusSeconds(60), KeeperSchedule.next(1, began, began));
        assertEquals(began.plusSeconds(300), KeeperSchedule.next(2, began, began));
        assertEquals(began.plusSeconds(900), KeeperSchedule.next(3, began, began));
        assertEquals(began.plusSeconds(3600), KeeperSchedule.next(4, began, began));
        assertEquals(began.plusSeconds(3600), KeeperSchedule.next(400, began, began));
        Instant end = began.plus(KeeperSchedule.LIFETIME);
        assertEquals(end, KeeperSchedule.next(9, began, end.minusSeconds(5)));
        assertEquals(end.plusSeconds(3600), KeeperSchedule.next(9, began, end));
        assertTrue(KeeperSchedule.expired(began, end));
        assertFalse(KeeperSchedule.expired(began, end.minusMillis(1)));
    }

    @Test
    void letsANodeRestThatWasLost() {
        NodeTroubles troubles = new NodeTroubles();
        troubles.lost(A, Instant.EPOCH);
        assertTrue(troubles.rests(A, Instant.EPOCH.plusSeconds(29)));
        assertFalse(troubles.rests(A, Instant.EPOCH.plusSeconds(30)));
        troubles.forget();
        assertFalse(troubles.rests(A, Instant.EPOCH));
    }

    @Test
    void keptMailReadsAsWritten() {
        Kept kept = new Kept(ann, A, Kept.Purpose.HAND_ON, "451 4.4.2 \"down\"");
        KeptMail mail = new KeptMail(
                ReversePath.of(new Mailbox("b o b", "example.org")),
                kept,
                Cluster.TRACE,
                3,
                waypost.protocol.smtp.Body.SEVEN_BIT,
                waypost.protocol.smtp.Transaction.Encoding.SMTPUTF8);
        assertEquals(Optional.of(mail), KeptMail.of(mail.envelope()));
        assertEquals(
                new AccountName("ann", "example.net").toString(),
                mail.envelope().recipient());
    }
}
