package waypost.store;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import waypost.identity.Ownership;
import waypost.store.StateRecord.Counters;
import waypost.store.StateRecord.Departed;
import waypost.store.StateRecord.FolderState;

/** One commit of one account being prepared: hands out numbers, collects the new states. Thrown away when the commit is refused. One thread. */
final class Draft {
    private final AccountHead head;
    private final AccountHead.State before;
    private final Instant now;
    private long modseq;
    private long itemNo;
    private int folderId;
    private long uidValidity;
    private long purged;
    private long forgotten;
    private final Map<Integer, FolderState> folders;
    private final List<Integer> touched = new ArrayList<>();
    private final List<StateRecord> things = new ArrayList<>();
    private final Map<PropertyKey, StateRecord> properties = new LinkedHashMap<>();
    private @Nullable Map<PropertyKey, StateRecord> pendingProperties;
    private final Map<Integer, StoredCounts> counts;
    private final Map<PropertyKey, Long> quota;
    private final Map<Integer, TreeSet<Long>> departed = new TreeMap<>();
    private final Threads threads;
    private final Map<Integer, Criterion> searches;
    private final Map<Long, Memberships.Changed> changed = new LinkedHashMap<>();

    /** What search folders show no more: their sessions hear of it before the item is gone. */
    private final List<StateRecord> hidden = new ArrayList<>();

    /** What they show, behind the items. */
    private final List<StateRecord> shown = new ArrayList<>();

    private StateRecord.Keywords keywords;
    private StateRecord.Subscriptions subscriptions;
    private StateRecord.@Nullable Owned owned;

    Draft(AccountHead head, AccountHead.State before, Instant now) {
        this.head = head;
        this.before = before;
        this.now = now;
        this.modseq = before.counters().version() + 1;
        this.itemNo = before.counters().itemNo();
        this.folderId = before.counters().folderId();
        this.uidValidity = before.counters().uidValidity();
        this.purged = before.counters().purged();
        this.forgotten = before.counters().forgotten();
        this.folders = new HashMap<>(before.folders());
        this.keywords = before.keywords();
        this.subscriptions = before.subscriptions();
        this.counts = new HashMap<>(before.counts());
        this.quota = new HashMap<>(before.quota());
        this.owned = before.owned();
        this.searches = new HashMap<>(before.searches());
        this.threads = new Threads(head);
    }

    AccountHead head() {
        return head;
    }

    AccountHead.State before() {
        return before;
    }

    /** Whether this volume serves the account. */
    boolean serves() {
        return ownership().filter(Ownership::serves).isPresent();
    }

    Optional<Ownership> ownership() {
        return Optional.ofNullable(owned).map(StateRecord.Owned::ownership);
    }

    long account() {
        return head.account();
    }

    Threads threads() {
        return threads;
    }

    long modseq() {
        return modseq;
    }

    /** When the commit is prepared. */
    Instant now() {
        return now;
    }

    /** Lets the account go on behind this modseq, as if all before it had happened; nothing has been put yet. What has left before is not known. */
    void jump(long through) {
        modseq = Math.max(modseq, through + 1);
        purge(modseq - 1);
    }

    /** Numbers up to these are not given out any more. */
    void raise(long lastItemNo, int lastFolderId, long lastUidValidity) {
        itemNo = Math.max(itemNo, lastItemNo);
        folderId = Math.max(folderId, lastFolderId);
        uidValidity = Math.max(uidValidity, lastUidValidity);
    }

    long nextItemNo() {
        return ++itemNo;
    }

    /** The last that was given out. */
    long lastItemNo() {
        return itemNo;
    }

    int nextFolderId() {
        return ++folderId;
    }

    /** That of a new account begins with the second. */
    long nextUidValidity() {
        uidValidity = Math.max(uidValidity + 1, now.getEpochSecond());
        return uidValidity;
    }

    Map<Integer, FolderState> folders() {
        return folders;
    }

    Optional<FolderState> folder(int id) {
        return Optional.ofNullable(folders.get(id));
    }

