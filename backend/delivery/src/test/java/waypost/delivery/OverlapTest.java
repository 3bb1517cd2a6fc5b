package waypost.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.NodeName;
import waypost.identity.TransferId;
import waypost.protocol.smtp.Reception.Receiving;
import waypost.protocol.smtp.Recipient;
import waypost.protocol.smtp.Transfer;

/**
 * The traces in which a message would be stored twice or lost, as the nodes live them: front ends that die, answers that are lost, keepers
 * that hand on late.
 */
class OverlapTest {
    private static final NodeName A = new NodeName("a");

    @TempDir
    private Path folder;

    private Cluster cluster;
    private Recipient ann;
    private Recipient ben;

    @BeforeEach
    void open() throws IOException {
        cluster = new Cluster(folder, "a", "b");
        ann = cluster.account("ann", "a");
        ben = cluster.account("ben", "b");
    }

    @AfterEach
    void close() throws IOException {
        cluster.close();
    }

    /** B1: the first front end dies behind its dot; the retry is stored and heard before the first commits. */
    @Test
    void aLateCommitAfterTheRetryIsNoSecondCopy() throws IOException {
        TransferId first = cluster.transfer();
        Receiving slow = cluster.begin("b", Cluster.transaction(first), Cluster.MAIL, ben);
        TransferId retry = cluster.transfer();
        assertEquals(List.of(250), cluster.send("b", retry, ben));
        assertEquals(250, cluster.reception("b").done(retry).code());
        cluster.pass(Duration.ofSeconds(1));
        assertEquals(List.of(250), Cluster.codes(slow.finish()));
        assertEquals(1, cluster.inbox("b", "ben").size());
    }

    /** B2: the keeper has journaled ann's copy, the client never heard it and its retry reached her node by itself. */
    @Test
    void aKeeperThatHandsOnAfterTheRetryMakesNoSecondCopy() throws IOException {
        TransferId first = cluster.transfer();
        cluster.down("a");
        assertEquals(List.of(250, 250), cluster.send("b", first, ben, ann.heldFor(A)));
        assertEquals(250, cluster.keep("b", first, ann, "a"));
        cluster.pass(Duration.ofMinutes(2));
        cluster.up("a");
        TransferId retry = cluster.transfer();
        assertEquals(List.of(250), cluster.send("a", retry, ann));
        assertEquals(List.of(250, 250), cluster.send("b", retry, ben, ann.heldFor(A)));
        cluster.reception("a").done(retry);
        cluster.reception("b").done(retry);
        cluster.pass(Duration.ofMinutes(2));
        assertEquals(1, cluster.attempts("b"));
        assertEquals(0, cluster.queued("b"));
        assertEquals(1, cluster.inbox("a", "ann").size());
        assertEquals(1, cluster.inbox("b", "ben").size());
    }

    /** What counts is how old the transfer is when MAIL is said, not when the keeper set out: the retry was done within the time of the way. */
    @Test
    void aHandOnThatIsLongOnItsWayMakesNoSecondCopy() throws IOException {
        TransferId first = cluster.transfer();
        cluster.down("a");
        assertEquals(List.of(250, 250), cluster.send("b", first, ben, ann.heldFor(A)));
        assertEquals(250, cluster.keep("b", first, ann, "a"));
        cluster.up("a");
        cluster.pass(Duration.ofSeconds(2));
        TransferId retry = cluster.transfer();
        assertEquals(List.of(250), cluster.send("a", retry, ann));
        cluster.reception("a").done(retry);
        cluster.pass(Duration.ofMinutes(2));
        cluster.way(Duration.ofSeconds(3));
        assertEquals(1, cluster.attempts("b"));
        assertEquals(0, cluster.queued("b"));
        assertEquals(1, cluster.inbox("a", "ann").size());
    }

    /** B3: DONE is only said when the client has heard; without it, the same bytes are a retry. */
    @Test
    void withoutDoneTheSameBytesAreARetryAndWithItAnotherMessage() throws IOException {
        assertEquals(List.of(250), cluster.send("b", cluster.transfer(), ben));
        TransferId retry = cluster.transfer();
        assertEquals(List.of(250), cluster.send("b", retry, ben));
        assertEquals(1, cluster.inbox("b", "ben").size());
        cluster.reception("b").done(retry);
        assertEquals(List.of(250), cluster.send("b", cluster.transfer(), ben));
        assertEquals(1, cluster.inbox("b", "ben").size(), "the first was not done either, and overlaps all");
    }

    @Test
    void afterDoneTheSameBytesAreAnotherMessage() throws IOException {
        TransferId first = cluster.transfer();
        assertEquals(List.of(250), cluster.send("b", first, ben));
        cluster.reception("b").done(first);
        assertEquals(List.of(250), cluster.send("b", cluster.transfer(), ben));
        assertEquals(2, cluster.inbox("b", "ben").size());
    }

    @Test
    void aRepeatedHandOverIsNotStoredAgainEvenAfterDone() throws IOException {
        TransferId first = cluster.transfer();
        assertEquals(List.of(250), cluster.send("b", first, ben));
        cluster.reception("b").done(first);
        assertEquals(List.of(250), cluster.send("b", first, ben));
        assertEquals(1, cluster.inbox("b", "ben").size());
    }

    /** B4: what is only held is on its way to nobody; KEEP of the retry must queue it. */
    @Test
    void aHoldIsNeverAlreadyHere() throws IOException {
        TransferId first = cluster.transfer();
        assertEquals(List.of(250), cluster.send("b", first, ann.heldFor(A)));
        TransferId retry = cluster.transfer();
        assertEquals(List.of(250), cluster.send("b", retry, ann.heldFor(A)));
        assertEquals(250, cluster.keep("b", retry, ann, "a"));
        cluster.reception("b").done(retry);
        assertEquals(1, cluster.queued("b"));
        assertEquals(1, cluster.attempts("b"));
        assertEquals(1, cluster.inbox("a", "ann").size());
    }

