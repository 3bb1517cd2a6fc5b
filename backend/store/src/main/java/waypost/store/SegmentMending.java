package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes a segment whole again in which something is broken: a file with all that can be read of it, at the same positions, takes its place. What cannot be read is
 * accounted for in it as if it had been cleaned, and told. One thread; nobody else has the journal.
 */
final class SegmentMending {
    private final Disk disk;
    private final JournalIdentity identity;
    private final Consumer<SegmentDamage> lost;

    SegmentMending(Disk disk, JournalIdentity identity, Consumer<SegmentDamage> lost) {
        this.disk = disk;
        this.identity = identity;
        this.lost = lost;
    }

    /** @param last of its entries that are not in the next segment as well */
    void mend(long first, long last) throws IOException {
        String name = SegmentHeader.name(first);
        Instant sealed = disk.modified(name);
        SegmentFile opened = open(disk.open(name), first);
        try (Disk.DiskFile file = opened.file();
                CleanedFile into = CleanedFile.begin(disk, SegmentHeader.Encoding.PLAIN, file.size(), Pace.FULL)) {
            new Copy(file, name, into).run(first, last);
            Instant when =
                    opened.header().cleaned().map(SegmentHeader.Cleaned::sealed).orElse(sealed);
            into.finish(opened.header(), last, 0, when);
            into.rename(name);
        }
    }

    /** A segment whose header is lost is taken for one as it was appended: of another nothing is found. */
    private SegmentFile open(Disk.DiskFile raw, long first) throws IOException {
        try {
            return SegmentFile.decoded(raw, identity, first);
        } catch (JournalDamaged unreadable) {
            return new SegmentFile(new SegmentHeader(identity, first, 0), raw);
        } catch (IOException | RuntimeException failure) {
            raw.close();
            throw failure;
        }
    }

    private final class Copy {
        private final Disk.DiskFile file;
        private final String name;
        private final CleanedFile into;
        private final GroupCheck check;
        private long incarnation;

        private Copy(Disk.DiskFile file, String name, CleanedFile into) {
            this.file = file;
            this.name = name;
            this.into = into;
            this.check = new GroupCheck(file);
        }

        private void run(long first, long last) throws IOException {
            long next = first;
            long offset = SegmentHeader.BYTES;
            while (next <= last) {
                Optional<Segment.Place> place = next(offset, next, last);
                if (place.isEmpty()) {
                    break;
                }
                GroupHead head = place.get().head();
                missing(next, head.from() - 1);
                incarnation = head.incarnation();
                if (head.changes() == 0) {
                    into.run(head, Math.max(next, head.from()), Math.min(head.entry(), last));
                } else {
                    into.group(head, left(head, place.get().offset()));
                }
                next = head.entry() + 1;
                offset = GroupHead.next(place.get().offset(), head.length());
            }
            missing(next, last);
        }

        /** What an earlier cut left behind has a lower incarnation than the groups before it. */
        private Optional<Segment.Place> next(long offset, long next, long last) throws IOException {
            return GroupSearch.first(
                    file,
                    identity.mark(),
                    offset,
                    file.size(),
                    head -> head.entry() >= next && head.from() <= last && head.incarnation() >= incarnation);
        }

        private void missing(long from, long through) throws IOException {
            if (from <= through) {
                into.run(identity.mark(), incarnation, from, through);
                lost.accept(new SegmentDamage(name, from, through, List.of()));
            }
        }

        private List<Optional<ByteBuffer>> left(GroupHead head, long offset) throws IOException {
            List<Optional<ByteBuffer>> left = new ArrayList<>();
            int record = 0;
            for (int i = 0; i < head.changes(); i++) {
                boolean broken = false;
                for (int end = record + head.recordsOf(i); record < end; record++) {
                    Optional<ByteBuffer> octets =
                            head.dropped(record) ? Optional.empty() : check.record(head, offset, record);
                    broken |= octets.isEmpty() && !head.dropped(record);
                    left.add(octets);
                }
                if (broken) {
                    lost.accept(new SegmentDamage(name, head.entry(), head.entry(), List.of(head.account(i))));
                }
            }
            return left;
        }
    }
}
