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
import waypost.store.Folder;
import waypost.store.FolderCounts;
import waypost.store.FolderRole;
import waypost.store.FolderSnapshot;
import waypost.store.MessageRef;
import waypost.store.OpenFolder;

/** The mailboxes of an account, for one IMAP session and its thread. */
final class StoreMailboxes implements Mailboxes {
    /** Folders whose changes wait to be told; more than a session may watch. */
    private static final int MOST_CHANGED = 8192;

    private final Account account;
    private final AppendLimit largestMessage;
    private final InstantSource clock;
    private final StoreMetadata metadata;
    private final StoreChanges changes;

    StoreMailboxes(Account account, AppendLimit largestMessage, InstantSource clock) {
        this.account = account;
        this.largestMessage = largestMessage;
        this.clock = clock;
        this.metadata = new StoreMetadata(account);
        this.changes = new StoreChanges(account, MOST_CHANGED);
    }

    private Folder folder(String name) throws NoSuch {
        return account.folder(name).orElseThrow(() -> new NoSuch(name));
    }

    @Override
    public List<Entry> list() {
        List<Folder> folders = account.folders();
        Set<Integer> parents = folders.stream().map(Folder::parent).collect(Collectors.toSet());
        Set<String> subscribed = Set.copyOf(account.subscriptions());
        return folders.stream()
                .map(folder -> new Entry(
                        folder.name(),
                        true,
                        parents.contains(folder.id()),
                        subscribed.contains(folder.name()),
                        use(folder.role())))
                .toList();
    }

    /** RFC 6154 §2. */
    private static Optional<SpecialUse> use(FolderRole role) {
        return switch (role) {
            case NONE, INBOX -> Optional.empty();
            case SENT -> Optional.of(SpecialUse.SENT);
            case DRAFTS -> Optional.of(SpecialUse.DRAFTS);
            case TRASH -> Optional.of(SpecialUse.TRASH);
            case JUNK -> Optional.of(SpecialUse.JUNK);
            case ARCHIVE -> Optional.of(SpecialUse.ARCHIVE);
        };
    }

    @Override
    public List<String> subscriptions() {
        return account.subscriptions().stream()
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    @Override
    public void create(String name, Optional<SpecialUse> use) throws IOException {
        Refusals.done(account.createFolder(name, use.map(StoreMailboxes::role).orElse(FolderRole.NONE)), name);
        changes.created(name);
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
        int folderId = folder(name).id();
        Refusals.done(account.deleteFolder(folderId), name);
        changes.deleted(folderId);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Folder source = folder(from);
        if (source.id() == Folder.INBOX) {
            emptyInbox(to);
        } else {
            Refusals.done(account.renameFolder(source.id(), to), from);
        }
        changes.created(to);
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
        Refusals.done(account.subscribe(folder(name).name()), name);
        changes.subscribed(name);
    }

    @Override
    public void unsubscribe(String name) throws IOException {
        Refusals.done(account.unsubscribe(name), name);
        changes.unsubscribed(name);
    }

    @Override
    public Counts status(String name) throws IOException {
        Folder folder = folder(name);
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
        FolderCounts counts = counts(folder(name));
        return new Totals(counts.octets(), counts.deleted());
    }

    private FolderCounts counts(Folder folder) throws IOException {
        return account.counts(folder.id()).orElseThrow(() -> new NoSuch(folder.name()));
    }

    @Override
    public String mailboxId(String name) throws IOException {
        return ObjectIds.mailbox(folder(name));
    }

    private FolderSnapshot snapshot(int folderId, String name) throws IOException {
        try (OpenFolder opened = account.open(folderId, _ -> {}).orElseThrow(() -> new NoSuch(name))) {
            return opened.snapshot();
        }
    }

    @Override
    public SelectedMailbox select(String name, Access access, Wakeup wakeup) throws IOException {
        Folder folder = folder(name);
        OpenFolder opened = account.open(folder.id(), _ -> wakeup.wake()).orElseThrow(() -> new NoSuch(name));
        try {
            return new StoreSelectedMailbox(
                    account, folder, opened, access, (mailbox, replaced) -> upload(mailbox, Optional.of(replaced)));
        } catch (IOException | RuntimeException failure) {
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
        StoreUpload upload = upload(mailbox, Optional.empty());
        upload.next(flags, date, size);
        return upload;
    }

    private StoreUpload upload(String mailbox, Optional<StoreUpload.Replaced> replaced) throws NoSuch {
        return new StoreUpload(account, folder(mailbox), largestMessage, clock, replaced);
    }

    @Override
    public Optional<MailboxQuotas> quotas() {
        return Optional.of(new StoreQuotas(account));
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