    @Test
    void whoHoldsNothingIsNoKeeper() {
        assertEquals(List.of(250), cluster.send("b", cluster.transfer(), ben));
        assertEquals(451, cluster.keep("b", cluster.transfer(), ann, "a"));
    }

    /** The keeper is lost, and the next node that has the message was never asked to hold anything. */
    @Test
    void whoStoredItForItsOwnCanKeepItForOthers() throws IOException {
        TransferId first = cluster.transfer();
        assertEquals(List.of(250), cluster.send("b", first, ben));
        assertEquals(250, cluster.keep("b", first, ann, "a"));
        cluster.reception("b").done(first);
        assertEquals(1, cluster.attempts("b"));
        List<String> inbox = cluster.inbox("a", "ann");
        assertTrue(inbox.getFirst().contains(Cluster.TRACE) && inbox.getFirst().endsWith(Cluster.MAIL), "" + inbox);
    }

    @Test
    void aKeeperThatStartsAgainBetweenDotAndKeepHasForgottenNothing() throws IOException {
        TransferId first = cluster.transfer();
        assertEquals(List.of(250, 250), cluster.send("b", first, ben, ann.heldFor(A)));
        cluster.pass(Duration.ofMinutes(2));
        TransferId other = cluster.transfer();
        cluster.send("a", other, ann);
        cluster.reception("a").done(other);
        cluster.reopen("b", 3, waypost.store.Reserve.NONE);
        cluster.pass(Duration.ofMinutes(2));
        assertEquals(250, cluster.keep("b", first, ann, "a"));
        assertEquals(1, cluster.attempts("b"));
        assertEquals(1, cluster.inbox("a", "ann").size(), "it began before the other was done");
    }

    /** Its answer was lost, and the front end that could not reach it with DONE is gone too. */
    @Test
    void aHandOnAfterDoneMarksWhatTheNodeHasAlready() throws IOException {
        TransferId first = cluster.transfer();
        assertEquals(List.of(250), cluster.send("a", first, ann));
        assertEquals(List.of(250, 250), cluster.send("b", first, ben, ann.heldFor(A)));
        assertEquals(250, cluster.keep("b", first, ann, "a"));
        cluster.reception("b").done(first);
        cluster.pass(Duration.ofMinutes(1));
        assertEquals(1, cluster.attempts("b"));
        assertEquals(1, cluster.inbox("a", "ann").size());
        cluster.pass(Duration.ofMinutes(1));
        assertEquals(List.of(250), cluster.send("a", cluster.transfer(), ann));
        assertEquals(2, cluster.inbox("a", "ann").size(), "another message, not a repetition");
    }

    @Test
    void keepIsAnsweredAgainWithoutASecondEntry() {
        TransferId id = cluster.transfer();
        cluster.send("b", id, ben, ann.heldFor(A));
        assertEquals(250, cluster.keep("b", id, ann, "a"));
        assertEquals(250, cluster.keep("b", id, ann, "a"));
        assertEquals(1, cluster.queued("b"));
    }

    @Test
    void doneEndsAHold() {
        TransferId id = cluster.transfer();
        cluster.send("b", id, ann.heldFor(A));
        cluster.reception("b").done(id);
        assertEquals(451, cluster.keep("b", id, ann, "a"));
    }

    @Test
    void whatWasHandedOnAfterDoneDoesNotSwallowTheNextMessage() throws IOException {
        TransferId first = cluster.transfer();
        cluster.send("b", first, ben, ann.heldFor(A));
        cluster.keep("b", first, ann, "a");
        cluster.reception("b").done(first);
        cluster.pass(Duration.ofMinutes(5));
        assertEquals(1, cluster.attempts("b"));
        assertEquals(List.of(250), cluster.send("a", cluster.transfer(), ann));
        assertEquals(2, cluster.inbox("a", "ann").size());
    }

    @Test
    void entriesOutliveARestart() throws IOException {
        TransferId first = cluster.transfer();
        cluster.send("b", first, ben, ann.heldFor(A));
        cluster.keep("b", first, ann, "a");
        cluster.reopen("b", 3, waypost.store.Reserve.NONE);
        cluster.pass(Duration.ofMinutes(2));
        assertEquals(1, cluster.attempts("b"));
        List<String> inbox = cluster.inbox("a", "ann");
        assertEquals(1, inbox.size());
        assertTrue(
                inbox.getFirst().contains(Cluster.TRACE) && inbox.getFirst().endsWith(Cluster.MAIL), inbox.getFirst());
    }

    @Test
    void aHandOnCountsItsHops() {
        Transfer seventh = new Transfer(cluster.transfer(), Duration.ZERO, Optional.empty(), Transfer.MAX_HOPS);
        Transfer eighth = new Transfer(cluster.transfer(), Duration.ZERO, Optional.empty(), Transfer.MAX_HOPS + 1);
        assertEquals(250, opening(seventh));
        assertEquals(554, opening(eighth));
    }

    private int opening(Transfer transfer) {
        var opening = cluster.reception("b").begin(Cluster.transaction(Optional.of(transfer), Cluster.SENDER));
        return switch (opening) {
            case waypost.protocol.smtp.Reception.Opening.Opened(var reply, var receiving) -> {
                receiving.abandon();
                yield reply.code();
            }
            case waypost.protocol.smtp.Reception.Opening.Declined(var reply) -> reply.code();
        };
    }
}
