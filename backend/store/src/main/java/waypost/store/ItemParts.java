package waypost.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Changes to any number of messages: one commit as a rule; more, each of whole messages, when there are too many for one. Safe for threads. */
final class ItemParts {
    /** Items of one commit, so that it takes tens of megabytes of memory on its way at most. */
    static final int COMMIT_ITEMS = 100_000;

    private final AccountProperties.Commit commit;

    ItemParts(AccountProperties.Commit commit) {
        this.commit = commit;
    }

    interface Part<T> {
        Outcome<T> prepare(Draft draft, List<MessageRef> messages) throws IOException;
    }

    Outcome<Flagged> flag(List<MessageRef> messages, Part<Flagged> part) throws IOException {
        List<Flagged> parts = new ArrayList<>();
        Outcome<List<Flagged>> ended = inParts(Change.Growth.ESSENTIAL, messages, part, parts::add, parts);
        return ended.map(all -> new Flagged(
                all.stream().flatMap(flagged -> flagged.changed().stream()).toList(),
                all.stream().flatMap(flagged -> flagged.modified().stream()).toList()));
    }

    Outcome<List<Long>> expunge(List<MessageRef> messages, Part<List<Long>> part) throws IOException {
        List<Long> gone = new ArrayList<>();
        return inParts(Change.Growth.ESSENTIAL, messages, part, gone::addAll, gone);
    }

    /** All of them or none (RFC 3501 §6.4.7); too many are refused. */
    Outcome<Copied> copy(List<MessageRef> messages, Optional<Folder> to, Part<Copied> part) throws IOException {
        return messages.size() > COMMIT_ITEMS
                ? Outcome.refused(Outcome.Reason.TOO_MANY_MESSAGES)
                : copied(Change.Growth.GROWS, messages, to, part);
    }

    /** Several commits are allowed (RFC 6851 §3.3). */
    Outcome<Copied> move(List<MessageRef> messages, Optional<Folder> to, Part<Copied> part) throws IOException {
        return copied(Change.Growth.ESSENTIAL, messages, to, part);
    }

    private Outcome<Copied> copied(
            Change.Growth growth, List<MessageRef> messages, Optional<Folder> to, Part<Copied> part)
            throws IOException {
        if (to.isEmpty()) {
            return Outcome.refused(Outcome.Reason.NO_SUCH_FOLDER);
        }
        List<Copied> copies = new ArrayList<>();
        Outcome<List<Copied>> ended = inParts(growth, messages, part, copies::add, copies);
        return ended.map(all -> new Copied(
                to.get().uidValidity(),
                all.stream().flatMap(copy -> copy.sourceUids().stream()).toList(),
                all.stream().flatMap(copy -> copy.destinationUids().stream()).toList()));
    }

    private <T, R> Outcome<R> inParts(
            Change.Growth growth, List<MessageRef> messages, Part<T> part, Consumer<T> gather, R gathered)
            throws IOException {
        for (int from = 0; from < messages.size(); from += COMMIT_ITEMS) {
            List<MessageRef> some = messages.subList(from, Math.min(messages.size(), from + COMMIT_ITEMS));
            switch (commit.run(growth, draft -> part.prepare(draft, some))) {
                case Outcome.Done<T>(T result) -> gather.accept(result);
                case Outcome.Refused<T>(Outcome.Reason reason) -> {
                    return Outcome.refused(reason);
                }
            }
        }
        return Outcome.done(gathered);
    }
}
