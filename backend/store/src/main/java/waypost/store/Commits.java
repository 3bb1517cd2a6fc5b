package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * The way of every commit of a volume: heads locked in the order of their accounts, one change prepared on them and appended, the locks given back,
 * then the wait for disk and applier. Called by virtual threads; the next commit is prepared while this one waits.
 */
final class Commits {
    private final Journal journal;

    Commits(Journal journal) {
        this.journal = journal;
    }

    /** Decides on the heads as they are what the commit does; a refusal, or drafts left empty, leave no trace. */
    @FunctionalInterface
    interface Preparation<T> {
        Outcome<T> prepare(List<Draft> drafts) throws IOException;
    }

    <T> Outcome<T> run(List<AccountHead> heads, Change.Growth growth, Preparation<T> preparation) throws IOException {
        return run(heads, growth, List.of(), preparation, _ -> {});
    }

    /**
     * @param bodies arrive with the change
     * @param stored learns the position of the change when it is durable
     */
    <T> Outcome<T> run(
            List<AccountHead> heads,
            Change.Growth growth,
            List<ByteBuffer> bodies,
            Preparation<T> preparation,
            Consumer<Position> stored)
            throws IOException {
        List<AccountHead> locked = new ArrayList<>();
        CompletableFuture<Position> end;
        Outcome<T> outcome;
        try {
            List<Draft> drafts = new ArrayList<>();
            for (AccountHead head : heads.stream().sorted().distinct().toList()) {
                AccountHead.State state = head.lock();
                locked.add(head);
                drafts.add(new Draft(head, state));
            }
            outcome = preparation.prepare(drafts);
            drafts.removeIf(Draft::empty);
            if (outcome instanceof Outcome.Refused<T> || drafts.isEmpty()) {
                return outcome;
            }
            switch (append(drafts, growth, bodies)) {
                case Outcome.Done<CompletableFuture<Position>>(CompletableFuture<Position> under) -> end = under;
                case Outcome.Refused<CompletableFuture<Position>>(Outcome.Reason reason) -> {
                    return Outcome.refused(reason);
                }
            }
        } finally {
            locked.forEach(AccountHead::unlock);
        }
        return switch (ended(end)) {
            case Outcome.Done<Position>(Position position) -> {
                stored.accept(position);
                yield outcome;
            }
            case Outcome.Refused<Position>(Outcome.Reason reason) -> Outcome.refused(reason);
        };
    }

    private Outcome<CompletableFuture<Position>> append(
            List<Draft> drafts, Change.Growth growth, List<ByteBuffer> bodies) throws IOException {
        long account = drafts.getFirst().account();
        List<StateRecord> records = new ArrayList<>();
        drafts.forEach(draft -> records.addAll(draft.records()));
        return operation(account, growth, records).map(operation -> {
            CompletableFuture<Position> end = journal.append(new Change(account, operation, bodies, growth));
            drafts.forEach(draft -> draft.head().prepared(draft.after(), end, draft.records()));
            return end;
        });
    }

    /** What does not fit into one record of the journal is durable before the change that names it: all of it counts from then on, or nothing. */
    private Outcome<ByteBuffer> operation(long account, Change.Growth growth, List<StateRecord> records)
            throws IOException {
        List<byte[]> pieces = RecordCodec.pieces(records, journal.operationBytes());
        if (pieces.size() == 1) {
            return Outcome.done(ByteBuffer.wrap(pieces.getFirst()));
        }
        List<CompletableFuture<Position>> ends = new ArrayList<>();
        pieces.forEach(piece -> ends.add(journal.appendPart(account, ByteBuffer.wrap(piece), growth)));
        List<BodyPart> earlier = new ArrayList<>();
        for (int i = 0; i < ends.size(); i++) {
            switch (ended(ends.get(i))) {
                case Outcome.Done<Position>(Position position) ->
                    earlier.add(new BodyPart(position, pieces.get(i).length));
                case Outcome.Refused<Position>(Outcome.Reason reason) -> {
                    return Outcome.refused(reason);
                }
            }
        }
        return Outcome.done(ByteBuffer.wrap(RecordCodec.naming(earlier)));
    }

    /** Waits for the end of an append. */
    static Outcome<Position> ended(CompletableFuture<Position> end) throws IOException {
        try {
            return Outcome.done(end.join());
        } catch (CompletionException failed) {
            return switch (failed.getCause()) {
                case JournalFailure.Full _ -> Outcome.refused(Outcome.Reason.FULL);
                case JournalFailure.Stopped _, JournalFailure.Unresolved _ ->
                    Outcome.refused(Outcome.Reason.UNAVAILABLE);
                case null, default -> throw new IOException("append failed", failed.getCause());
            };
        }
    }
}
