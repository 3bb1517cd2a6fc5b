package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
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
    private final SplittableRandom random;
    private final Optional<Quorum> quorum;
    private final List<VolumeNode> nodes = new ArrayList<>();
    private final Facts reader = new Facts();
    private final List<AccountId> accounts = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private VolumeNode home;
    private Set<Fact> told;
    private List<Set<Fact>> possible = List.of();
    private boolean over;
    private boolean deposed;
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
        IN_MEMORY(new UploadMemory(8 << 20)),
        IN_FILES(new UploadMemory(0));

        private final UploadMemory memory;

        Uploads(UploadMemory memory) {
            this.memory = memory;
        }
    }

    VolumeWorld(SplittableRandom random, long capacity, Uploads uploads) throws IOException {
        this(random, capacity, uploads, 1);
    }

    /** @param number of the volume */
    VolumeWorld(SplittableRandom random, long capacity, Uploads uploads, int number) throws IOException {
        this(random, capacity, uploads, number, Optional.empty());
    }

    /** One volume whose journal is on three nodes; each serves it in its turn. */
    static VolumeWorld replicated(SplittableRandom random, long capacity, Uploads uploads) throws IOException {
        return new VolumeWorld(random, capacity, uploads, 1, Optional.of(new Quorum(random.nextLong())));
    }

    private VolumeWorld(SplittableRandom random, long capacity, Uploads uploads, int number, Optional<Quorum> quorum)
            throws IOException {
        this.random = random;
        this.quorum = quorum;
        VolumeNode.Journals journals = quorum.<VolumeNode.Journals>map(
                        agreed -> (disk, settings, octets, index) -> new Replica(agreed, disk, settings, octets, index))
                .orElse(VolumeNode.Journals.LOCAL);
        var surroundings = new VolumeNode.Surroundings(number, uploads.memory, () -> now, journals);
        for (int i = 0; i < (quorum.isPresent() ? 3 : 1); i++) {
            VolumeNode node = new VolumeNode(random, capacity, surroundings);
            node.open();
            nodes.add(node);
        }
        home = nodes.getFirst();
        for (String name : List.of("alice", "bob")) {
            AccountId id = volume().ownerships().nextId();
            Ownership owned = new Ownership(
                    id, new DirectoryId(name), new AccountName(name, "example.net"), 1, new Ownership.State.Owner());
            Results.done(Accounts.put(volume(), owned, Change.Growth.GROWS));
            accounts.add(id);
        }
        told = reader.read(volume(), accounts);
    }

    SplittableRandom random() {
        return random;
    }

    ForgetfulDisk disk(Part part) {
        return home.disk(part);
    }

    private boolean failed() {
        return home.failed() || deposed;
    }

    /** Whether something was refused because the volume was full. */
    boolean refused() {
        return refused;
    }

    Volume volume() {
        return home.volume();
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

    /** A pass of the cleaner, of whichever node. When it fails, the volume goes on. */
    void clean() {
        VolumeNode node = nodes.get(random.nextInt(nodes.size()));
        Cleaner cleaner = cleaner(node);
        try {
            cleaned += cleaner.pass(random.nextInt(60), Pace.FULL, (_, _) -> {}).segments();
            assertEquals(Set.of(), cleaner.refused());
        } catch (IOException failure) {
            assertTrue(node.failed(), failure.toString());
        }
    }

    Cleaner cleaner() {
        return cleaner(home);
    }

    /** The disk says that all is old: each cleaner compresses whatever it can, or nothing. */
    private Cleaner cleaner(VolumeNode node) {
        Optional<Duration> after = compresses ? Optional.of(Duration.ofDays(7)) : Optional.empty();
        return new Cleaner(
                "v1",
                node.journal(),
                node.volume().core().index(),
                node.table(),
                VolumeNode.SETTINGS.segmentBytes(),
                new Compression(after, node.volume()::format, () -> now));
    }

    /** Whether cleaners do. */
    void compresses(boolean all) {
        compresses = all;
    }

    MemoryTable table() {
        return home.table();
    }

    /** What is there now counts as told: somebody has gone past {@link #ask}. */
    void look() throws IOException {
        told = reader.read(volume(), accounts);
    }

    /** What a volume has that is opened on another journal and table. */
    Set<Fact> facts(ForgetfulDisk journal, MemoryTable index) throws IOException {
        VolumeNode other = home.with(journal, index);
        other.open();
        return new Facts().read(other.volume(), accounts);
    }

    /** Segments replaced so far. */
    long cleaned() {
        return cleaned;
    }

    void killAt(long append) {
        home.journal().killAt(append);
    }

    /** Lets another node become the owner while this append is under way, counted from now. */
    void deposeAt(long append) {
        ((Replica) home.journal()).deposeAt(append);
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
                    deposed = !volume().owned();
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
        Set<Fact> found = reader.read(volume(), accounts);
        assertTrue(possible.contains(found), () -> "none of " + possible + " but " + found);
        told = found;
        possible = List.of();
    }

    /** The process ends, and another begins; what is there now counts as told. */
    void restart() throws IOException {
        home.end(random.nextBoolean());
        home.open();
        over = false;
        possible = List.of();
        look();
        check();
    }

    /** The process ends, if it has not yet, and another begins, or another node takes over. */
    void reopen() throws IOException {
        boolean powerLoss = random.nextBoolean();
        if (deposed && !home.failed() && random.nextBoolean()) {
            resume();
            return;
        }
        home.end(powerLoss);
        if (nodes.size() > 1 && random.nextBoolean()) {
            quorum.ifPresent(Quorum::electAny);
        }
        if (random.nextInt(4) == 0) {
            fail(part(random), 1 + random.nextInt(40), fault(random), powerLoss);
        }
        home.open();
        resume();
    }

    /** As {@link #reopen}, but the first attempt to open it meets a failure. Answers whether it did. */
    boolean reopen(Part part, long call, ForgetfulDisk.Fault fault) throws IOException {
        boolean powerLoss = random.nextBoolean();
        home.end(powerLoss);
        boolean failed = fail(part, call, fault, powerLoss);
        home.open();
        resume();
        return failed;
    }

    private boolean fail(Part part, long call, ForgetfulDisk.Fault fault, boolean powerLoss) {
        disk(part).failAt(call, fault);
        try {
            home.open();
        } catch (IOException failure) {
            assertTrue(home.failed(), failure.toString());
        }
        boolean failed = home.failed();
        home.end(powerLoss);
        return failed;
    }

    private void resume() throws IOException {
        if (possible.isEmpty()) {
            possible = List.of(told);
        }
        home = nodes.stream().filter(node -> node.volume().owned()).findFirst().orElseThrow();
        over = false;
        deposed = false;
        resolve();
        check();
    }

    static Part part(SplittableRandom random) {
        Part[] parts = Part.values();
        return parts[random.nextInt(parts.length)];
    }

    static ForgetfulDisk.Fault fault(SplittableRandom random) {
        ForgetfulDisk.Fault[] faults = ForgetfulDisk.Fault.values();
        return faults[random.nextInt(faults.length)];
    }

    /** What is told is what is there, and the index is what the journal says, on each node. */
    void check() throws IOException {
        assertEquals(told, reader.read(volume(), accounts));
        for (AccountId account : accounts) {
            findable(volume().account(account));
        }
        MemoryTable made = new MemoryTable();
        AccountIndex index = new AccountIndex(made, _ -> {});
        new JournalReplay(home.journal().core().segments(), index, damage -> {
                    throw new AssertionError(damage.toString());
                })
                .run(home.journal().core().order().applied());
        quorum.ifPresent(Quorum::followAll);
        for (VolumeNode node : nodes) {
            assertEquals(made.dump(), node.table().dump(), "the rebuilt index is another");
        }
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
