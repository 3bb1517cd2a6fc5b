package waypost.store;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import waypost.identity.TransferId;
import waypost.store.RecordReader.Malformed;
import waypost.store.StateRecord.Held;
import waypost.store.StateRecord.Kept;
import waypost.store.StateRecord.Transferred;

/** The records of transfers, holds and the hand-on queue. A tick of 0 stands for "has not happened". */
final class TransferPayloads {
    private static final int DIGEST_OCTETS = 32;
    private static final int PARAMETERS = 64;

    private TransferPayloads() {}

    static void write(RecordWriter out, Transferred transferred) {
        transfer(out, transferred.transfer());
        out.text(transferred.recipient());
        out.octets(transferred.seen().digest().bytes());
        out.number(transferred.seen().began());
        out.number(transferred.seen().done().orElse(0L));
        out.number(transferred.itemNo());
    }

    static Transferred transferred(RecordReader in, long account) throws Malformed {
        TransferId transfer = transfer(in);
        String recipient = in.text();
        byte[] digest = in.octets();
        if (digest.length != DIGEST_OCTETS) {
            throw new Malformed("digest of " + digest.length + " octets");
        }
        var seen = new TransferLedger.Seen(TransferDigest.of(digest), in.number(), tick(in));
        return new Transferred(account, transfer, recipient, seen, in.number());
    }

    static void write(RecordWriter out, Held held) {
        out.number(held.number());
        transfer(out, held.transfer());
        out.number(held.began());
        out.number(held.tick());
        held.body().write(out);
    }

    static Held held(RecordReader in, long version) throws Malformed {
        return new Held(version, in.number(), transfer(in), in.number(), in.number(), StoredBody.read(in));
    }

    static void write(RecordWriter out, Kept kept) {
        KeeperLedger.Promise promise = kept.promise();
        out.number(kept.number());
        transfer(out, promise.transfer());
        KeptEnvelope envelope = promise.envelope();
        out.text(envelope.sender());
        out.text(envelope.recipient());
        out.text(envelope.node());
        out.text(envelope.received());
        out.text(envelope.reason());
        out.number(envelope.parameters().size());
        new TreeMap<>(envelope.parameters()).forEach((name, value) -> {
            out.text(name);
            out.text(value);
        });
        out.number(promise.began());
        out.number(promise.done().orElse(0L));
        out.number(kept.attempts());
        out.number(kept.nextAttempt());
        kept.body().write(out);
    }

    static Kept kept(RecordReader in, long version) throws Malformed {
        long number = in.number();
        TransferId transfer = transfer(in);
        KeptEnvelope envelope = new KeptEnvelope(in.text(), in.text(), in.text(), in.text(), in.text(), parameters(in));
        var promise = new KeeperLedger.Promise(transfer, envelope, in.number(), tick(in));
        int attempts = in.number32();
        long nextAttempt = in.number();
        StoredBody body = StoredBody.read(in);
        return new Kept(version, number, promise, attempts, nextAttempt, body);
    }

    private static Map<String, String> parameters(RecordReader in) throws Malformed {
        int count = in.size(PARAMETERS);
        Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i < count; i++) {
            String name = in.text();
            parameters.put(name, in.text());
        }
        return parameters;
    }

    private static void transfer(RecordWriter out, TransferId transfer) {
        out.fixed64(transfer.high());
        out.fixed64(transfer.low());
    }

    private static TransferId transfer(RecordReader in) throws Malformed {
        return new TransferId(in.fixed64(), in.fixed64());
    }

    private static Optional<Long> tick(RecordReader in) throws Malformed {
        long tick = in.number();
        return tick == 0 ? Optional.empty() : Optional.of(tick);
    }
}
