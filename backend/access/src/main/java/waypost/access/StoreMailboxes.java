package waypost.access;

import java.io.IOException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import waypost.protocol.ServedSession.Wakeup;
import waypost.protocol.imap.AppendLimit;
import waypost.protocol.imap.ImapCommand.Select.Access;
import waypost.protocol.imap.MailboxChanges;
import waypost.protocol.imap.MailboxMetadata;
import waypost.protocol.imap.MailboxQuotas;
import waypost.protocol.imap.Mailboxes;
import waypost.protocol.imap.SelectedMailbox;
import waypost.store.Account;
import waypost.store.AccountWatch;
import waypost.store.Folder;
import waypost.store.FolderCounts;
import waypost.store.FolderRole;
import waypost.store.FolderSnapshot;
import waypost.store.MessageRef;
import waypost.store.OpenFolder;
import waypost.store.Right;

/**
 * The mailboxes of an account, for one IMAP session and its thread: the user's own, or those of another. Each command asks for the rights that RFC 4314 §4
 * wants for it.
 */
final class StoreMailboxes implements Mailboxes {
    private final Branch branch;
    private final Account account;
    private final AppendLimit largestMessage;
    private final InstantSource clock;
    private final StoreMetadata metadata;
    private final StoreChanges changes;

    /** The user's own. */
    StoreMailboxes(Account account, AppendLimit largestMessage, InstantSource clock) {
        this(Branch.own(account), largestMessage, clock);
    }

    private StoreMailboxes(Branch branch, AppendLimit largestMessage, InstantSource clock) {
        this(branch, largestMessage, clock, new StoreChanges(branch));
    }

    /** @param changes is told what is done here */
    StoreMailboxes(Branch branch, AppendLimit largestMessage, InstantSource clock, StoreChanges changes) {
        this.branch = branch;
        this.account = branch.account();
        this.largestMessage = largestMessage;
        this.clock = clock;
        this.metadata = new StoreMetadata(branch);
        this.changes = changes;
    }

    Place place(String mailbox, Right... anyOf) throws IOException {
        return new Place(branch, branch.folder(mailbox, anyOf));
    }

    @Override
    public List<Entry> list() throws IOException {
        return list(Set.copyOf(account.subscriptions()));
    }

    /** @param subscribed full names */
    List<Entry> list(Set<String> subscribed) throws IOException {
        List<Folder> folders =
                branch.access().folders().stream().filter(branch::shows).toList();
        Set<Integer> parents = folders.stream().map(Folder::parent).collect(Collectors.toSet());
        List<Entry> entries = folders.stream()
                .map(folder -> new Entry(
                        branch.name(folder),
                        true,
                        parents.contains(folder.id()),
                        subscribed.contains(branch.name(folder)),
                        branch.personal() ? use(folder.role()) : Optional.empty()))
                .toList();
        Set<Integer> there = folders.stream().map(Folder::id).collect(Collectors.toSet());
        boolean whole = parents.stream().allMatch(id -> id == 0 || there.contains(id));
        return whole || !branch.personal() ? entries : Levels.with(entries, subscribed);
    }

    /** RFC 6154 §2. */
    private static Optional<SpecialUse> use(FolderRole role) {
        return switch (role) {
            case NONE, INBOX, SEARCH -> Optional.empty();
            case SENT -> Optional.of(SpecialUse.SENT);
            case DRAFTS -> Optional.of(SpecialUse.DRAFTS);
            case TRASH -> Optional.of(SpecialUse.TRASH);
            case JUNK -> Optional.of(SpecialUse.JUNK);
            case ARCHIVE -> Optional.of(SpecialUse.ARCHIVE);
        };
    }

    @Override
    public List<String> subscriptions() {
        return subscribedNames();
    }

