package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds where the journal still has something of what was erased: records that say it, and bodies that nothing needs. One thread. */
final class ErasedRecords {
    private final Journal journal;
    private final Liveness liveness;
    private final Mentions mentions;

    ErasedRecords(Journal journal, Liveness liveness, Mentions mentions) {
        this.journal = journal;
        this.liveness = liveness;
        this.mentions = mentions;
    }

    /** Whether a record says something of it. */
    @FunctionalInterface
    interface Mentions {
        boolean of(StateRecord record);
    }

    /** First entries of the segments; those that cannot be read count. The bodies are those given and those of records that are found. */
    Set<Long> segments(Set<Position> known) throws IOException {
        Set<Long> found = new TreeSet<>();
        Set<Position> bodies = new TreeSet<>(known);
        new JournalWalk(journal.segments(), damage -> found.add(first(damage.firstEntry())))
                .run(journal.segments().firsts().first(), journal.appliedThrough(), (segment, head, offset) -> {
                    if (mentioned(segment, head, offset, bodies)) {
                        found.add(segment.header().first());
                    }
                });
        for (Position body : bodies) {
            if (!liveness.needed(body) && there(body)) {
                found.add(first(body.entry()));
            }
        }
        return found;
    }

    private long first(long entry) {
        Long first = journal.segments().firsts().floor(entry);
        return first == null ? entry : first;
    }

    private boolean there(Position body) throws IOException {
        try {
            Segment segment = journal.segments().lease(body.entry());
            try {
                return !segment.find(body).head().dropped(body.record());
            } finally {
                journal.segments().release(segment);
            }
        } catch (CleanedRecord | NoSuchFileException gone) {
            return false;
        } catch (DamagedRecord | JournalDamaged unknown) {
            return true;
        }
    }

    /** Parts of a long operation are formed like an operation; of a body no record in an account is found. */
    private boolean mentioned(Segment segment, GroupHead head, long offset, Set<Position> bodies) throws IOException {
        boolean mentioned = false;
        int record = 0;
        for (int i = 0; i < head.changes(); i++) {
            if (!head.dropped(record)) {
                ByteBuffer octets = ByteBuffer.allocate(head.length(record));
                segment.file().read(octets, offset + head.offset(record));
                Position at = new Position(head.entry(), record);
                for (StateRecord state : RecordCodec.operation(octets.flip()).records()) {
                    if (mentions.of(state)) {
                        mentioned = true;
                        bodies(state, at, bodies);
                    }
                }
            }
            record += head.recordsOf(i);
        }
        return mentioned;
    }

    private static void bodies(StateRecord state, Position at, Set<Position> bodies) {
        Optional<StateRecord.Item> item = switch (state) {
            case StateRecord.Item there -> Optional.of(there.resolved(at));
            case StateRecord.ItemGone gone -> gone.last();
            case StateRecord _ -> Optional.empty();
        };
        item.ifPresent(known -> known.body().parts().forEach(part -> bodies.add(part.position())));
    }
}
