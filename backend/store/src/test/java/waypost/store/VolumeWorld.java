package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import waypost.identity.AccountId;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.Ownership;
import waypost.message.Octets;

/** A volume on forgetful disks, stepped by one thread, and the facts it has told. */
final class VolumeWorld {
    private static final JournalSettings SETTINGS =
            new JournalSettings(12 << 10, 8 << 10, 1 << 20, 1 << 30, Reserve.NONE);

    /** So short that most commits of several messages are cut. */
    private static final int SHORT_OPERATION = 260;

    private final SplittableRandom random;
    private final int number;
    private final UploadMemory memory;
    private final Facts reader = new Facts();
    private final List<AccountId> accounts = new ArrayList<>();
    private final Map<Part, ForgetfulDisk> disks = new EnumMap<>(Part.class);
    private MemoryTable table = new MemoryTable();
    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private Process process;
    private Set<Fact> told;
    private List<Set<Fact>> possible = List.of();
    private boolean over;
    private boolean refused;
    private long cleaned;
    private boolean compresses;

    /** What a volume keeps on disks of its own. */
    enum Part {
        JOURNAL,
        LABEL,
        INCOMING
    }

    /** How bodies arrive: with memory for them, or each one through a file. */
    enum Uploads {
        IN_MEMORY(new UploadMemory(1 << 20)),
        IN_FILES(new UploadMemory(0));

        private final UploadMemory memory;

        Uploads(UploadMemory memory) {
            this.memory = memory;
        }
    }

    /** What lives from one opening to the end of the process. */
    private record Process(Volume volume, SteppedJournal journal) {}

    VolumeWorld(SplittableRandom random, long capacity, Uploads uploads) throws IOException {
        this(random, capacity, uploads, 1);
    }

    /** @param number of the volume */
    VolumeWorld(SplittableRandom random, long capacity, Uploads uploads, int number) throws IOException {
        this.random = random;
        this.number = number;
        this.memory = uploads.memory;
        disks.put(Part.JOURNAL, new ForgetfulDisk(random.nextLong(), capacity));
        disks.put(Part.LABEL, new ForgetfulDisk(random.nextLong(), 1 << 20));
        disks.put(Part.INCOMING, new ForgetfulDisk(random.nextLong(), 1 << 20));
        this.process = open(random, disks, table, memory, () -> now, number);
        for (String name : List.of("alice", "bob")) {
            AccountId id = process.volume().ownerships().nextId();
            Ownership owned = new Ownership(
                    id, new DirectoryId(name), new AccountName(name, "example.net"), 1, new Ownership.State.Owner());
            Results.done(Accounts.put(process.volume(), owned, Change.Growth.GROWS));
            accounts.add(id);
        }
        told = reader.read(process.volume(), accounts);
    }

    private Process open() throws IOException {
        return open(random, disks, table, memory, () -> now, number);
    }

    private static Process open(
            SplittableRandom random,
            Map<Part, ForgetfulDisk> disks,
            Table table,
            UploadMemory memory,
            InstantSource clock,
            int number)
            throws IOException {
        List<SteppedJournal> opened = new ArrayList<>();
        VolumeParts parts = new VolumeParts(disk(disks, Part.LABEL), disk(disks, Part.INCOMING), table, index -> {
            int operationBytes = random.nextBoolean() ? SHORT_OPERATION : Journal.MAX_RECORD_BYTES;
            opened.add(new SteppedJournal(disk(disks, Part.JOURNAL), SETTINGS, operationBytes, index));
            return opened.getFirst();
        });
        Volume volume = Volume.open("v" + number, number, parts, memory, clock, () -> {});
        volume.core().retention(Retention.STANDARD);
        return new Process(volume, opened.getFirst());
    }

    SplittableRandom random() {
        return random;
    }

    ForgetfulDisk disk(Part part) {
        return disk(disks, part);
    }

    private static ForgetfulDisk disk(Map<Part, ForgetfulDisk> disks, Part part) {
        return Objects.requireNonNull(disks.get(part));
    }

