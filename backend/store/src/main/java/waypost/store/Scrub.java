package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import waypost.store.CleaningRules.Named;

/**
 * Reads all segments of an open volume that nothing is appended to any more, and compares them with their checksums, and what they say with the index: damage is
 * found before somebody wants to read what is there. Changes nothing. One thread.
 */
final class Scrub {
    /** Octets of the index between two times that the pace is asked. */
    private static final int STRIDE = 64 << 10;

    private final Segments segments;
    private final AccountIndex index;
    private final Table table;
    private final Pace pace;
    private final Findings findings = new Findings();
    private long octets;

    Scrub(Segments segments, AccountIndex index, Table table, Pace pace) {
        this.segments = segments;
        this.index = index;
        this.table = table;
        this.pace = pace;
    }

    /**
     * What was found.
     *
     * @param octets that were read of segments
     * @param findings the first of them
     * @param found how many there are
     */
    record Pass(long segments, long octets, List<VolumeFinding> findings, long found) {
        Pass {
            findings = List.copyOf(findings);
        }
    }

    /** @param begin of so many segments, the one to begin with: who never comes to the end has not always read the same */
    Pass pass(LongUnaryOperator begin) throws IOException {
        List<Long> firsts =
                new ArrayList<>(segments.firsts().headSet(segments.lastSettled().orElse(0L), true));
        int at = firsts.isEmpty() ? 0 : (int) begin.applyAsLong(firsts.size());
        for (int i = 0; i < firsts.size(); i++) {
            segment(firsts.get((at + i) % firsts.size()));
        }
        for (Family family : Family.values()) {
            read(family);
        }
        return new Pass(firsts.size(), octets, findings.kept(), findings.found());
    }

    /** The table compares what it reads with checksums of its own. */
    private void read(Family family) throws IOException {
        try {
            long[] unpaid = {0};
            table.scan(family, new byte[0], (key, value) -> {
                unpaid[0] += key.length + value.length;
                if (unpaid[0] > STRIDE) {
                    pace.spend(unpaid[0]);
                    unpaid[0] = 0;
                }
                return true;
            });
        } catch (IndexUnreadable damage) {
            findings.add(VolumeFinding.Kind.INDEX, 0, String.valueOf(damage.getMessage()));
        }
    }

    /** One that was replaced meanwhile is read another time. */
    private void segment(long first) throws IOException {
        Long next = segments.firsts().higher(first);
        if (next == null || !segments.firsts().contains(first)) {
            return;
        }
        Findings found = new Findings();
        new JournalWalk(segments, found::add).run(first, next - 1, (segment, head, offset) -> {
            group(found, segment, head, offset);
            octets += head.length();
            pace.spend(head.length());
        });
        if (segments.firsts().contains(first) && next.equals(segments.firsts().higher(first))) {
            findings.addAll(found);
        }
    }

    private void group(Findings found, Segment segment, GroupHead head, long offset) throws IOException {
        GroupCheck check = new GroupCheck(segment.file());
        int record = 0;
        for (int i = 0; i < head.changes(); i++) {
            int operation = record;
            boolean whole = true;
            for (int end = record + head.recordsOf(i); record < end; record++) {
                whole &= check.whole(head, offset, record);
            }
            if (!whole) {
                found.add(new SegmentDamage(segment.name(), head.entry(), head.entry(), List.of(head.account(i))));
            } else if (head.kind(i) == GroupMember.Kind.CHANGE && !head.dropped(operation)) {
                Position at = new Position(head.entry(), operation);
                compare(found, at, check.record(head, offset, operation).orElseThrow());
            }
        }
    }

    /** A record that the index names has to be what the index has; one that it does not know at all should not be there. */
    private void compare(Findings found, Position at, ByteBuffer octetsOfOperation) throws IOException {
        for (StateRecord state : RecordCodec.operation(octetsOfOperation).records()) {
            Named named = new IndexLiveness(table).named(state);
            boolean wrong = switch (named) {
                case Named.At(Position holds) ->
                    holds.equals(at) && !same(new Entry(at, AccountIndex.resolved(state, at)));
                case Named.Forgotten _ -> false;
                case Named.Nowhere _ -> at.entry() <= index.appliedThrough();
            };
            if (wrong) {
                found.add(
                        VolumeFinding.Kind.INDEX,
                        state.account(),
                        "it has something else than record " + at + ": " + RecordKind.of(state));
            }
        }
    }

    private boolean same(Entry entry) throws IOException {
        Optional<byte[]> there = table.get(Family.ACCOUNTS, Keys.thing(entry.state()));
        return there.isEmpty()
                || !Entry.position(there.get()).equals(entry.position())
                || Arrays.equals(there.get(), entry.bytes());
    }
}
