package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * The way of every commit of a volume: heads locked in the order of their accounts, one change prepared on them and appended, the locks given back,
 * then the wait for disk and applier. Called by virtual threads; the next commit is prepared while this one waits. An answer holds only if the commits
 * hold that it was decided on: when one of them is refused, what followed is prepared again.
 */
final class Commits {
    private final Journal journal;
    private final InstantSource clock;

    Commits(Journal journal, InstantSource clock) {
        this.journal = journal;
        this.clock = clock;
    }

    /** Decides on the heads as they are what the commit does; a refusal, or drafts left empty, leave no trace. */
    @FunctionalInterface
    interface Preparation<T> {
        Outcome<T> prepare(List<Draft> drafts) throws IOException;
    }

    <T> Outcome<T> run(List<AccountHead> heads, Change.Growth growth, Preparation<T> preparation) throws IOException {
        return run(heads, growth, Brought.NOTHING, preparation);
    }

    <T> Outcome<T> run(List<AccountHead> heads, Change.Growth growth, Brought brought, Preparation<T> preparation)
            throws IOException {
        Optional<Outcome<T>> outcome = Optional.empty();
        while (outcome.isEmpty()) {
            outcome = prepare(heads, growth, brought, preparation).ended(brought.stored());
        }
        return outcome.get();
    }

    /**
     * What was decided, and on what.
     *
     * @param ground what the outcome follows from; a refusal of the journal's own follows from nothing
     * @param end of its append; empty when nothing is to be written
     */
    record Prepared<T>(Outcome<T> outcome, Ground ground, Optional<CompletableFuture<Position>> end) {
        /** Waits for the answer; empty when another has to be found, as the ground of this one has fallen. */
        Optional<Outcome<T>> ended(Consumer<Position> stored) throws IOException {
            if (end.isEmpty()) {
                return ground.held() ? Optional.of(outcome) : Optional.empty();
            }
            Optional<Outcome<Position>> written = answer(end.get());
            if (written.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(
                    switch (written.get()) {
                        case Outcome.Done<Position>(Position position) -> {
                            stored.accept(position);
                            yield outcome;
                        }
                        case Outcome.Refused<Position>(Outcome.Reason reason) -> Outcome.refused(reason);
                    });
        }
    }

    <T> Prepared<T> prepare(List<AccountHead> heads, Change.Growth growth, Brought brought, Preparation<T> preparation)
            throws IOException {
        long term = journal.term();
        if (term == Journal.NO_TERM || !brought.belongsTo(term)) {
            return new Prepared<>(Outcome.refused(Outcome.Reason.UNAVAILABLE), Ground.FIRM, Optional.empty());
        }
        List<AccountHead> locked = new ArrayList<>();
        try {
            List<Draft> drafts = new ArrayList<>();
            Instant now = clock.instant();
            for (AccountHead head : heads.stream().sorted().distinct().toList()) {
                AccountHead.State state = head.lock(term);
                locked.add(head);
                drafts.add(new Draft(head, state, now));
            }
            Ground ground = new Ground(
                    locked.stream().flatMap(head -> head.ground().stream()).toList());
            Outcome<T> outcome = preparation.prepare(drafts);
            if (outcome instanceof Outcome.Done<T>) {
                for (Draft draft : drafts) {
                    draft.settle();
                }
            }
            drafts.removeIf(Draft::empty);
            if (outcome instanceof Outcome.Refused<T> || drafts.isEmpty()) {
                return new Prepared<>(outcome, ground, Optional.empty());
            }
            return switch (append(new Prepares(term, drafts, growth, brought.bodies(), ground))) {
                case Outcome.Done<CompletableFuture<Position>>(CompletableFuture<Position> end) ->
                    new Prepared<>(outcome, ground, Optional.of(end));
                case Outcome.Refused<CompletableFuture<Position>>(Outcome.Reason reason) ->
                    new Prepared<>(Outcome.refused(reason), Ground.FIRM, Optional.empty());
            };
        } finally {
            locked.forEach(AccountHead::unlock);
        }
    }