    /** Whether something of this life may have failed. */
    private boolean failed() {
        return disks.values().stream().anyMatch(ForgetfulDisk::failed);
    }

    /** Whether something was refused because the volume was full. */
    boolean refused() {
        return refused;
    }

    Volume volume() {
        return process.volume();
    }

    List<AccountId> accounts() {
        return accounts;
    }

    Set<Fact> told() {
        return told;
    }

    Instant now() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    /** A pass of the cleaner. When it fails, the volume goes on. */
    void clean() {
        Cleaner cleaner = cleaner();
        try {
            cleaned += cleaner.pass(random.nextInt(60), Pace.FULL, (_, _) -> {}).segments();
            assertEquals(Set.of(), cleaner.refused());
        } catch (IOException failure) {
            assertTrue(failed(), failure.toString());
        }
    }

    /** The disk says that all is old: each cleaner compresses whatever it can, or nothing. */
    Cleaner cleaner() {
        Optional<Duration> after = compresses ? Optional.of(Duration.ofDays(7)) : Optional.empty();
        return new Cleaner(
                "v1",
                process.journal(),
                process.volume().core().index(),
                table,
                SETTINGS.segmentBytes(),
                new Compression(after, () -> now));
    }

    /** Whether cleaners do. */
    void compresses(boolean all) {
        compresses = all;
    }

    MemoryTable table() {
        return table;
    }

    /** What is there now counts as told: somebody has gone past {@link #ask}. */
    void look() throws IOException {
        told = reader.read(process.volume(), accounts);
    }

    /** What a volume has that is opened on another journal and table. */
    Set<Fact> facts(ForgetfulDisk journal, MemoryTable index) throws IOException {
        Map<Part, ForgetfulDisk> others = new EnumMap<>(Part.class);
        others.put(Part.JOURNAL, journal);
        others.put(Part.LABEL, new ForgetfulDisk(1, 1 << 20));
        others.put(Part.INCOMING, new ForgetfulDisk(1, 1 << 20));
        Process opened = open(new SplittableRandom(1), others, index, memory, () -> now, number);
        return new Facts().read(opened.volume(), accounts);
    }

    /** Segments replaced so far. */
    long cleaned() {
        return cleaned;
    }

    void killAt(long append) {
        process.journal().killAt(append);
    }

    /** Whether the process of this life has ended or can do nothing more. */
    boolean over() {
        return over;
    }

    /** Something that is asked of the volume. */
    @FunctionalInterface
    interface Request<T> {
        Outcome<T> run() throws IOException;
    }

    /**
     * Asks for something that takes the volume from what it has told to the last of these stages, by way of the others. Answers the result when
     * there was one.
     */
    <T> Optional<T> ask(List<Set<Fact>> stages, Request<T> request) throws IOException {
        possible = new ArrayList<>(stages);
        possible.add(told);
        try {
            switch (request.run()) {
                case Outcome.Done<T>(T result) -> {
                    told = stages.getLast();
                    possible = List.of();
                    return Optional.of(result);
                }
                case Outcome.Refused<T>(Outcome.Reason reason)
                when reason == Outcome.Reason.FULL -> {
                    refused = true;
                    resolve();
                }
                case Outcome.Refused<T>(Outcome.Reason reason) -> {
                    assertEquals(Outcome.Reason.UNAVAILABLE, reason);
                    assertTrue(failed(), "unavailable without a failure");
                    over = true;
                }
            }
        } catch (SteppedJournal.Killed killed) {
            over = true;
        } catch (IOException failure) {
            assertTrue(failed(), failure.toString());
            over = true;
        }
        return Optional.empty();
    }

    /** A body that has arrived for an account; none when the disk turns out to have failed, which ends this life. */
    Optional<ReceivedBody> body(AccountId account, String text) {
        try {
            return Optional.of(StoreFixture.body(volume().upload(account), text));
        } catch (IOException failure) {
            assertTrue(failed(), failure.toString());
            over = true;
            return Optional.empty();
        }
    }