    /** A folder that messages may be put into. */
    Outcome<FolderState> destination(int id) {
        Optional<FolderState> folder = folder(id);
        if (folder.isEmpty()) {
            return Outcome.refused(Outcome.Reason.NO_SUCH_FOLDER);
        }
        return searches.containsKey(id) ? Outcome.refused(Outcome.Reason.SEARCH_FOLDER) : Outcome.done(folder.get());
    }

    /** What each search folder looks for. */
    Map<Integer, Criterion> searches() {
        return searches;
    }

    void put(FolderState folder) {
        folders.put(folder.folderId(), folder);
        if (folder.type().role() == FolderRole.SEARCH) {
            searches.putIfAbsent(folder.folderId(), Criterion.NONE);
        }
        if (!touched.contains(folder.folderId())) {
            touched.add(folder.folderId());
        }
    }

    void remove(FolderState folder) {
        forget(folder);
        things.add(folder.deleted(modseq, now));
    }

    /** The folder goes for good: it is not remembered. */
    void wipe(FolderState folder) {
        forget(folder);
        things.add(new StateRecord.FolderGone(account(), modseq, folder.folderId()));
    }

    private void forget(FolderState folder) {
        folders.remove(folder.folderId());
        departed.remove(folder.folderId());
        searches.remove(folder.folderId());
    }

    /** What the search folder says of the item is this from now on. */
    void show(StateRecord.Member member) {
        shown.add(member);
        if (member.shown()) {
            touch(member.folderId());
        }
    }

    void hide(StateRecord.Member member) {
        hidden.add(new StateRecord.MemberGone(account(), modseq, member.folderId(), member.itemNo()));
        if (member.shown()) {
            depart(member.folderId(), member.uid());
            touch(member.folderId());
        }
    }

    /** Brings search folders up to date with what has been put. */
    void settle() throws IOException {
        if (!changed.isEmpty()) {
            new Memberships(this).settle(changed.values());
        }
    }

    /** Whether there is an item in the folder once this commit is done. */
    boolean holdsItems(int folderId) throws IOException {
        return head.holdsItems(folderId, things);
    }

    /** The next UID of the folder, which must be there. */
    long nextUid(int id) {
        FolderState folder = folder(id).orElseThrow();
        put(folder.with(modseq, folder.uidNext() + 1, folder.recentFrom()));
        return folder.uidNext();
    }

    /** Names of the account's keywords, in the order of their bits. */
    List<String> keywords() {
        return keywords.names();
    }

    /** The UID will not be in the folder any more. */
    void depart(int id, long uid) {
        departed.computeIfAbsent(id, _ -> new TreeSet<>()).add(uid);
    }

    /** Which messages have left at this modseq or before is forgotten; answers the highest such modseq. */
    long purge(long through) {
        purged = Math.max(purged, through);
        return purged;
    }

    /** What went at this modseq or before is forgotten; answers the highest such modseq. */
    long forget(long through) {
        forgotten = Math.max(forgotten, through);
        return forgotten;
    }

    /** Lets the folder's modseq grow with its items'. */
    void touch(int id) {
        FolderState folder = folder(id).orElseThrow();
        put(folder.with(modseq, folder.uidNext(), folder.recentFrom()));
    }

    /** The counts of a folder as they are after what has been put so far; or {@link StoredCounts#ACCOUNT}, {@link StoredCounts#PROPERTIES}. */
    StoredCounts counts(int slot) {
        return counts.getOrDefault(slot, StoredCounts.NONE);
    }

    /** What those commits make of properties that are on their way. */
    Map<PropertyKey, StateRecord> pendingProperties() {
        Map<PropertyKey, StateRecord> known = pendingProperties;
        if (known == null) {
            known = head.pendingProperties();
            pendingProperties = known;
        }
        return known;
    }

    /** What this commit makes of properties. */
    Map<PropertyKey, StateRecord> properties() {
        return properties;
    }

