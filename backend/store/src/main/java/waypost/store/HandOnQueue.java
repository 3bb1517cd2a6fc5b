package waypost.store;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import waypost.identity.AccountId;
import waypost.identity.TransferId;
import waypost.message.Octets;
import waypost.store.KeeperLedger.Decision;
import waypost.store.StateRecord.Held;
import waypost.store.StateRecord.HeldGone;
import waypost.store.StateRecord.Kept;
import waypost.store.StateRecord.KeptGone;
import waypost.store.StateRecord.Transferred;

/**
 * What a volume keeps for recipients of other nodes: holds, and the entries they become when they are confirmed, as {@link KeeperLedger} decides. They
 * are things of the volume itself. Safe for threads; the applier brings it up to date.
 */
public final class HandOnQueue {
    /** A hold that nobody confirms is forgotten after this. */
    public static final Duration HOLD = Duration.ofMinutes(10);

    private final VolumeCore volume;
    private final AccountHead head;
    private final TransferRecords<Held> holds = new TransferRecords<>(Held::transfer);
    private final QueuedEntries entries = new QueuedEntries();

    HandOnQueue(VolumeCore volume) throws IOException {
        this.volume = volume;
        this.head = new AccountHead(0, this, volume.table());
        AccountReads.all(volume.table(), Keys.helds(), Held.class).forEach(held -> holds.put(held.number(), held));
        AccountReads.all(volume.table(), Keys.kepts(), Kept.class).forEach(entries::put);
    }

    /**
     * Puts the body and the promise to keep it on disk.
     *
     * @param began tick of the transfer's MAIL
     */
    public Outcome<TransferId> hold(TransferId transfer, ReceivedBody body, long began) throws IOException {
        return body.name((stored, brought) -> volume.commits()
                .run(List.of(head), Change.Growth.GROWS, brought, drafts -> {
                    Draft draft = drafts.getFirst();
                    long tick = volume.ticks().next();
                    draft.put(new Held(draft.modseq(), draft.nextItemNo(), transfer, began, tick, stored));
                    return Outcome.done(transfer);
                }));
    }

    /**
     * Takes further recipients of a transfer into the queue, the body by reference: it is held, or an account of this volume has it. Recipients that are there
     * already stay as they are. Empty when the transfer has left no body here: the keeper has to be another.
     */
    public Outcome<Optional<TransferId>> keep(TransferId transfer, List<KeptEnvelope> envelopes) throws IOException {
        List<Transferred> stored = AccountReads.ofTransfer(volume.table(), transfer);
        List<AccountHead> heads = new ArrayList<>(List.of(head));
        for (Transferred one : stored) {
            heads.add(volume.account(new AccountId(one.account())).head());
        }
        return volume.commits().run(heads, Change.Growth.ESSENTIAL, drafts -> {
            Draft draft = settled(drafts, record -> of(transfer, record));
            Optional<Source> source = source(transfer);
            for (Transferred one : stored) {
                source = source.isPresent() ? source : source(one, drafts);
            }
            return switch (KeeperLedger.keep(traces(transfer, source), envelopes)) {
                case Decision.NothingHere _ -> Outcome.done(Optional.empty());
                case Decision.Keep(var more) -> {
                    StoredBody body = source.orElseThrow().body();
                    long now = volume.ticks().now();
                    more.forEach(promise -> draft.put(
                            new Kept(draft.modseq(), draft.nextItemNo(), promise, 0, promise.firstAttempt(now), body)));
                    yield Outcome.done(Optional.of(transfer));
                }
            };
        });
    }

    /**
     * Entries whose next attempt is due, the oldest first; none where another node is the volume's owner.
     *
     * @param room how many of a node's are wanted
     */
    public List<HandOn> due(Instant now, ToIntFunction<String> room) {
        if (volume.journal().term() == Journal.NO_TERM) {
            return List.of();
        }
        return entries.due(now.toEpochMilli() * 1000, room).stream()
                .map(this::handOn)
                .toList();
    }

    public int size() {
        return entries.size();
    }

    /** An attempt has failed for now. */
    public Outcome<Long> retryAt(long number, Instant next) throws IOException {
        return change(number, (kept, modseq) -> {
            long tick = next.toEpochMilli() * 1000;
            return kept.with(modseq, kept.attempts() + 1, tick, kept.body());
        });
    }

    /** The recipient's node has it, or it has been reported. */
    public Outcome<Long> finish(long number) throws IOException {
        return change(number, (kept, modseq) -> new KeptGone(modseq, kept.number()));
    }

