package waypost.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a volume has, as its index says.
 *
 * @param format that it is written in
 * @param segments of the journal
 * @param compressed of them
 * @param journal octets of all segment files
 * @param contents octets of what is in those that can be cleaned, before compression: all but the last two
 * @param needless of them, or a little less
 * @param index octets of the index
 * @param space of the disk
 * @param left copies of accounts that have moved to other volumes
 * @param reserve octets that are kept free
 */
public record VolumeStats(
        int format,
        long segments,
        long compressed,
        long journal,
        long contents,
        long needless,
        long accounts,
        long messages,
        List<LeftBehind> left,
        long index,
        Disk.Space space,
        long reserve) {

    public VolumeStats {
        left = List.copyOf(left);
    }

    /** Whether it is written in the newest format. */
    public boolean finalised() {
        return format == VolumeLabel.FORMAT;
    }

    /** How it ended. */
    public sealed interface Result {
        record Taken(VolumeStats stats) implements Result {}

        /** A node has it open. */
        record InUse() implements Result {}

        record NoVolume() implements Result {}
    }

    public static Result run(VolumeSpec spec) throws IOException {
        if (!ClosedVolume.exists(spec)) {
            return new Result.NoVolume();
        }
        try (ClosedVolume volume = ClosedVolume.claim(spec);
                Table table = RocksTable.openForReading(volume.folder("index"))) {
            Disk disk = volume.journal();
            try (Segments segments = new Segments(disk, JournalIdentity.read(disk))) {
                for (String name : disk.list()) {
                    SegmentHeader.first(name).ifPresent(segments::add);
                }
                return new Result.Taken(take(spec, volume.label().format(), segments, table));
            }
        } catch (FolderInUse inUse) {
            return new Result.InUse();
        }
    }

    /** Of an open volume. */
    public static VolumeStats of(Volume volume) throws IOException {
        return take(
                volume.upkeep().spec(),
                volume.format(),
                volume.core().journal().segments(),
                volume.core().table());
    }

    private static VolumeStats take(VolumeSpec spec, int format, Segments segments, Table table) throws IOException {
        List<Survey.Found> settled = Survey.take(segments, table, Pace.FULL);
        long[] counts = counts(table);
        Disk.Space space = segments.disk().space();
        return new VolumeStats(
                format,
                segments.firsts().size(),
                settled.stream().filter(VolumeStats::compressed).count(),
                octets(spec.folder().resolve("journal"), ".segment"),
                settled.stream().mapToLong(Survey.Found::octets).sum(),
                settled.stream().mapToLong(Survey.Found::dead).sum(),
                counts[0],
                counts[1],
                LeftBehind.of(table),
                octets(spec.folder().resolve("index"), ""),
                space,
                spec.journal().reserve().octets(space));
    }

    private static boolean compressed(Survey.Found segment) {
        return segment.header().encoding() != SegmentHeader.Encoding.PLAIN;
    }

    /** Accounts and messages. */
    private static long[] counts(Table table) throws IOException {
        long[] counts = {0, 0};
        table.scan(Family.ACCOUNTS, new byte[0], (key, value) -> {
            if (Keys.isThing(key)) {
                StateRecord state = Entry.of(value).state();
                counts[0] += state instanceof StateRecord.Owned ? 1 : 0;
                counts[1] += state instanceof StateRecord.Item ? 1 : 0;
            }
            return true;
        });
        return counts;
    }

    private static long octets(Path folder, String ending) throws IOException {
        long sum = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(ending)).toList()) {
                sum += size(file);
            }
        }
        return sum;
    }

    /** Files of an open volume may go at any time. */
    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException gone) {
            return 0;
        }
    }
}
