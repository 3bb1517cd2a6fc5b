package waypost.store;

import java.io.IOException;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import waypost.store.VolumeWorld.Part;

/** A volume of a world on forgetful disks: one process after the other. */
final class VolumeNode {
    static final JournalSettings SETTINGS = new JournalSettings(12 << 10, 8 << 10, 1 << 20, 1 << 30, Reserve.NONE);

    /** So short that most commits of several messages are cut. */
    private static final int SHORT_OPERATION = 260;

    private final SplittableRandom random;
    private final Surroundings surroundings;
    private final Map<Part, ForgetfulDisk> disks = new EnumMap<>(Part.class);
    private MemoryTable table = new MemoryTable();
    private List<Process> process = List.of();

    /** What makes the volume's journal. */
    @FunctionalInterface
    interface Journals {
        Journals LOCAL = SteppedJournal::new;

        SteppedJournal open(Disk disk, JournalSettings settings, int operationBytes, Journal.Index index)
                throws IOException;
    }

    /** @param number of the volume */
    record Surroundings(int number, UploadMemory memory, InstantSource clock, Journals journals) {}

    /** What lives from one opening to the end of the process. */
    private record Process(Volume volume, SteppedJournal journal) {}

    VolumeNode(SplittableRandom random, long capacity, Surroundings surroundings) {
        this(random, surroundings);
        disks.put(Part.JOURNAL, new ForgetfulDisk(random.nextLong(), capacity));
        disks.put(Part.LABEL, new ForgetfulDisk(random.nextLong(), 1 << 20));
        disks.put(Part.INCOMING, new ForgetfulDisk(random.nextLong(), 1 << 20));
    }

    private VolumeNode(SplittableRandom random, Surroundings surroundings) {
        this.random = random;
        this.surroundings = surroundings;
    }

    /** Another, whose journal is on this disk. */
    VolumeNode with(ForgetfulDisk journal, MemoryTable index) {
        VolumeNode other = new VolumeNode(new SplittableRandom(1), surroundings);
        other.disks.put(Part.JOURNAL, journal);
        other.disks.put(Part.LABEL, new ForgetfulDisk(1, 1 << 20));
        other.disks.put(Part.INCOMING, new ForgetfulDisk(1, 1 << 20));
        other.table = index;
        return other;
    }

    void open() throws IOException {
        process = List.of();
        SteppedJournal[] opened = new SteppedJournal[1];
        VolumeParts parts = new VolumeParts(disk(Part.LABEL), disk(Part.INCOMING), table, index -> {
            int operationBytes = random.nextBoolean() ? SHORT_OPERATION : Journal.MAX_RECORD_BYTES;
            opened[0] = surroundings.journals().open(disk(Part.JOURNAL), SETTINGS, operationBytes, index);
            return opened[0];
        });
        int number = surroundings.number();
        Volume volume = Volume.open("v" + number, number, parts, surroundings.memory(), surroundings.clock(), () -> {});
        volume.core().retention(Retention.STANDARD);
        process = List.of(new Process(volume, opened[0]));
    }

    /** The process ends. */
    void end(boolean powerLoss) {
        process.forEach(ended -> ended.journal().die());
        disks.replaceAll((_, disk) -> powerLoss ? disk.crash() : disk.kill());
        table = table.crash(random);
    }

    ForgetfulDisk disk(Part part) {
        return Objects.requireNonNull(disks.get(part));
    }

    MemoryTable table() {
        return table;
    }

    Volume volume() {
        return process.getFirst().volume();
    }

    SteppedJournal journal() {
        return process.getFirst().journal();
    }

    /** Whether something of this life may have failed. */
    boolean failed() {
        return disks.values().stream().anyMatch(ForgetfulDisk::failed);
    }
}