    /** The text of a body; none when the disk turns out to have failed, which ends this life. */
    Optional<String> text(Octets body) {
        try {
            return Optional.of(Facts.text(body));
        } catch (IOException failure) {
            assertTrue(failed(), failure.toString());
            over = true;
            return Optional.empty();
        }
    }

    /** What was left open is now known: some stage, whole. */
    private void resolve() throws IOException {
        Set<Fact> found = reader.read(process.volume(), accounts);
        assertTrue(possible.contains(found), () -> "none of " + possible + " but " + found);
        told = found;
        possible = List.of();
    }

    /** The process ends, and another begins; what is there now counts as told. */
    void restart() throws IOException {
        next(random.nextBoolean());
        process = open();
        over = false;
        possible = List.of();
        look();
        check();
    }

    /** The process ends, if it has not yet, and another begins. */
    void reopen() throws IOException {
        boolean powerLoss = random.nextBoolean();
        next(powerLoss);
        if (random.nextInt(4) == 0) {
            fail(part(random), 1 + random.nextInt(40), fault(random), powerLoss);
        }
        resume();
    }

    /** As {@link #reopen}, but the first attempt to open it meets a failure. Answers whether it did. */
    boolean reopen(Part part, long call, ForgetfulDisk.Fault fault) throws IOException {
        boolean powerLoss = random.nextBoolean();
        next(powerLoss);
        boolean failed = fail(part, call, fault, powerLoss);
        resume();
        return failed;
    }

    private boolean fail(Part part, long call, ForgetfulDisk.Fault fault, boolean powerLoss) {
        disk(part).failAt(call, fault);
        try {
            open();
        } catch (IOException failure) {
            assertTrue(failed(), failure.toString());
        }
        boolean failed = failed();
        next(powerLoss);
        return failed;
    }

    private void resume() throws IOException {
        if (possible.isEmpty()) {
            possible = List.of(told);
        }
        process = open();
        over = false;
        resolve();
        check();
    }

    private void next(boolean powerLoss) {
        disks.replaceAll((_, disk) -> powerLoss ? disk.crash() : disk.kill());
        table = table.crash(random);
    }

    static Part part(SplittableRandom random) {
        Part[] parts = Part.values();
        return parts[random.nextInt(parts.length)];
    }

    static ForgetfulDisk.Fault fault(SplittableRandom random) {
        ForgetfulDisk.Fault[] faults = ForgetfulDisk.Fault.values();
        return faults[random.nextInt(faults.length)];
    }

    /** What is told is what is there, and the index is what the journal says. */
    void check() throws IOException {
        assertEquals(told, reader.read(process.volume(), accounts));
        for (AccountId account : accounts) {
            findable(process.volume().account(account));
        }
        MemoryTable made = new MemoryTable();
        AccountIndex index = new AccountIndex(made, _ -> {});
        new JournalReplay(process.journal().core().segments(), index, damage -> {
                    throw new AssertionError(damage.toString());
                })
                .run(process.journal().core().order().applied());
        assertEquals(made.dump(), table.dump(), "the rebuilt index is another");
    }

    /** No search index takes a message for one that has not a text which it has. */
    private void findable(Account account) throws IOException {
        for (Folder folder : account.folders()) {
            List<Long> items = new ArrayList<>();
            try (OpenFolder open = account.open(folder.id(), _ -> {}).orElseThrow()) {
                open.items((_, itemNo) -> items.add(itemNo));
            }
            for (long item : items) {
                String whole = Facts.text(account.message(item).orElseThrow().octets());
                String text = whole.substring(whole.indexOf("\r\n\r\n") < 0 ? 0 : whole.indexOf("\r\n\r\n") + 4);
                int from = random.nextInt(Math.max(1, text.length() - 20));
                String some = text.substring(from, Math.min(text.length(), from + 20));
                boolean may = account.candidates(EnumSet.allOf(SearchField.class), some)
                        .mayHold(item);
                assertTrue(may, () -> "item " + item + " has " + some);
            }
        }
    }
}
