package waypost.store;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import waypost.identity.AccountId;
import waypost.identity.AccountLimits;
import waypost.identity.TransferId;

/**
 * An account on a volume of this node, open for any number of sessions and deliveries at once. All methods may block and are meant for virtual threads. What is
 * read is durable; what changes is durable and visible to all sessions when the method returns.
 */
public final class Account {
    /** Messages that one {@link #copy} takes. */
    public static final int MOST_COPIED = ItemParts.COMMIT_ITEMS;

    private final AccountId id;
    private final VolumeCore volume;
    private final AccountHead head;
    private final OpenFolders folders;
    private final AccountProperties properties;
    private final ItemParts parts;

    Account(AccountId id, VolumeCore volume) {
        this.id = id;
        this.volume = volume;
        this.head = new AccountHead(id.value(), this, volume.table());
        this.folders = new OpenFolders(
                id.value(), this, volume.table(), volume.accounts().resting());
        this.properties = new AccountProperties(id.value(), volume.table(), this::run);
        this.parts = new ItemParts(this::run);
    }

    public AccountId id() {
        return id;
    }

    /** INBOX first, then by name, parents before children. */
    public List<Folder> folders() {
        return new FolderTree(folders.folders()).all();
    }

    public Optional<Folder> folder(String name) {
        FolderTree tree = new FolderTree(folders.folders());
        return tree.find(name).map(tree::folder);
    }

    public Optional<Folder> folder(int folderId) {
        return folders.folder(folderId);
    }

    /** Counts the messages of a folder without reading them; empty when it is not there. */
    public Optional<FolderCounts> counts(int folderId) throws IOException {
        Optional<Folder> folder = folder(folderId);
        return folder.isEmpty()
                ? Optional.empty()
                : Optional.of(AccountReads.counts(volume.served(), id.value(), folder.get()));
    }

    /** What it holds and may hold; the limits of its own are {@link PropertyKind#QUOTA} properties. */
    public Quota quota() throws IOException {
        return AccountReads.quota(volume.served(), id.value(), volume.quota());
    }

    /** What a folder holds and may hold by limits of its own, none of which is above the account's. */
    public Quota quota(int folderId) throws IOException {
        return AccountReads.quota(volume.served(), id.value(), volume.quota(), folderId);
    }

    /** Whether a message of so many octets would be taken into the folder now: no quota is in its way. */
    public boolean hasQuota(int folderId, long octets) throws IOException {
        return head.seen(
                volume.journal().term(),
                state -> new Draft(head, state, Instant.EPOCH).fits(volume.quota(), folderId, octets));
    }

    /** Has the account keep to what its directory gives it, where it has no limits of its own; writes nothing where it does. */
    public Outcome<Integer> give(AccountLimits limits) throws IOException {
        List<PropertyChange> changes =
                head.seen(volume.journal().term(), state -> QuotaLimits.given(limits, state.quota()));
        return changes.isEmpty() ? Outcome.done(0) : properties.change(changes);
    }

    /** Makes a folder for mail; answers its id. */
    public Outcome<Integer> createFolder(String name, FolderRole role) throws IOException {
        return createFolder(name, FolderType.mail(role));
    }

    /** Makes a folder and the parents it lacks, which are for mail and get no role; answers its id. */
    public Outcome<Integer> createFolder(String name, FolderType type) throws IOException {
        return run(Change.Growth.GROWS, draft -> FolderCommits.create(draft, name, type));
    }

    /**
     * Deletes a folder without children, and the messages that it holds now, in one commit: when more come before that, all stay. What one commit cannot
     * take goes ahead of it. INBOX stays; so does what a search folder shows.
     */
    public Outcome<Integer> deleteFolder(int folderId) throws IOException {
        return new FolderDeletion(this, this::run).run(folderId);
    }

    /** The folder and all below it go by the new name. INBOX cannot: who renames it moves its messages. */
    public Outcome<Integer> renameFolder(int folderId, String name) throws IOException {
        return run(Change.Growth.ESSENTIAL, draft -> FolderCommits.rename(draft, folderId, name));
    }

    public AccountProperties properties() {
        return properties;
    }

    public SieveScripts scripts() {
        return new SieveScripts(properties);
    }

    public AppPasswords appPasswords() {
        return new AppPasswords(properties);
    }

    public SecondFactor secondFactor() {
        return new SecondFactor(properties);
    }

    /** Tells the watch of all that changes from now on, until it is closed. */
    public AccountWatch.Watching watch(AccountWatch watch) {
        folders.join(watch);
        return () -> openFolders().leave(watch); // holds the account: only one in memory is told
    }

    public List<String> subscriptions() {
        return folders.subscriptions();
    }

    public Outcome<Boolean> subscribe(String name) throws IOException {
        return run(Change.Growth.ESSENTIAL, draft -> FolderCommits.subscribe(draft, name));
    }

