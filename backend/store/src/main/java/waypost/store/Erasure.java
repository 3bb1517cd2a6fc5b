package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import waypost.identity.AccountId;
import waypost.identity.Ownership;
import waypost.store.StateRecord.Item;
import waypost.store.StateRecord.ItemGone;

/**
 * Makes messages of an account, or all that it has, unreadable in the files of its volume at once: nothing of them can be brought back. The segments that have
 * them are written again without them, whatever else is to be gained there, and so is what the index has. Blocks; one thread at a time.
 */
public final class Erasure {
    /** Messages of one commit. */
    private static final int TOGETHER = 1000;

    /** Of what fills the segments that are still written to. */
    private static final int FILLING = 64 << 10;

    private final Volume volume;
    private final VolumeCore core;
    private final AccountId id;

    public Erasure(Volume volume, AccountId id) {
        this.volume = volume;
        this.core = volume.core();
        this.id = id;
    }

    /**
     * What was done, and what has the same bytes still.
     *
     * @param messages how many were erased
     * @param segments how many were written again
     * @param left segments that have something of them still: they are broken, or somebody is at work in them; or the volume, when it is all being worked on
     * @param shared other messages with the same body
     * @param queued entries of the hand-on queue with the same body
     */
    public record Result(int messages, int segments, List<String> left, int shared, int queued) {
        public Result {
            left = List.copyOf(left);
        }
    }

    /**
     * Erases messages with all their copies in the account, whether they are there or were expunged; of what was erased before it looks for what was left.
     *
     * @param originals see {@link Message#original}
     */
    public Outcome<Result> erase(Set<Long> originals) throws IOException {
        List<StoredBody> bodies = new ArrayList<>();
        Set<Long> erased = new HashSet<>();
        // a copy may be made while its original goes
        for (List<Long> some = items(originals, erased); !some.isEmpty(); some = items(originals, erased)) {
            if (ended(some, bodies, erased) instanceof Outcome.Refused<Integer>(Outcome.Reason reason)) {
                return Outcome.refused(reason);
            }
        }
        return rewritten(bodies, bodies.size(), record -> mentions(record, erased));
    }

    private Outcome<Integer> ended(List<Long> some, List<StoredBody> bodies, Set<Long> erased) throws IOException {
        return core.commits().run(List.of(core.account(id).head()), Change.Growth.ESSENTIAL, drafts -> {
            Draft draft = drafts.getFirst();
            draft.head().quiesce(_ -> true);
            for (long itemNo : some) {
                last(draft, itemNo, erased).ifPresent(item -> bodies.add(item.body()));
            }
            return Outcome.done(some.size());
        });
    }

    /** Those that have not been erased yet, as many as one commit takes. */
    private List<Long> items(Set<Long> originals, Set<Long> erased) throws IOException {
        List<Long> items = new ArrayList<>();
        core.table().scan(Family.ACCOUNTS, Keys.items(id.value()), (_, value) -> {
            StateRecord state = Entry.of(value).state();
            if (state instanceof Item item && originals.contains(item.original()) && !erased.contains(item.itemNo())) {
                items.add(item.itemNo());
            } else if (state instanceof ItemGone gone
                    && originals.contains(gone.last().map(Item::original).orElse(gone.itemNo()))
                    && !erased.contains(gone.itemNo())) {
                items.add(gone.itemNo());
            }
            return items.size() < TOGETHER;
        });
        return items;
    }

    /** Its last state, which the commit ends; empty when that was ended before. */
    private Optional<Item> last(Draft draft, long itemNo, Set<Long> erased) throws IOException {
        Optional<byte[]> value = core.table().get(Family.ACCOUNTS, Keys.item(id.value(), itemNo));
        if (value.isEmpty()) {
            return Optional.empty();
        }
        return switch (Entry.of(value.get()).state()) {
            case Item item -> {
                erased.add(itemNo);
                draft.depart(item.folderId(), item.uid());
                draft.touch(item.folderId());
                draft.put(item, item.expunged(draft.modseq(), draft.now()).erased(draft.modseq(), draft.now()));
                yield Optional.of(item);
            }
            case ItemGone gone -> {
                erased.add(itemNo);
                gone.last().ifPresent(_ -> draft.put(gone.erased(draft.modseq(), draft.now())));
                yield gone.last();
            }
            case StateRecord _ -> Optional.empty();
        };
    }

    private boolean mentions(StateRecord record, Set<Long> items) {
        return record.account() == id.value()
                && switch (record) {
                    case Item item -> items.contains(item.itemNo());
                    case ItemGone gone -> gone.last().isPresent() && items.contains(gone.itemNo());
                    case StateRecord _ -> false;
                };
    }