    /** What is to be appended, and in which term that was decided. */
    private record Prepares(
            long term, List<Draft> drafts, Change.Growth growth, List<ByteBuffer> bodies, Ground ground) {
        long account() {
            return drafts.getFirst().account();
        }

        Change change(ByteBuffer operation) {
            return new Change(account(), operation, bodies, growth, ground);
        }
    }

    private Outcome<CompletableFuture<Position>> append(Prepares commit) throws IOException {
        List<StateRecord> records = new ArrayList<>();
        commit.drafts().forEach(draft -> records.addAll(draft.records()));
        List<byte[]> pieces = RecordCodec.pieces(records, journal.operationBytes());
        if (pieces.size() == 1) {
            return Outcome.done(append(commit, ByteBuffer.wrap(pieces.getFirst())));
        }
        Pins.Pin pin = journal.pin();
        try {
            Outcome<CompletableFuture<Position>> appended = ahead(
                            commit.term(), commit.account(), commit.growth(), pieces)
                    .map(operation -> append(commit, operation));
            if (appended instanceof Outcome.Done<CompletableFuture<Position>>(CompletableFuture<Position> end)) {
                var _ = end.whenComplete((_, _) -> pin.close());
            } else {
                pin.close();
            }
            return appended;
        } catch (IOException | RuntimeException failure) {
            pin.close();
            throw failure;
        }
    }

    private CompletableFuture<Position> append(Prepares commit, ByteBuffer operation) {
        CompletableFuture<Position> end = journal.append(commit.term(), commit.change(operation));
        commit.drafts().forEach(draft -> draft.head().prepared(draft.after(), end, draft.records()));
        return end;
    }

    /** Writes records of an account as they are, with the versions that they have. No head may prepare a commit of the account meanwhile. */
    Outcome<Position> copy(long account, List<StateRecord> records, Change.Growth growth) throws IOException {
        long term = journal.term();
        List<byte[]> pieces = RecordCodec.pieces(records, journal.operationBytes());
        Pins.Pin pin = journal.pin();
        try {
            Outcome<ByteBuffer> operation = pieces.size() == 1
                    ? Outcome.done(ByteBuffer.wrap(pieces.getFirst()))
                    : ahead(term, account, growth, pieces);
            return switch (operation) {
                case Outcome.Done<ByteBuffer>(ByteBuffer whole) ->
                    ended(journal.append(term, new Change(account, whole, List.of(), growth)));
                case Outcome.Refused<ByteBuffer>(Outcome.Reason reason) -> Outcome.refused(reason);
            };
        } finally {
            pin.close();
        }
    }

    /** What does not fit into one record of the journal is durable before the change that names it: all of it counts from then on, or nothing. */
    private Outcome<ByteBuffer> ahead(long term, long account, Change.Growth growth, List<byte[]> pieces)
            throws IOException {
        List<CompletableFuture<Position>> ends = new ArrayList<>();
        pieces.forEach(piece -> ends.add(journal.appendPart(term, account, ByteBuffer.wrap(piece), growth)));
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

    /** Waits for the end of an append that has no ground. */
    static Outcome<Position> ended(CompletableFuture<Position> end) throws IOException {
        return answer(end).orElseThrow(() -> new IllegalStateException("it was prepared on nothing"));
    }

    /** Waits for the end of an append; empty when its ground has fallen. */
    private static Optional<Outcome<Position>> answer(CompletableFuture<Position> end) throws IOException {
        try {
            return Optional.of(Outcome.done(end.join()));
        } catch (CompletionException failed) {
            return switch (failed.getCause()) {
                case JournalFailure.Unfounded _ -> Optional.empty();
                case JournalFailure.Full _ -> Optional.of(Outcome.refused(Outcome.Reason.FULL));
                case JournalFailure.NotOwner _, JournalFailure.Stopped _, JournalFailure.Unresolved _ ->
                    Optional.of(Outcome.refused(Outcome.Reason.UNAVAILABLE));
                case null, default -> throw new IOException("append failed", failed.getCause());
            };
        }
    }
}
