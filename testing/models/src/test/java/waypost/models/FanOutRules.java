package waypost.models;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import waypost.delivery.Duty;
import waypost.delivery.Duty.Step;
import waypost.models.FanOutState.Hand;
import waypost.models.FanOutState.Node;
import waypost.proxy.FanOut;
import waypost.store.KeeperLedger;
import waypost.store.KeeperLedger.Promise;
import waypost.store.KeeperLedger.Traces;
import waypost.store.KeptEnvelope;
import waypost.store.TransferLedger;
import waypost.store.TransferLedger.Seen;

/** The rules of a fan-out: the product is asked, or what surrounds it is as it has to be. A mutant overrides one. */
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

    default KeeperLedger.Decision keep(Traces here, List<KeptEnvelope> envelopes, Node node) {
        return KeeperLedger.keep(here, envelopes);
    }

    default Duty duty(Kept entry) {
        return entry.duty();
    }

    default Step due(Duty duty, Instant now) {
        return duty.due(now);
    }

    /** The node of the recipient does not answer. */
    default Step lost(Duty duty) {
        return duty.lost("no answer");
    }

    /** What a hand-on tells of its transfer. */
    default Seen told(Promise promise) {
        return new Seen(FanOutState.BYTES, promise.began(), promise.done());
    }

    /** What a commit knows of its transfer. */
    default Seen arriving(int transfer, Hand hand, Optional<Long> done) {
        return new Seen(FanOutState.BYTES, hand.began(), done);
    }

    /** A node that crashes loses what is in memory only. */
    default Node crashed(Node node) {
        return node.crashed();
    }
}