    /** Erases all that the account has; it must be gone, or have moved to another volume. */
    public Outcome<Result> erase() throws IOException {
        Optional<Ownership> record = volume.ownerships().find(id);
        if (record.filter(Ownership::serves).isPresent()) {
            return Outcome.refused(Outcome.Reason.ACCOUNT_EXISTS);
        }
        List<StoredBody> bodies = new ArrayList<>();
        core.table().scan(Family.ACCOUNTS, Keys.items(id.value()), (_, value) -> {
            StateRecord state = Entry.of(value).state();
            if (state instanceof Item item) {
                bodies.add(item.body());
            } else if (state instanceof ItemGone gone) {
                gone.last().ifPresent(item -> bodies.add(item.body()));
            }
            return true;
        });
        if (wiped() instanceof Outcome.Refused<Integer>(Outcome.Reason reason)) {
            return Outcome.refused(reason);
        }
        if (volume.ownerships().find(id).filter(Ownership::serves).isPresent()) {
            return Outcome.refused(Outcome.Reason.ACCOUNT_EXISTS); // brought back meanwhile
        }
        return rewritten(bodies, bodies.size(), this::told);
    }

    private Outcome<Integer> wiped() throws IOException {
        Arrivals.Work<Outcome<Integer>> step =
                LeftCopy.since(core.table(), id.value()).isPresent()
                        ? new LeftCopy(core, id)::step
                        : new AccountWipe(core, id)::step;
        Outcome<Integer> done = step.run();
        while (done instanceof Outcome.Done<Integer>(Integer things) && things > 0) {
            done = step.run();
        }
        return done;
    }

    /** Whether it says more of the account than that it was there. */
    private boolean told(StateRecord record) {
        return record.account() == id.value()
                && switch (record) {
                    case StateRecord.Owned _, StateRecord.Counters _, StateRecord.Departed _ -> false;
                    case StateRecord.Transferred _ -> false; // goes by itself after days: a digest
                    case ItemGone gone -> gone.last().isPresent();
                    case StateRecord.FolderGone gone -> gone.last().isPresent();
                    case StateRecord.Keywords keywords -> !keywords.names().isEmpty();
                    case StateRecord.Subscriptions names -> !names.names().isEmpty();
                    case StateRecord.PropertyGone _ -> false;
                    case StateRecord _ -> true;
                };
    }

    private Outcome<Result> rewritten(List<StoredBody> bodies, int messages, ErasedRecords.Mentions mentions)
            throws IOException {
        Set<Position> parts = new TreeSet<>();
        bodies.forEach(body -> body.parts().forEach(part -> parts.add(part.position())));
        int[] users = users(parts);
        core.search().forget(id.value());
        Outcome<Written> written = volume.upkeep()
                .alone(() -> written(parts, mentions))
                .orElse(Outcome.done(new Written(0, List.of("volume " + volume.name()))));
        new NeedlessDerived(core.table(), core.journal()).run(Pace.FULL);
        core.index().flush();
        core.table().compact();
        return switch (written) {
            case Outcome.Done<Written>(Written(int segments, List<String> left)) ->
                Outcome.done(new Result(messages, segments, left, users[0], users[1]));
            case Outcome.Refused<Written>(Outcome.Reason reason) -> Outcome.refused(reason);
        };
    }

    private record Written(int segments, List<String> left) {}

    /** While nobody else replaces segments. */
    private Outcome<Written> written(Set<Position> parts, ErasedRecords.Mentions mentions) throws IOException {
        ErasedRecords records = new ErasedRecords(core.journal(), new IndexLiveness(core.table()), mentions);
        Set<Long> affected = records.segments(parts);
        if (!affected.isEmpty() && fill(affected) instanceof Outcome.Refused<Long>(Outcome.Reason reason)) {
            return Outcome.refused(reason);
        }
        int segments = volume.upkeep().rewrite(affected);
        List<String> left =
                records.segments(parts).stream().map(SegmentHeader::name).toList();
        return Outcome.done(new Written(segments, left));
    }

    /** Who else needs the bodies: messages, and entries of the volume's own queue. */
    private int[] users(Set<Position> parts) throws IOException {
        Set<List<Long>> shared = new HashSet<>();
        Set<Long> queued = new HashSet<>();
        for (Position part : parts) {
            core.table().scan(Family.BODIES, Keys.body(part), (key, _) -> {
                long account = Keys.account(Family.BODIES, key);
                long number = ByteBuffer.wrap(key).getLong(key.length - Long.BYTES);
                return account == 0 ? queued.add(number) || true : shared.add(List.of(account, number)) || true;
            });
        }
        return new int[] {shared.size(), queued.size()};
    }

    /** Nothing is written to the affected segments any more: the journal goes on to others, which the cleaner makes small again. */
    private Outcome<Long> fill(Set<Long> affected) throws IOException {
        long last = affected.stream().mapToLong(Long::longValue).max().orElseThrow();
        long filled = 0;
        List<CompletableFuture<Position>> parts = new ArrayList<>();
        while (core.journal().segments().lastSettled().orElse(0L) < last) {
            parts.add(core.journal()
                    .appendPart(core.journal().term(), 0, ByteBuffer.allocate(FILLING), Change.Growth.ESSENTIAL));
            filled++;
            if (parts.size() == 16) {
                for (CompletableFuture<Position> part : parts) {
                    if (Commits.ended(part) instanceof Outcome.Refused<Position>(Outcome.Reason reason)) {
                        return Outcome.refused(reason);
                    }
                }
                parts.clear();
            }
        }
        for (CompletableFuture<Position> part : parts) {
            var _ = Commits.ended(part);
        }
        return Outcome.done(filled);
    }
}