    public Outcome<Boolean> unsubscribe(String name) throws IOException {
        return run(Change.Growth.ESSENTIAL, draft -> FolderCommits.unsubscribe(draft, name));
    }

    /** Names of the account's keywords; the place of each is its {@link Flags#keyword}. */
    public List<String> keywords() {
        return folders.keywords();
    }

    /** The flags for these keywords; those the account does not have yet are added. */
    public Outcome<Flags> keywords(List<String> names) throws IOException {
        return run(Change.Growth.ESSENTIAL, draft -> ItemCommits.keywords(draft, names));
    }

    /** Holds a folder open; empty when it is not there. */
    public Optional<OpenFolder> open(int folderId, FolderWatch watch) throws IOException {
        var _ = volume.served();
        return folders.open(folderId, watch);
    }

    /** Takes the messages that no session has been told of; who calls is the only one to call them recent (RFC 3501 §2.3.2). */
    public Outcome<RecentClaim> claimRecent(int folderId) throws IOException {
        return run(Change.Growth.ESSENTIAL, draft -> FolderCommits.claimRecent(draft, folderId));
    }

    /** Empty when it has been expunged. */
    public Optional<Message> message(long itemNo) throws IOException {
        return AccountReads.item(volume.served(), id.value(), itemNo)
                .map(item -> new Message(item, volume.journal(), volume.index()));
    }

    /**
     * All that is in the account, in the order of its numbers. What is moved between folders is met once.
     *
     * @param from the first number
     */
    public List<Message> messages(long from, int most) throws IOException {
        return AccountReads.items(volume.served(), id.value(), from, most).stream()
                .map(item -> new Message(item, volume.journal(), volume.index()))
                .toList();
    }

    /** The last number that a message was given, and the last change. */
    public Numbers numbers() throws IOException {
        AccountHead.State state = head.lock(volume.journal().term());
        try {
            return new Numbers(state.counters().itemNo(), state.counters().version());
        } finally {
            head.unlock();
        }
    }

    /** Where an account is with its numbers. */
    public record Numbers(long itemNo, long modseq) {}

    /**
     * The messages that may have this text in one of the fields, as far as that is known without reading them. Who asks this of an account with hundreds of
     * messages for the first time hears that any may; from then on the account has an index.
     */
    public SearchCandidates candidates(Set<SearchField> fields, String text) throws IOException {
        SearchCandidates candidates = SearchReads.candidates(volume.served(), id.value(), fields, text);
        if (candidates == SearchCandidates.NOT_INDEXED) {
            volume.search().searched(id.value());
        }
        return candidates;
    }

    /** Something that reads many messages. */
    @FunctionalInterface
    public interface Reading<T> {
        T run() throws IOException;
    }

    /** Is called on the thread that waits for a {@link Reading}; by a failure it gives up waiting. */
    @FunctionalInterface
    public interface Waiting {
        void passed() throws IOException;
    }

    /**
     * Runs it on a thread that needs no other to read the index; waits for it. There are a few such threads, so it may have to wait its turn.
     *
     * @param every after each such time the waiting is told
     */
    public <T> T reading(Reading<T> reading, Duration every, Waiting waiting) throws IOException {
        return volume.search().threads().run(reading, every, waiting);
    }

    /** Brings what {@link #candidates} knows up to date at once; where there is an index, the volume does so by itself in some seconds. */
    public void index() throws IOException {
        volume.search().catchUp(id.value());
    }

    /** Whether the transfer has brought a message here before. */
    public boolean knows(TransferId transfer) throws IOException {
        return AccountReads.ofTransfer(volume.table(), transfer).stream()
                .anyMatch(sent -> sent.account() == id.value());
    }

    /** A new body for this account. */
    public Upload upload() {
        return volume.upload(id);
    }

    /** As {@link #upload}, of a body that may come again. */
    Upload transfer() {
        return volume.transfer(id);
    }

    public Outcome<Appended> append(ReceivedBody body, NewMessage message) throws IOException {
        Outcome<List<Delivered>> delivered =
                volume.deliveries().deliver(body, List.of(new Delivery(id, message, Optional.empty())));
        return switch (delivered) {
            case Outcome.Done<List<Delivered>>(List<Delivered> results) ->
                switch (results.getFirst()) {
                    case Delivered.Stored(Appended appended) -> Outcome.done(appended);
                    case Delivered.Refused(Outcome.Reason reason) -> Outcome.refused(reason);
                    case Delivered.AlreadyHere _ -> throw new IllegalStateException("no transfer was given");
                };
            case Outcome.Refused<List<Delivered>>(Outcome.Reason reason) -> Outcome.refused(reason);
        };
    }

    /** All of them, in their order, or none (RFC 3502). */
    public Outcome<List<Appended>> append(List<Arrival> arrivals) throws IOException {
        if (arrivals.size() == 1) {
            return append(arrivals.getFirst().body(), arrivals.getFirst().message())
                    .map(List::of);
        }
        return volume.deliveries().append(id, arrivals);
    }

