package waypost.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A journal, read from end to end without changing it. One thread. */
final class JournalAudit implements Closeable {
    private static final long STEP = 4096;

    private final Segments segments;
    private final long last;
    private final Findings findings;
    private final VolumeProgress.Listener listener;
    private final Closeable closing;
    private final Set<Position> damaged = new HashSet<>();
    private long entries;
    private long records;

    private JournalAudit(
            Segments segments, long last, Findings findings, VolumeProgress.Listener listener, Closeable closing) {
        this.segments = segments;
        this.last = last;
        this.findings = findings;
        this.listener = listener;
        this.closing = closing;
    }

    /** Of one that nobody has open. */
    static JournalAudit open(Disk disk, Findings findings, VolumeProgress.Listener listener) throws IOException {
        Segments segments = new Segments(disk, JournalIdentity.read(disk));
        for (String name : disk.list()) {
            SegmentHeader.first(name).ifPresent(segments::add);
        }
        footers(segments, findings);
        long last = segments.firsts().isEmpty()
                ? 0
                : end(segments, segments.firsts().last(), findings);
        return new JournalAudit(segments, last, findings, listener, segments);
    }

    /**
     * Of one that is open and grows meanwhile. No segment may be cleaned before this is closed.
     *
     * @param last that is looked at; it has been written
     */
    static JournalAudit live(Segments segments, long last, Findings findings, VolumeProgress.Listener listener)
            throws IOException {
        footers(segments, findings);
        return new JournalAudit(segments, last, findings, listener, () -> {});
    }

    /** Without one a segment can be read, but something has changed it. A crash may have come before the last but one was sealed. */
    private static void footers(Segments segments, Findings findings) throws IOException {
        for (long first :
                segments.firsts().descendingSet().stream().skip(2).sorted().toList()) {
            try (Disk.DiskFile file = SegmentFile.open(segments.disk(), segments.identity(), first)
                    .file()) {
                if (SegmentFooter.read(file).isEmpty()) {
                    findings.add(VolumeFinding.Kind.JOURNAL, 0, SegmentHeader.name(first) + " has no sound footer");
                }
            } catch (JournalDamaged _) {
                continue; // its entries will be missed
            }
        }
    }

    /** The last entry of the last segment, which is without a footer. */
    private static long end(Segments segments, long first, Findings findings) throws IOException {
        Disk.DiskFile file = segments.disk().open(SegmentHeader.name(first));
        try {
            SegmentHeader header = SegmentHeader.read(file, segments.identity(), first);
            SegmentEnd end = SegmentEnd.find(file, header, segments.identity().incarnation());
            segments.add(new Segment(header, file, end.table(), end.end()));
            return end.last();
        } catch (JournalDamaged damage) {
            file.close();
            segments.firsts().remove(first);
            findings.add(VolumeFinding.Kind.JOURNAL, 0, String.valueOf(damage.getMessage()));
            return first - 1;
        }
    }

    Segments segments() {
        return segments;
    }

    /** The last entry of the journal. */
    long last() {
        return last;
    }

    long entries() {
        return entries;
    }

    long records() {
        return records;
    }

    /** Whether the record is not what was written, as far as was read. */
    boolean damaged(Position position) {
        return damaged.contains(position);
    }

    /** Checks every record of the entries between these two, both included, and gives the index what is sound. */
    void run(long from, long through, Journal.Index index) throws IOException {
        JournalReplay replay = new JournalReplay(segments, index, findings::add);
        new JournalWalk(segments, findings::add).run(from, through, (segment, head, offset) -> {
            replay.group(segment, head, offset);
            bodies(segment, head, offset);
            entries++;
            records += head.records();
            if (entries % STEP == 0) {
                listener.at(new VolumeProgress(VolumeProgress.Step.JOURNAL, entries, last));
            }
        });
    }

    private void bodies(Segment segment, GroupHead head, long offset) throws IOException {
        GroupCheck check = new GroupCheck(segment.file());
        int record = 0;
        for (int i = 0; i < head.changes(); i++) {
            int body = head.kind(i) == GroupMember.Kind.CHANGE ? record + 1 : record;
            record += head.recordsOf(i);
            for (; body < record; body++) {
                if (!check.whole(head, offset, body)) {
                    damaged.add(new Position(head.entry(), body));
                    findings.add(
                            new SegmentDamage(segment.name(), head.entry(), head.entry(), List.of(head.account(i))));
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        closing.close();
    }
}