    void put(StateRecord before, StateRecord after) {
        put(Optional.of(before), after);
    }

    /** Puts a thing that is counted. */
    void put(Optional<? extends StateRecord> before, StateRecord after) {
        StoredCounts.differences(before, after)
                .forEach((slot, difference) -> counts.merge(slot, difference, StoredCounts::plus));
        if (!searches.isEmpty()) {
            Memberships.Changed.of(before, after)
                    .ifPresent(change -> changed.merge(change.itemNo(), change, Memberships.Changed::then));
        }
        put(after);
    }

    void put(StateRecord thing) {
        switch (thing) {
            case FolderState folder -> put(folder);
            case StateRecord.Keywords changed -> {
                keywords = changed;
                things.add(changed);
            }
            case StateRecord.Subscriptions changed -> {
                subscriptions = changed;
                things.add(changed);
            }
            case StateRecord.Owned changed -> {
                owned = changed;
                things.add(changed);
            }
            case StateRecord.PropertyState property -> {
                properties.put(property.key(), property);
                limit(property.key(), QuotaLimits.limit(property.value()));
                search(property.key(), CriterionCodec.read(property.value()));
            }
            case StateRecord.PropertyGone gone -> {
                properties.put(gone.key(), gone);
                limit(gone.key(), OptionalLong.empty());
                search(gone.key(), Optional.empty());
            }
            case StateRecord other -> things.add(other);
        }
    }

    private void search(PropertyKey key, Optional<Criterion> criterion) {
        if (SearchFolders.defines(key)) {
            searches.computeIfPresent(key.folderId(), (_, _) -> criterion.orElse(Criterion.NONE));
        }
    }

    private void limit(PropertyKey key, OptionalLong own) {
        if (key.kind() == PropertyKind.QUOTA) {
            quota.remove(key);
            own.ifPresent(limit -> quota.put(key, limit));
        }
    }

    /**
     * Whether the folder and the account may take one message more, after what has been put so far.
     *
     * @param standard limits where the account has none of its own
     */
    boolean fits(QuotaLimits standard, int folderId, long octets) {
        return standard.with(quota, PropertyKey.ACCOUNT).allow(counts(StoredCounts.ACCOUNT), held(folderId), octets)
                && hasRoom(folderId, octets);
    }

    /** Whether the limits that the folder has of its own let it take one message more, even of this account. */
    boolean hasRoom(int folderId, long octets) {
        return QuotaLimits.UNLIMITED.with(quota, folderId).allow(held(folderId), held(folderId), octets);
    }

    /** Mail, and what else is there. */
    private StoredCounts held(int folderId) {
        return counts(folderId).plus(counts(StoredCounts.beside(folderId)));
    }

    boolean empty() {
        return things.isEmpty()
                && hidden.isEmpty()
                && shown.isEmpty()
                && touched.isEmpty()
                && properties.isEmpty()
                && purged == before.counters().purged()
                && forgotten == before.counters().forgotten();
    }

    List<StateRecord> records() {
        List<StateRecord> records = new ArrayList<>();
        records.add(counters());
        for (int id : touched) {
            folder(id).ifPresent(records::add);
        }
        records.addAll(hidden);
        records.addAll(things);
        records.addAll(properties.values());
        records.addAll(shown);
        departed.forEach((folder, uids) ->
                records.add(new Departed(account(), modseq, folder, now.getEpochSecond(), UidRange.of(uids))));
        return List.copyOf(records);
    }

    AccountHead.State after() {
        counts.values().removeIf(StoredCounts.NONE::equals);
        Map<Integer, StoredCounts> counted = Map.copyOf(counts);
        return new AccountHead.State(
                counters(),
                Map.copyOf(folders),
                keywords,
                subscriptions,
                counted,
                Map.copyOf(quota),
                Map.copyOf(searches),
                owned);
    }

    private Counters counters() {
        return new Counters(account(), modseq, itemNo, folderId, uidValidity, purged, forgotten);
    }
}
