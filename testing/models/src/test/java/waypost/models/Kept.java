package waypost.models;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import waypost.delivery.Duty;
import waypost.protocol.smtp.Kept.Purpose;
import waypost.store.KeeperLedger.Promise;
import waypost.store.KeptEnvelope;

/** An entry of a hand-on queue. */
record Kept(Promise promise) {
    private static final int NODES = 4;
    private static final String PURPOSE = "purpose";
    private static final List<KeptEnvelope> ENVELOPES = envelopes();

    /** Whom a keeper is to serve: a node that could not be reached, or, to report, one that refused for good. */
    static KeptEnvelope envelope(int recipient, Purpose purpose) {
        return ENVELOPES.get(recipient * Purpose.values().length + purpose.ordinal());
    }

    private static List<KeptEnvelope> envelopes() {
        List<KeptEnvelope> all = new ArrayList<>();
        for (int recipient = 0; recipient < NODES; recipient++) {
            for (Purpose purpose : Purpose.values()) {
                Map<String, String> words = Map.of(PURPOSE, purpose.name());
                all.add(new KeptEnvelope("bob", "r" + recipient, "n" + recipient, "r" + recipient, "why", words));
            }
        }
        return List.copyOf(all);
    }

    int transfer() {
        return (int) promise.transfer().low() - 1;
    }

    int recipient() {
        return Integer.parseInt(promise.envelope().recipient().substring(1));
    }

    /** The recipient's node refused for good, so the sender is to be told. */
    boolean report() {
        return purpose() == Purpose.REPORT;
    }

    private Purpose purpose() {
        return Purpose.valueOf(promise.envelope().parameters().getOrDefault(PURPOSE, ""));
    }

    Duty duty() {
        String reason = promise.envelope().reason();
        return new Duty(purpose(), reason, Instant.EPOCH, promise.done().isPresent());
    }
}
