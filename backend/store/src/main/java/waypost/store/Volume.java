package waypost.store;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.identity.AccountId;
import waypost.identity.Ownership;
import waypost.identity.TransferId;

/** A folder with its own journal and index where accounts live, open. Safe for threads; methods may block. */
public final class Volume implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(Volume.class);

    /** How long a transfer is remembered (longer than any queue keeps trying). */
    public static final Duration TRANSFERS = Duration.ofDays(7);

    private final String name;
    private final Disk root;
    private volatile VolumeLabel label;
    private final VolumeCore core;
    private final Ownerships ownerships;
    private final HandOnQueue queue;
    private final Publication publication;
    private final Settled settled;
    private final Closeable lock;
    private final List<Runnable> departures = new CopyOnWriteArrayList<>();
    private Optional<Upkeep> upkeep = Optional.empty();

    private Volume(
            String name,
            Disk root,
            VolumeLabel label,
            VolumeCore core,
            Ownerships ownerships,
            HandOnQueue queue,
            Publication publication,
            Settled settled,
            Closeable lock) {
        this.name = name;
        this.root = root;
        this.label = label;
        this.core = core;
        this.publication = publication;
        this.ownerships = ownerships;
        this.queue = queue;
        this.settled = settled;
        this.lock = lock;
    }

    /** Opens the volume and brings its index up to date. Its folder gets an empty volume if there is none. */
    static Volume open(VolumeSpec spec, UploadMemory memory, Executor reads, InstantSource clock) throws IOException {
        Disk root = FileDisk.at(spec.folder());
        Closeable lock = root.lock();
        try {
            ClosedVolume.delete(spec.folder().resolve(VolumeBackup.CHECKPOINT));
            VolumeParts parts = VolumeParts.in(spec, reads);
            try {
                Volume volume = open(spec.name(), spec.number(), parts, memory, clock, lock);
                volume.startThreads(spec, clock);
                volume.core.search().start(spec.name());
                volume.core.searchFolders().start(spec.name());
                return volume;
            } catch (IOException | RuntimeException failure) {
                parts.table().close();
                throw failure;
            }
        } catch (IOException | RuntimeException failure) {
            lock.close();
            throw failure;
        }
    }

    /** Opens a volume of these parts; when that fails, what it has opened is closed again, but not the table. */
    static Volume open(
            String name, int number, VolumeParts parts, UploadMemory memory, InstantSource clock, Closeable lock)
            throws IOException {
        VolumeLabel fresh = new VolumeLabel(VolumeLabel.FORMAT, number, UUID.randomUUID());
        VolumeLabel label = VolumeLabel.open(parts.root(), fresh);
        if (label.format() < VolumeLabel.FORMAT) {
            log.info(
                    "event=volume-format volume={} format={} newest={} hint=\"waypost store finalise, when no older release will be needed\"",
                    name,
                    label.format(),
                    VolumeLabel.FORMAT);
        }
        Publication publication = new Publication();
        AccountIndex index = new AccountIndex(parts.table(), publication);
        Journal journal = parts.journal().open(index);
        try {
            Incoming incoming = Incoming.open(parts.incoming());
            VolumeCore core = new VolumeCore(parts.table(), index, journal, incoming, memory, clock);
            Ownerships ownerships = new Ownerships(number);
            ownerships.load(parts.table());
            HandOnQueue queue = new HandOnQueue(core);
            publication.listen(ownerships::apply);
            publication.listen(queue::apply);
            publication.listen(core.accounts()::apply);
            publication.listen(core.grants()::apply);
            publication.listen(core.search()::apply);
            publication.listen(core.searchFolders()::apply);
            Settled settled = Settled.read(parts.root());
            Volume volume = new Volume(name, parts.root(), label, core, ownerships, queue, publication, settled, lock);
            journal.start(volume.new Owner());
            return volume;
        } catch (IOException | RuntimeException failure) {
            journal.close();
            throw failure;
        }
    }

    private void startThreads(VolumeSpec spec, InstantSource clock) {
        Disk disk = core.journal().segments().disk();
        int segmentBytes = spec.journal().segmentBytes();
        Cleaner segments = new Cleaner(
                name,
                core.journal(),
                core.index(),
                core.table(),
                segmentBytes,
                new Compression(spec.cleaning().compressAfter(), this::format, clock));
        NeedlessDerived derived = new NeedlessDerived(core.table(), core.journal());
        CleanerThread.Daily daily = pace -> {
            if (owned()) {
                forgetting().run(pace);
            }
            derived.run(pace);
        };
        CleanerThread.Duties duties = new CleanerThread.Duties(
                segments, daily, () -> spec.journal().reserve().near(disk.space()), clock);
        CleanerThread thread =
                new CleanerThread(name, duties, spec.cleaning(), CleanerThread.Rests.STANDARD, segmentBytes);
        publication.listen(thread::apply);
        upkeep = Optional.of(new Upkeep(spec, thread.start(), scrub(spec, clock)));
    }

    private Optional<ScrubThread> scrub(VolumeSpec spec, InstantSource clock) {
        long rate = spec.cleaning().scrubbedPerSecond();
        RandomGenerator random = RandomGenerator.getDefault();
        return rate == 0
                ? Optional.empty()
                : Optional.of(new ScrubThread(name, core, rate, ScrubThread.Rests.STANDARD, clock, random).start());
    }

    /** What was found when all that nothing is appended to was last read; empty before that has come to its end. */
    public Optional<VolumeScrubbed> scrubbed() {
        return upkeep.flatMap(Upkeep::scrubbed);
    }

    public String name() {
        return name;
    }

    public int number() {
        return label.number();
    }

    VolumeLabel label() {
        return label;
    }

    /** The format that it is written in. */
    int format() {
        return label.format();
    }

    /** From now on it is written in the newest format. Answers which it was before. */
    synchronized int finalise() throws IOException {
        int before = format();
        label = label.finalised(root);
        if (format() > before) {
            log.info("event=volume-finalised volume={} format={} before={}", name, format(), before);
        }
        return before;
    }

    /** Identity of the folder's contents, for ever. */
    public UUID id() {
        return label.id();
    }

    /** What the journal says of who may change the volume: commits ask it, sessions are told. */
    private final class Owner implements Journal.Owner {
        @Override
        public void gained(long term) {
            log.info("event=volume-gained volume={} term={}", name, term);
        }

        @Override
        public void lost(long term) {
            log.info("event=volume-lost volume={} term={}", name, term);
            departures.forEach(Runnable::run);
        }
    }

    /** Whether this node may change it. Where another may, or nobody, its accounts are served to none here. */
    public boolean owned() {
        return core.journal().term() != Journal.NO_TERM;
    }

    /** Is run whenever the volume has ceased to be {@link #owned}: who uses its accounts has to go. On a thread that must not wait. */
    public void whenLost(Runnable departure) {
        departures.add(departure);
    }

    /** Is told of each account that has other secrets than before. On a thread that must not wait. */
    void whenSecretsChange(Consumer<AccountId> watcher) {
        publication.listen(new SecretChanges(watcher));
    }

    /**
     * Whether it is certain which accounts it has. A volume that was restored serves none before, and gets no new ones; nor does one that is not
     * {@link #owned}.
     */
    public boolean settled() {
        return owned() && settled.whole();
    }

    /** Whether it is certain that the account, of which it has a record, is as that says. */
    public boolean settled(AccountId account) {
        return owned() && settled.is(account);
    }

    /** Accounts of which a person has to say what holds. */
    public Set<AccountId> unsettled() {
        return settled.open();
    }

    /** Certain from now on, of all accounts but these: every other node has been heard. */
    public void settle(Set<AccountId> but) throws IOException {
        settled.settle(but);
    }

    /** All that it has or ever had. */
    public List<Ownership> accounts() {
        return ownerships.all();
    }

    /** Whether new mail would be taken now: the volume has not come down to its reserve. */
    public boolean hasRoom() {
        return core.journal().hasRoom();
    }

    /** Begins a body that may come again. When several accounts are to get it, any one of them. */
    public Upload upload(AccountId account) {
        return core.transfer(account);
    }

    /**
     * Delivers one body to accounts of this volume in one change set; answers one result for each, in order. Whether a transfer has already been here is decided
     * at this commit, in the order of each account.
     */
    public Outcome<List<Delivered>> deliver(ReceivedBody body, List<Delivery> deliveries) throws IOException {
        return core.deliveries().deliver(body, deliveries);
    }

    /** Stamps an event of a transfer: no two have the same. */
    public long tick() {
        return core.ticks().next();
    }

    /** The stamp of an event that was so long ago, at another node. */
    public long tick(Duration ago) {
        return core.ticks().next() - ago.toNanos() / 1000;
    }

    public HandOnQueue queue() {
        return queue;
    }

    /** DONE: the client has shown that it heard 250. Durable when it returns; holds of the transfer are dropped. */
    public Outcome<Long> done(TransferId transfer) throws IOException {
        return done(transfer, tick());
    }

    /** The same, of which this node hears only now. */
    public Outcome<Long> done(TransferId transfer, long tick) throws IOException {
        core.marks().mark(transfer, tick);
        Map<Long, List<StateRecord.Transferred>> byAccount = new TreeMap<>();
        for (StateRecord.Transferred stored : AccountReads.ofTransfer(core.table(), transfer)) {
            byAccount.computeIfAbsent(stored.account(), _ -> new ArrayList<>()).add(stored);
        }
        List<AccountHead> heads = new ArrayList<>();
        for (long account : byAccount.keySet()) {
            heads.add(core.account(new AccountId(account)).head());
        }
        Outcome<Long> marked = core.commits().run(heads, Change.Growth.ESSENTIAL, drafts -> {
            for (Draft draft : drafts) {
                for (StateRecord.Transferred stored : byAccount.getOrDefault(draft.account(), List.of())) {
                    if (stored.seen().done().isEmpty()) {
                        draft.put(stored.doneAt(tick));
                    }
                }
            }
            return Outcome.done(tick);
        });
        return marked instanceof Outcome.Refused<Long> ? marked : queue.done(transfer, tick);
    }

    /** Forgets what has been kept long enough: unconfirmed holds, transfers. To be called every minute or so. */
    public Outcome<Integer> forgetOld() throws IOException {
        if (!owned()) {
            return Outcome.done(0);
        }
        Outcome<Integer> holds = queue.forgetHolds();
        long horizon = core.ticks().now() - TRANSFERS.toMillis() * 1000;
        if (holds instanceof Outcome.Refused<Integer> || !AccountReads.transfersBefore(core.table(), horizon)) {
            return holds;
        }
        Outcome<Long> forgotten = core.commits().run(List.of(queue.head()), Change.Growth.ESSENTIAL, drafts -> {
            drafts.getFirst().put(new StateRecord.Horizon(horizon));
            return Outcome.done(horizon);
        });
        return forgotten instanceof Outcome.Refused<Long>(Outcome.Reason reason) ? Outcome.refused(reason) : holds;
    }

    /** Whether nobody works on it beside serving its accounts: it is not checked, compacted, backed up. */
    boolean idle() throws IOException {
        return !core.journal().segments().isStill()
                && upkeep.isPresent()
                && upkeep.get().alone(() -> true).isPresent();
    }

    Upkeep upkeep() {
        return upkeep.orElseThrow();
    }

    /** Ends what is kept only for a time. */
    Forgetting forgetting() {
        return new Forgetting(name, core, queue.head(), core.clock());
    }

    Ownerships ownerships() {
        return ownerships;
    }

    VolumeCore core() {
        return core;
    }

    Account account(AccountId id) throws IOException {
        return core.account(id);
    }

    /** Ends what is queued and flushes the index. Calls after this are refused. */
    @Override
    public void close() throws IOException {
        try (lock;
                Table _ = core.table();
                Incoming _ = core.incoming();
                Journal _ = core.journal();
                SearchIndex _ = core.search();
                SearchFolderThread _ = core.searchFolders()) {
            if (upkeep.isPresent()) {
                upkeep.get().close();
            }
        }
    }
}
