package waypost.models;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import waypost.models.FanOutState.Hand;
import waypost.models.FanOutState.Kept;
import waypost.models.FanOutState.Node;
import waypost.proxy.FanOut;
import waypost.store.TransferLedger;
import waypost.store.TransferLedger.Seen;

/** The rules of a fan-out, as the product has them; a mutant overrides one. */
interface FanOutRules {
    FanOutRules AS_THEY_ARE = new FanOutRules() {};

    default FanOut.Turn turn(FanOut machine, FanOut.Event event) {
        return machine.on(event);
    }

    default TransferLedger.Decision decide(int transfer, Seen arriving, Node node) {
        return TransferLedger.decide(FanOutState.transfer(transfer), arriving, node.memory());
    }

    /** Whether front ends know which nodes are foreign. */
    default boolean foreignIsKnown() {
        return true;
    }

    /** What a front end takes a lost connection of its client for, after it has written the answer. */
    default Optional<FanOut.Event> clientGone() {
        return Optional.empty();
    }

    /** A node keeps what it has the body of, held or stored. */
    default boolean canKeep(int transfer, Node node) {
        return node.holds().contains(transfer)
                || node.memory().stream().anyMatch(one -> one.transfer().equals(FanOutState.transfer(transfer)));
    }

    default Node keep(Node node, List<Kept> entries) {
        List<Kept> queue = new ArrayList<>(node.kept());
        entries.stream().filter(entry -> !queued(queue, entry)).forEach(queue::add);
        queue.sort(Comparator.comparingInt(Kept::transfer).thenComparingInt(Kept::recipient));
        return node.keeping(queue);
    }

    private static boolean queued(List<Kept> queue, Kept entry) {
        return queue.stream()
                .anyMatch(one -> one.transfer() == entry.transfer() && one.recipient() == entry.recipient());
    }

    /** Nobody is told of a failure before it is known that the client heard 250: until then it may come again, and succeed. */
    default boolean mayReport(Kept entry) {
        return entry.done().isPresent();
    }

    /** A node that refused for good is asked again before the report. */
    default boolean asksAgain() {
        return true;
    }

    /** What a hand-on tells of its transfer. */
    default Seen told(Kept entry) {
        return new Seen(FanOutState.BYTES, entry.began(), entry.done());
    }

    /** What a commit knows of its transfer. */
    default Seen arriving(int transfer, Hand hand, Optional<Long> done) {
        return new Seen(FanOutState.BYTES, hand.began(), done);
    }

    /** A node that crashes loses what is in memory only. */
    default Node crashed(Node node) {
        return node.crashed();
    }

    /** Whether an entry stays in the queue until it is answered for; if not, it may be gone before it arrived. */
    default boolean staysUntilAnswered() {
        return true;
    }
}
