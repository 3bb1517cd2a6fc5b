package waypost.mapping;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.directory.ChangeFeed;
import waypost.directory.Connector;
import waypost.directory.Hashes;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.NodeName;
import waypost.mapping.CopyGroup.Stood;
import waypost.mapping.CopyTable.Kept;

/**
 * All that a directory has for one map: read once as a whole, and from then on what the directory tells as changed, in memory and on disk. It is for want
 * of the directory. What the directory has no more stays for some time, as {@link Absences} has it. One virtual thread reads; any thread asks.
 */
final class WholeCopy implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.mapping");

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration AGAIN = Duration.ofSeconds(1);

    /** So many are read at a time. */
    private static final int BATCH = 50;

    private final UserMapSettings.Directory map;
    private final CacheSettings settings;
    private final Connector connector;
    private final CopyReader reader;
    private final Filter everybody;
    private final CopyFile file;
    private final Absences absences;
    private final InstantSource instants;
    private final CopyInbox inbox = new CopyInbox();
    private final Set<DirectoryId> unwritten = new HashSet<>();
    private final Thread thread;
    private volatile CopyTable table;
    private volatile Optional<Stood> stood = Optional.empty();
    private volatile Optional<NodeName> from = Optional.empty();
    private boolean rewrite;

    /** @param file is read, and written by {@link #save} */
    WholeCopy(
            UserMapSettings.Directory map,
            CacheSettings settings,
            Filter everybody,
            Connector connector,
            CopyReader reader,
            CopyFile file,
            Absences absences,
            Tools tools) {
        this.map = map;
        this.settings = settings;
        this.connector = connector;
        this.reader = reader;
        this.everybody = everybody;
        this.file = file;
        this.absences = absences;
        this.instants = tools.instants();
        this.table = new CopyTable(map.name());
        this.thread = Thread.ofVirtual().name("copy-" + map.name()).unstarted(this::follow);
        restore();
    }

    /** Counts who is missing, and takes in what is told from then on. */
    void begin() {
        missing().forEach(this::missed);
        thread.start();
    }

    /** Goes on from what another front end has. Nothing has been told yet. */
    synchronized void goOn(CopyFile.Loaded loaded, NodeName whose) {
        missing().forEach(this::found);
        table = loaded.table();
        Instant now = instants.instant();
        Stood theirs = loaded.stood();
        stood = Optional.of(theirs.asOf().isAfter(now) ? new Stood(theirs.state(), now) : theirs);
        missing().forEach(this::missed);
        from = Optional.of(whose);
        rewrite = true;
        unwritten.clear();
    }

    private List<CopyEntry> missing() {
        return table.missingSince(instants.instant()).stream()
                .flatMap(id -> table.of(id).stream())
                .map(Kept::entry)
                .toList();
    }

    String map() {
        return map.name();
    }

    String directory() {
        return map.directory();
    }

    /** To be told what the directory tells. */
    ChangeFeed.Changes changes() {
        return inbox;
    }

    /** What it stands for, from which a feed is to go on. */
    Optional<String> state() {
        return stood.map(Stood::state);
    }

    Optional<Stood> stood() {
        return stood;
    }

    /** Whether so many are missing that it is not believed. */
    boolean suspect() {
        return absences.suspects(map.name());
    }

    /** Whether it has all that was told, and is told what changes. */
    boolean isCurrent() {
        return stood.isPresent() && inbox.isCurrent();
    }

    int size() {
        return table.size();
    }

    MapHealth.Copy health() {
        boolean current = isCurrent();
        return new MapHealth.Copy(size(), current, current ? Optional.of(instants.instant()) : asOf(), from);
    }

    private Optional<Instant> asOf() {
        return stood.map(Stood::asOf);
    }

    private void restore() {
        try {
            long begun = System.nanoTime();
            file.read().ifPresent(loaded -> {
                table = loaded.table();
                stood = Optional.of(loaded.stood());
                LOG.info(
                        "event=copy-restored map={} entries={} as-of={} millis={}",
                        map.name(),
                        table.size(),
                        loaded.stood().asOf(),
                        (System.nanoTime() - begun) / 1_000_000);
            });
        } catch (IOException unreadable) {
            LOG.warn("event=copy-unreadable map={} why=\"{}\"", map.name(), unreadable.toString());
        }
    }

    private void follow() {
        try {
            while (true) {
                CopyInbox.Work work = inbox.take();
                if (taken(work)) {
                    work.state().ifPresent(this::stands);
                    inbox.done();
                    Thread.sleep(PAUSE);
                } else {
                    inbox.again(work);
                    Thread.sleep(AGAIN);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean taken(CopyInbox.Work work) {
        try {
            return work.all() ? readAll(work.by()) : read(work);
        } catch (RuntimeException bug) {
            LOG.error("event=copy-not-read map={}", map.name(), bug);
            return false;
        }
    }

    private synchronized void stands(String state) {
        stood = Optional.of(new Stood(state, instants.instant()));
    }

    /** Whether it could be read. */
    private boolean readAll(Optional<URI> told) {
        long begun = System.nanoTime();
        CopyTable fresh = new CopyTable(map.name());
        try {
            connector.readAll(
                    told,
                    everybody,
                    reader.attributes(),
                    entry -> reader.read(entry).ifPresent(read -> fresh.put(new Kept(read, Optional.empty()))));
        } catch (IOException failed) {
            LOG.warn("event=copy-not-read map={} why=\"{}\"", map.name(), failed.getMessage());
            return false;
        }
        int read = fresh.size();
        replace(fresh);
        LOG.info(
                "event=copy-read map={} entries={} missing={} millis={}",
                map.name(),
                read,
                fresh.size() - read,
                (System.nanoTime() - begun) / 1_000_000);
        return true;
    }

    /** Whom the directory had before and has no more is in the new table too, as missing. */
    private synchronized void replace(CopyTable fresh) {
        Instant now = instants.instant();
        for (Kept before : table.all()) {
            if (fresh.of(before.entry().id()).isPresent()) {
                before.missing().ifPresent(_ -> found(before.entry()));
            } else {
                fresh.put(new Kept(before.entry(), Optional.of(before.missing().orElse(now))));
                if (before.missing().isEmpty()) {
                    missed(before.entry());
                }
            }
        }
        table = fresh;
        rewrite = true;
        unwritten.clear();
    }

    private boolean read(CopyInbox.Work work) {
        Set<DirectoryId> ids = new HashSet<>(work.changed());
        work.present().ifPresent(present -> ids.addAll(table.others(id -> present.contains(Hashes.of(id.value())))));
        List<DirectoryId> all = List.copyOf(ids);
        for (int from = 0; from < all.size(); from += BATCH) {
            List<DirectoryId> some = all.subList(from, Math.min(all.size(), from + BATCH));
            Optional<List<Entry>> entries = connector.all(work.by(), filter(some), some.size(), reader.attributes());
            if (entries.isEmpty()) {
                return false;
            }
            take(some, entries.get());
        }
        return true;
    }

    private Filter filter(List<DirectoryId> ids) {
        List<Filter> each =
                ids.stream().map(reader::filter).flatMap(Optional::stream).toList();
        return Filter.createANDFilter(Filter.createORFilter(each), everybody);
    }

    /** The entries of these ids, those that there are. */
    private synchronized void take(List<DirectoryId> ids, List<Entry> entries) {
        Map<DirectoryId, CopyEntry> read = new HashMap<>();
        entries.forEach(entry -> reader.read(entry).ifPresent(now -> read.put(now.id(), now)));
        for (DirectoryId id : ids) {
            Optional<Kept> before = table.of(id);
            CopyEntry now = read.get(id);
            if (now != null) {
                before.flatMap(Kept::missing).ifPresent(_ -> found(now));
                table.put(new Kept(now, Optional.empty()));
                unwritten.add(id);
            } else if (before.isPresent() && before.get().missing().isEmpty()) {
                table.miss(id, instants.instant());
                missed(before.get().entry());
                unwritten.add(id);
            }
        }
    }

    private void missed(CopyEntry entry) {
        entry.account().ifPresent(account -> absences.misses(account.name(), map.name()));
    }

    private void found(CopyEntry entry) {
        entry.account().ifPresent(account -> absences.found(account.name()));
    }

    /** Drops who is believed to have gone, and writes what is not written yet. */
    synchronized void save() {
        if (stood.isEmpty()) {
            return;
        }
        dropGone();
        if (inbox.isCurrent()) {
            stands(stood.get().state());
        }
        if (table.wasteful()) {
            CopyTable smaller = new CopyTable(map.name());
            table.all().forEach(smaller::put);
            table = smaller;
            rewrite = true;
        }
        try {
            if (rewrite || file.stale()) {
                file.write(table, stood.get());
                rewrite = false;
            } else {
                file.append(table, unwritten, stood.get());
            }
            unwritten.clear();
        } catch (IOException failed) {
            LOG.warn("event=copy-not-written map={} why=\"{}\"", map.name(), failed.toString());
        }
    }

    private void dropGone() {
        if (suspect()) {
            return;
        }
        for (DirectoryId id : table.missingSince(instants.instant().minus(settings.vanished()))) {
            table.drop(id);
            unwritten.add(id);
        }
    }

    /** What the map would find: none who is missing, unless it misses too many, and nobody by a name of which it cannot be said whose it is. */
    Finding find(AccountName name, Prospect.Use use) {
        Instant now = instants.instant();
        Optional<Instant> then = isCurrent() ? Optional.of(now) : asOf();
        if (then.isEmpty() || tooOld(then.get(), now, settings.staleness().route())) {
            return new Finding.Failed("no copy");
        }
        List<Kept> found = kept(name, use);
        List<Kept> here = suspect()
                ? found
                : found.stream().filter(kept -> kept.missing().isEmpty()).toList();
        boolean one = here.size() == 1 || map.several() == UserMapSettings.Several.FIRST;
        if (found.isEmpty()) {
            return new Finding.None();
        }
        if (here.isEmpty() || !one || here.getFirst().entry().account().isEmpty()) {
            return new Finding.Faulty("missing, at fault, or of several entries");
        }
        Kept kept = here.getFirst();
        Account account =
                kept.entry().account().get().heard(map.name(), kept.missing().orElse(then.get()));
        return new Finding.Found(
                tooOld(account.asOf(), now, settings.staleness().quota())
                        ? account.with(account.limits().lifted())
                        : account);
    }

    private static boolean tooOld(Instant asOf, Instant now, Duration limit) {
        return Duration.between(asOf, now).compareTo(limit) > 0;
    }

    /** Who has this name, and has not been missing for so long that it is believed. */
    Optional<Account> known(AccountName name, Prospect.Use use) {
        Instant gone = instants.instant().minus(settings.vanished());
        return kept(name, use).stream()
                .filter(kept -> kept.missing().isEmpty() || kept.missing().get().isAfter(gone))
                .flatMap(kept -> kept.entry().account().stream())
                .map(account -> account.heard(map.name(), instants.instant()))
                .findFirst();
    }

    /** It is believed that this entry has gone. */
    synchronized void gone(DirectoryId id) {
        if (table.of(id).isPresent()) {
            table.miss(id, instants.instant().minus(settings.vanished()));
            unwritten.add(id);
        }
    }

    private List<Kept> kept(AccountName name, Prospect.Use use) {
        CopyTable now = table;
        for (Set<CopyName> search : CopyName.searches(name, use)) {
            List<Kept> found = new ArrayList<>();
            search.forEach(one -> found.addAll(now.find(one)));
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