    /** Puts the message where it is to be and expunges another one for it, in one commit; refused when that one is not there. */
    public Outcome<Appended> replace(int folderId, MessageRef replaced, Arrival arrival) throws IOException {
        return volume.deliveries().replace(id, folderId, replaced, id, arrival);
    }

    /** Changes flags; answers the messages that now have others. */
    public Outcome<List<MessageRow>> flag(int folderId, List<MessageRef> messages, FlagChange change)
            throws IOException {
        return flag(folderId, messages, change, Long.MAX_VALUE).map(Flagged::changed);
    }

    /**
     * Changes flags of those messages that have not changed since (RFC 7162 §3.1.3).
     *
     * @param unchangedSince a modseq
     */
    public Outcome<Flagged> flag(int folderId, List<MessageRef> messages, FlagChange change, long unchangedSince)
            throws IOException {
        return parts.flag(messages, (draft, part) -> ItemCommits.flag(draft, folderId, part, change, unchangedSince));
    }

    /** Makes all of these changes of an item's properties, or none; answers whether that changed anything. */
    public Outcome<Boolean> extend(int folderId, MessageRef item, List<ItemProperties.Change> changes)
            throws IOException {
        return run(Change.Growth.GROWS, draft -> ItemCommits.extend(draft, folderId, item, changes));
    }

    /** All of them or none (RFC 3501 §6.4.7); too many are refused. */
    public Outcome<Copied> copy(int folderId, List<MessageRef> messages, int toFolder) throws IOException {
        return parts.copy(
                messages,
                folder(toFolder),
                (draft, part) -> ItemCommits.copy(draft, volume.quota(), folderId, part, toFolder));
    }

    /** The messages keep their item numbers and leave the folder they were in. */
    public Outcome<Copied> move(int folderId, List<MessageRef> messages, int toFolder) throws IOException {
        return parts.move(
                messages, folder(toFolder), (draft, part) -> ItemCommits.move(draft, folderId, part, toFolder));
    }

    /** Removes messages for ever, whatever their flags; answers their UIDs. */
    public Outcome<List<Long>> expunge(int folderId, List<MessageRef> messages) throws IOException {
        return expunge(folderId, messages, Flags.NONE);
    }

    /** Removes those of the messages for ever that have all these flags when it happens; answers their UIDs. */
    public Outcome<List<Long>> expunge(int folderId, List<MessageRef> messages, Flags required) throws IOException {
        return parts.expunge(messages, (draft, part) -> ItemCommits.expunge(draft, folderId, part, required));
    }

    /**
     * The UIDs that have left a folder since, for a client that has seen it at that modseq (RFC 7162 §3.2.5). Empty when the folder is not there.
     *
     * @param through what left after this modseq is left out: that of the snapshot the client is shown
     */
    public Optional<Vanished> vanished(int folderId, long sinceModseq, long through) throws IOException {
        return folder(folderId).isEmpty()
                ? Optional.empty()
                : Optional.of(AccountReads.vanished(volume.table(), id.value(), folderId, sinceModseq, through));
    }

    /** What has been expunged and can be brought back. */
    public Undeletion undeletion() {
        return new Undeletion(id.value(), volume, this::run);
    }

    /** As its owner sees it. */
    public Access own() {
        return new Access(this, new Visitor(id, Set.of()), Rights.ALL);
    }

    VolumeCore volume() {
        return volume;
    }

    AccountHead head() {
        return head;
    }

    ItemParts parts() {
        return parts;
    }

    QuotaLimits standardQuota() {
        return volume.quota();
    }

    <T> Outcome<T> restoring(AccountProperties.Preparation<T> preparation) throws IOException {
        return run(Change.Growth.GROWS, preparation);
    }

    /** With a body that arrives with the commit. */
    <T> Outcome<T> restoring(ReceivedBody body, Deliveries.Restoring<T> restoring) throws IOException {
        return volume.deliveries().restore(head, body, restoring);
    }

    /** Brings search folders up to date at once; the volume does so by itself as soon as it can. */
    public void lookThrough() throws IOException {
        volume.searchFolders().catchUp();
    }

    long tick() {
        return volume.ticks().next();
    }

    /** All items of a folder, mail or not. */
    List<MessageRef> refs(int folderId) throws IOException {
        return AccountReads.refs(volume.served(), id.value(), folderId);
    }

    OpenFolders openFolders() {
        return folders;
    }

    private <T> Outcome<T> run(Change.Growth growth, AccountProperties.Preparation<T> single) throws IOException {
        return volume.commits().run(List.of(head), growth, drafts -> {
            Draft draft = drafts.getFirst();
            return draft.serves() ? single.prepare(draft) : Outcome.refused(Outcome.Reason.NOT_OWNER);
        });
    }
}