    /** Marks the entries of the transfer and drops its holds. */
    Outcome<Long> done(TransferId transfer, long tick) throws IOException {
        return volume.commits().run(List.of(head), Change.Growth.ESSENTIAL, drafts -> {
            Draft draft = settled(drafts, record -> of(transfer, record));
            entries.of(transfer)
                    .forEach(kept -> kept.promise()
                            .doneAt(transfer, tick)
                            .ifPresent(marked -> draft.put(kept.done(
                                    draft.modseq(), marked, volume.ticks().now()))));
            holds.of(transfer).forEach(held -> draft.put(new HeldGone(draft.modseq(), held.number())));
            return Outcome.done(tick);
        });
    }

    /** Drops holds older than {@link #HOLD}. */
    Outcome<Integer> forgetHolds() throws IOException {
        long before = volume.ticks().now() - HOLD.toMillis() * 1000;
        List<Held> old =
                holds.all().stream().filter(held -> held.tick() < before).toList();
        return volume.commits().run(List.of(head), Change.Growth.ESSENTIAL, drafts -> {
            Draft draft = drafts.getFirst();
            old.forEach(held -> draft.put(new HeldGone(draft.modseq(), held.number())));
            return Outcome.done(old.size());
        });
    }

    /** On the applier's thread. */
    void apply(List<Effect> effects) {
        for (Effect effect : effects) {
            switch (effect.after()) {
                case Held held -> holds.put(held.number(), held);
                case Kept kept -> entries.put(kept);
                case HeldGone gone -> holds.remove(gone.number());
                case KeptGone gone -> entries.remove(gone.number());
                case StateRecord other -> {}
            }
        }
    }

    AccountHead head() {
        return head;
    }

    private interface Step {
        StateRecord next(Kept kept, long modseq);
    }

    private Outcome<Long> change(long number, Step step) throws IOException {
        return volume.commits().run(List.of(head), Change.Growth.ESSENTIAL, drafts -> {
            Draft draft = settled(drafts, record -> of(number, record));
            entries.get(number).ifPresent(entry -> draft.put(step.next(entry, draft.modseq())));
            return Outcome.done(number);
        });
    }

    /** What the queue knows is what is applied: a thing is not touched before the commit that touched it last is. Others need not be waited for. */
    private static Draft settled(List<Draft> drafts, Predicate<StateRecord> concerned) {
        Draft draft = drafts.getFirst();
        draft.head().quiesce(concerned);
        return draft;
    }

    /** Whether a record on its way is of the transfer. One that ends something is so by what it ends, which is applied already or on its way before it. */
    private boolean of(TransferId transfer, StateRecord record) {
        return switch (record) {
            case Held held -> held.transfer().equals(transfer);
            case Kept kept -> kept.promise().transfer().equals(transfer);
            case HeldGone gone ->
                holds.get(gone.number()).filter(held -> of(transfer, held)).isPresent();
            case KeptGone gone ->
                entries.get(gone.number()).filter(kept -> of(transfer, kept)).isPresent();
            case StateRecord _ -> false;
        };
    }

    /** Whether a record on its way is of the entry. */
    private static boolean of(long number, StateRecord record) {
        return switch (record) {
            case Kept kept -> kept.number() == number;
            case KeptGone gone -> gone.number() == number;
            case StateRecord _ -> false;
        };
    }

    /** What a transfer has left here: its body, and when it began. */
    private record Source(StoredBody body, long began) {}

    private Optional<Source> source(TransferId transfer) {
        Stream<Source> held = holds.of(transfer).map(one -> new Source(one.body(), one.began()));
        Stream<Source> kept = entries.of(transfer)
                .map(one -> new Source(one.body(), one.promise().began()));
        return Stream.concat(held, kept).findFirst();
    }

    /** Empty when the recipient has deleted it already. */
    private static Optional<Source> source(Transferred stored, List<Draft> drafts) throws IOException {
        for (Draft draft : drafts) {
            if (draft.account() == stored.account()) {
                return draft.head().items(List.of(stored.itemNo())).stream()
                        .findFirst()
                        .map(item -> new Source(item.body(), stored.seen().began()));
            }
        }
        return Optional.empty();
    }

    private KeeperLedger.Traces traces(TransferId transfer, Optional<Source> source) {
        Set<String> promised = entries.of(transfer)
                .map(one -> one.promise().envelope().recipient())
                .collect(Collectors.toSet());
        return new KeeperLedger.Traces(
                transfer, source.map(Source::began), volume.marks().of(transfer), promised);
    }

    private HandOn handOn(Kept kept) {
        KeeperLedger.Promise promise = kept.promise();
        Octets body = kept.body().parts().isEmpty()
                ? Octets.of(new byte[0])
                : volume.journal().body(kept.body().parts());
        return new HandOn(
                kept.number(),
                promise.transfer(),
                promise.envelope(),
                promise.began(),
                promise.done(),
                kept.attempts(),
                Instant.ofEpochMilli(kept.nextAttempt() / 1000),
                body);
    }
}