    /** Whether there are such mailboxes or not, and whoever's they are. */
    List<String> subscribedNames() {
        return account.subscriptions().stream()
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    @Override
    public void create(String name, Optional<SpecialUse> use) throws IOException {
        if (!branch.personal() && use.isPresent()) {
            throw new MailboxException("USEATTR", "Mailboxes of others have no special use"); // RFC 6154 §3
        }
        boolean search = branch.personal() && SearchNames.hold(name);
        if (search && use.isPresent()) {
            throw new MailboxException("USEATTR", "Search folders have no special use"); // RFC 6154 §3
        }
        FolderRole role =
                search ? FolderRole.SEARCH : use.map(StoreMailboxes::role).orElse(FolderRole.NONE);
        Refusals.done(branch.access().createFolder(branch.local(name), role), name);
        changes.created(branch.local(name));
    }

    private static FolderRole role(SpecialUse use) {
        return switch (use) {
            case SENT -> FolderRole.SENT;
            case DRAFTS -> FolderRole.DRAFTS;
            case TRASH -> FolderRole.TRASH;
            case JUNK -> FolderRole.JUNK;
            case ARCHIVE -> FolderRole.ARCHIVE;
        };
    }

    /** RFC 3501 §6.3.4 allows a name with children to stay behind without its messages; that is declined, nothing is lost by mistake. */
    @Override
    public void delete(String name) throws IOException {
        Folder folder = branch.folder(name, Right.DELETE_FOLDER);
        Refusals.done(branch.access().deleteFolder(folder.id()), name);
        changes.deleted(folder.id());
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Folder source = branch.folder(from, Right.DELETE_FOLDER);
        if (branch.personal()) {
            SearchNames.requireRename(source, to);
        }
        if (source.id() == Folder.INBOX && branch.personal()) {
            emptyInbox(to);
        } else {
            Refusals.done(branch.access().renameFolder(source.id(), branch.local(to)), from);
        }
        changes.created(branch.local(to));
    }

    /**
     * RFC 3501 §6.3.5: the messages of INBOX go to a new mailbox; INBOX stays, and so do the mailboxes below it. RFC 5464 §4.1: both have its annotations
     * then.
     */
    private void emptyInbox(String to) throws IOException {
        int folderId = Refusals.done(account.createFolder(to, FolderRole.NONE), to);
        metadata.copy(Folder.INBOX, folderId, to);
        FolderSnapshot inbox = snapshot(Folder.INBOX, "INBOX");
        List<MessageRef> messages =
                IntStream.range(0, inbox.size()).mapToObj(inbox::ref).toList();
        Refusals.done(account.move(Folder.INBOX, messages, folderId), to);
    }

    /** RFC 3501 §6.3.6: a name is checked when it is subscribed, and stays subscribed when its mailbox goes. */
    @Override
    public void subscribe(String name) throws IOException {
        subscribe(place(name, Right.VISIBLE));
    }

    void subscribe(Place place) throws IOException {
        Refusals.done(account.subscribe(place.name()), place.name());
        changes.subscribed(place.name());
    }

    @Override
    public void unsubscribe(String name) throws IOException {
        Refusals.done(account.unsubscribe(name), name);
        changes.unsubscribed(name);
    }

    @Override
    public Counts status(String name) throws IOException {
        Folder folder = branch.folder(name, Right.READ);
        FolderCounts counts = counts(folder);
        return new Counts(
                counts.messages(),
                counts.recent(),
                folder.uidNext(),
                folder.uidValidity(),
                counts.unseen(),
                folder.modseq());
    }

    @Override
    public Totals totals(String name) throws IOException {
        FolderCounts counts = counts(branch.folder(name, Right.READ));
        return new Totals(counts.octets(), counts.deleted());
    }

    private FolderCounts counts(Folder folder) throws IOException {
        return branch.access().counts(folder.id()).orElseThrow(() -> new NoSuch(branch.name(folder)));
    }

    @Override
    public String mailboxId(String name) throws IOException {
        return ObjectIds.mailbox(place(name, Right.VISIBLE, Right.READ, Right.CREATE_SUB));
    }

    private FolderSnapshot snapshot(int folderId, String name) throws IOException {
        try (OpenFolder opened = account.open(folderId, _ -> {}).orElseThrow(() -> new NoSuch(name))) {
            return opened.snapshot();
        }
    }

    @Override
    public SelectedMailbox select(String name, Access access, Wakeup wakeup) throws IOException {
        return select(name, access, wakeup, this::place);
    }

    /** @param places where its messages may go */
    SelectedMailbox select(String name, Access access, Wakeup wakeup, Place.Finder places) throws IOException {
        Place place = place(name, Right.READ);
        OpenFolder opened =
                branch.access().open(place.folder().id(), _ -> wakeup.wake()).orElseThrow(() -> new NoSuch(name));
        AccountWatch.Watching rightsWatch = RightsWatch.of(place, wakeup);
        try {
            return new StoreSelectedMailbox(
                    place,
                    opened,
                    rightsWatch,
                    access,
                    new Transfers(
                            place,
                            places,
                            (to, replaced) -> new StoreUpload(to, largestMessage, clock, Optional.of(replaced))));
        } catch (IOException | RuntimeException failure) {
            rightsWatch.close();
            opened.close();
            throw failure;
        }
    }

    @Override
    public AppendLimit appendLimit() {
        return largestMessage;
    }

    @Override
    public Upload append(String mailbox, List<String> flags, Optional<OffsetDateTime> date, long size)
            throws IOException {
        Place place = place(mailbox, Right.CREATE);
        SearchNames.requireOrdinary(place.folder());
        StoreUpload upload = new StoreUpload(place, largestMessage, clock, Optional.empty());
        upload.next(flags, date, size);
        return upload;
    }

    @Override
    public Optional<MailboxQuotas> quotas() {
        return Optional.of(quota());
    }

    StoreQuotas quota() {
        return new StoreQuotas(branch);
    }

    StoreMetadata annotations() {
        return metadata;
    }

    StoreChanges watched() {
        return changes;
    }

    boolean sameAccount(StoreMailboxes other) {
        return account.id().equals(other.account.id());
    }

    @Override
    public Optional<MailboxMetadata> metadata() {
        return Optional.of(metadata);
    }

    @Override
    public Optional<MailboxChanges> changes() {
        return Optional.of(changes);
    }

    /** What an open mailbox holds, {@link SelectedMailbox#close} lets go. */
    @Override
    public void close() {
        metadata.close();
        changes.unwatch();
    }
}
