package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waypost.store.CleaningRules.Fate;
import waypost.store.CleaningRules.Named;
import waypost.store.CleaningRules.Says;

/** What is left of operations, as {@link CleaningRules} decides. One thread. */
final class OperationCleaning {
    private final Liveness liveness;
    private final Bodies bodies;
    private final Cleared cleared;
    private boolean thorough = true;
    private long waiting;

    OperationCleaning(Liveness liveness, Bodies bodies, Cleared cleared) {
        this.liveness = liveness;
        this.bodies = bodies;
        this.cleared = cleared;
    }

    /** Up to which entry the segments before hold nothing needless; found out only where a forgotten tombstone has to know. */
    @FunctionalInterface
    interface Cleared {
        long through() throws IOException;
    }

    /** Nothing is cleaned by an index that does not know what it should. */
    static final class Suspect extends IOException {
        private static final long serialVersionUID = 1;

        Suspect(Position at, StateRecord state) {
            super("the index has no " + RecordKind.of(state) + " of account " + state.account() + " though " + at
                    + " is one");
        }
    }

    /** Whether no needless record was left because it stands beside others. */
    boolean thorough() {
        return thorough;
    }

    /** Octets of forgotten tombstones that have to stay for now. */
    long waiting() {
        return waiting;
    }

    /** What is left of the operation of a change; itself, when nothing of it is needless. */
    Optional<ByteBuffer> ofChange(Position at, ByteBuffer operation) throws IOException {
        List<BodyPart> pieces = RecordCodec.operation(operation).earlier();
        if (!pieces.isEmpty()) {
            return anyNeeded(pieces) ? Optional.of(operation) : Optional.empty();
        }
        Optional<List<RecordCodec.Written>> records = RecordCodec.written(operation);
        if (records.isEmpty()) {
            thorough = false;
            return Optional.of(operation);
        }
        List<RecordCodec.Written> kept = new ArrayList<>();
        for (RecordCodec.Written record : records.get()) {
            if (keeps(at, record)) {
                kept.add(record);
            }
        }
        if (kept.size() == records.get().size()) {
            return Optional.of(operation);
        }
        return kept.isEmpty() ? Optional.empty() : Optional.of(RecordCodec.of(kept));
    }

    private boolean keeps(Position at, RecordCodec.Written record) throws IOException {
        StateRecord state = record.state();
        Named named = liveness.named(state);
        Says says = says(state);
        boolean asked = named instanceof Named.Forgotten && says == Says.IS_GONE && thorough;
        return switch (CleaningRules.record(at, says, named, asked ? cleared.through() : 0)) {
            case Fate.KEEP -> {
                waiting += named instanceof Named.Forgotten ? record.octets().remaining() : 0;
                yield true;
            }
            case Fate.DROP -> false;
            case Fate.SUSPECT -> throw new Suspect(at, state);
        };
    }

    private static Says says(StateRecord state) {
        return switch (state) {
            case StateRecord.FolderGone _,
                    StateRecord.ItemGone _,
                    StateRecord.PropertyGone _,
                    StateRecord.MemberGone _,
                    StateRecord.HeldGone _,
                    StateRecord.KeptGone _ -> Says.IS_GONE;
            case StateRecord.Owned _,
                    StateRecord.Counters _,
                    StateRecord.Keywords _,
                    StateRecord.Subscriptions _,
                    StateRecord.FolderState _,
                    StateRecord.Item _,
                    StateRecord.PropertyState _,
                    StateRecord.SeenBy _,
                    StateRecord.Member _,
                    StateRecord.Transferred _,
                    StateRecord.Horizon _,
                    StateRecord.Held _,
                    StateRecord.Kept _,
                    StateRecord.Departed _ -> Says.IS_THERE;
        };
    }

    /**
     * Whether a part is needed: as a piece of a body, or of an operation, which stays whole. Octets of a body may look like an operation, but the index
     * names no record in them. A forgotten tombstone in a piece stays: it has held since the operation that names the piece, whose entry is not known here.
     */
    boolean needed(Position at, ByteBuffer part) throws IOException {
        if (liveness.needed(at)) {
            return true;
        }
        boolean needed = false;
        boolean all = true;
        for (StateRecord state : RecordCodec.operation(part).records()) {
            Named named = liveness.named(state);
            boolean stays = named instanceof Named.Forgotten && says(state) == Says.IS_GONE;
            boolean holds = stays || named.equals(new Named.At(at));
            waiting += stays ? RecordCodec.record(state).length : 0;
            needed |= holds;
            all &= holds;
        }
        thorough &= all || !needed;
        return needed;
    }

    private boolean anyNeeded(List<BodyPart> pieces) throws IOException {
        for (BodyPart piece : pieces) {
            ByteBuffer octets = ByteBuffer.allocate(piece.length());
            try {
                bodies.body(List.of(piece)).read(0, piece.length(), octets::put);
                if (needed(piece.position(), octets.flip())) {
                    return true;
                }
            } catch (CleanedRecord _) {
                continue;
            } catch (DamagedRecord | JournalDamaged | NoSuchFileException unknown) {
                return true;
            }
        }
        return false;
    }
}
