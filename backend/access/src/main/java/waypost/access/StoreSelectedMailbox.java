package waypost.access;

import java.io.IOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import waypost.protocol.imap.ImapCommand.Select.Access;
import waypost.protocol.imap.ImapCommand.Store.Change;
import waypost.protocol.imap.MailboxRights;
import waypost.protocol.imap.Mailboxes;
import waypost.protocol.imap.Mailboxes.MailboxException;
import waypost.protocol.imap.SearchKey;
import waypost.protocol.imap.SelectedMailbox;
import waypost.protocol.imap.SequenceSet;
import waypost.store.Account;
import waypost.store.AccountWatch;
import waypost.store.FlagChange;
import waypost.store.Flagged;
import waypost.store.Flags;
import waypost.store.Folder;
import waypost.store.FolderChanges;
import waypost.store.Message;
import waypost.store.MessageRef;
import waypost.store.MessageRow;
import waypost.store.OpenFolder;
import waypost.store.Right;
import waypost.store.Vanished;

/**
 * An open folder as one session sees it. What the store does becomes visible at {@link #refresh} only; the session's own changes of flags
 * are in the view at once, as its client expects them. One session's thread.
 */
final class StoreSelectedMailbox implements SelectedMailbox {
    private final Place place;
    private final Account account;
    private final Folder folder;
    private final OpenFolder opened;
    private final AccountWatch.Watching rightsWatch;
    private final Access access;
    private final Transfers transfers;
    private final FlagNames names;
    private final SessionView view;
    private final RecentClaims claims;
    private Flags used;
    private Set<String> keywords;
    private MailboxRights told;
    private long modseq;
    private long uidNext;
    private @Nullable StoredContent last;
    private long lastUid;

    /** Takes the hold on the folder over, and the watch. */
    StoreSelectedMailbox(
            Place place, OpenFolder opened, AccountWatch.Watching rightsWatch, Access access, Transfers transfers)
            throws IOException {
        this.place = place;
        this.account = place.branch().account();
        this.folder = place.folder();
        this.opened = opened;
        this.rightsWatch = rightsWatch;
        this.access = access;
        this.transfers = transfers;
        told = rights();
        claims = new RecentClaims(account, folder.id(), place.branch().personal() ? access : Access.EXAMINE);
        names = new FlagNames(account);
        view = opened.read(messages -> {
            modseq = messages.modseq();
            uidNext = messages.uidNext();
            return new SessionView(messages);
        });
        used = view.used();
        keywords = names.keywords(used);
        int first =
                view.indexOf(account.folder(folder.id()).map(Folder::recentFrom).orElse(uidNext));
        claims.mark(view, first < 0 ? -first - 1 : first, uidNext);
    }

    @Override
    public String name() {
        return place.name();
    }

    @Override
    public String mailboxId() {
        return ObjectIds.mailbox(place);
    }

    @Override
    public MailboxRights rights() throws IOException {
        return place.usable();
    }

    /** RFC 4314 §5.1.1: rights count for each command. Who may not read any more is refused, and then the session ends. */
    @Override
    public void requireReadable() throws IOException {
        place.branch().require(folder, Right.READ);
    }

    @Override
    public boolean readOnly() {
        return access == Access.EXAMINE;
    }

    @Override
    public boolean gone() {
        return account.folder(folder.id()).isEmpty();
    }

    @Override
    public long uidValidity() {
        return folder.uidValidity();
    }

    @Override
    public long uidNext() {
        return uidNext;
    }

    @Override
    public long highestModSeq() {
        return modseq;
    }

    @Override
    public Optional<List<SequenceSet.Range>> vanished(long sinceModSeq) throws IOException {
        return switch (account.vanished(folder.id(), sinceModSeq, modseq)
                .orElseThrow(() -> new Mailboxes.NoSuch(name()))) {
            case Vanished.Uids(var uids) ->
                Optional.of(uids.stream()
                        .map(range -> new SequenceSet.Range(range.first(), range.last()))
                        .toList());
            case Vanished.TooOld() -> Optional.empty();
        };
    }

    @Override
    public boolean lags() {
        return view.hasGone();
    }

    @Override
    public long modSeq(int number) {
        Flags told = view.flags(number - 1);
        return opened.message(uid(number))
                .map(row -> row.flags().equals(told) ? row.modseq() : Math.min(row.modseq(), modseq))
                .orElse(modseq);
    }

    @Override
    public int size() {
        return view.size();
    }

    @Override
    public int recent() {
        return view.recent();
    }

    @Override
    public long uid(int number) {
        return view.uid(number - 1);
    }

    @Override
    public int number(long uid) {
        return Math.max(0, view.indexOf(uid) + 1);
    }

    @Override
    public Set<String> flags(int number) {
        Flags flags = view.flags(number - 1);
        return view.isRecent(number - 1) ? names.recentNames(flags) : names.names(flags);
    }

    @Override
    public Set<String> keywords() {
        return keywords;
    }

    @Override
    public boolean expunged(int number) {
        return opened.shown(uid(number)).isEmpty();
    }

    @Override
    public OffsetDateTime internalDate(int number) throws IOException {
        return row(number).receivedAt().date();
    }

    @Override
    public String emailId(int number) throws IOException {
        return ObjectIds.email(place, stored(number).message());
    }

    @Override
    public Optional<String> threadId(int number) throws IOException {
        return Optional.of(ObjectIds.thread(place, stored(number).message()));
    }

    @Override
    public Optional<OffsetDateTime> saveDate(int number) throws IOException {
        return stored(number).message().saveDate().map(saved -> saved.atOffset(ZoneOffset.UTC));
    }

    @Override
    public long size(int number) throws IOException {
        return row(number).octets();
    }

    @Override
    public <T> T reading(Reading<T> reading, Duration every, Waiting waiting) throws IOException {
        return account.reading(reading::run, every, waiting::passed);
    }

    @Override
    public IntPredicate mayMatch(SearchKey.Textual key) throws IOException {
        return IndexNarrowing.of(key, account, opened, view);
    }

    @Override
    public Mailboxes.Content content(int number) throws IOException {
        return stored(number);
    }

    private StoredContent stored(int number) throws IOException {
        long uid = uid(number);
        StoredContent known = last;
        if (known == null || lastUid != uid) {
            Message message = account.message(row(number).itemNo())
                    .filter(found ->
                            SearchNames.search(folder) || found.folderId() == folder.id() && found.uid() == uid)
                    .orElseThrow(Refusals::messageGone);
            known = new StoredContent(message);
            last = known;
            lastUid = uid;
        }
        return known;
    }

    private MessageRow row(int number) throws MailboxException {
        return opened.shown(uid(number)).orElseThrow(Refusals::messageGone);
    }

    /** Those that are still there. */
    private List<MessageRef> messages(List<Integer> numbers) {
        return numbers.stream()
                .flatMap(number -> opened.shown(uid(number)).stream())
                .map(row -> new MessageRef(row.itemNo(), row.uid()))
                .toList();
    }

    @Override
    public Stored store(List<Integer> numbers, Change change, List<String> flags, OptionalLong unchangedSince)
            throws IOException {
        FlagChange flagChange = names.change(change, flags, rights());
        Flagged flagged = Refusals.done(
                place.branch()
                        .access()
                        .flag(folder.id(), messages(numbers), flagChange, unchangedSince.orElse(Long.MAX_VALUE)),
                name());
        List<Integer> modified = flagged.modified().stream().map(this::number).toList();
        if (!place.branch().personal()) {
            return new Stored(take(flagChange, flagged), modified);
        }
        List<Integer> passed = new ArrayList<>(numbers);
        passed.removeAll(Set.copyOf(modified));
        passed.removeIf(this::expunged);
        return new Stored(take(flagChange, passed), modified);
    }

    /** Numbers whose flags are others in the view now. */
    private List<Integer> take(FlagChange change, List<Integer> numbers) {
        return numbers.stream()
                .filter(number -> take(number - 1, change.of(view.flags(number - 1))))
                .toList();
    }

    /** The same of somebody who may not change all flags: those that he has changed are in the view as they were stored. */
    private List<Integer> take(FlagChange change, Flagged flagged) {
        List<Integer> changed = new ArrayList<>();
        for (MessageRow row : flagged.changed()) {
            int index = view.indexOf(row.uid());
            Flags stored = row.flags().and(change.named());
            if (take(index, view.flags(index).without(change.named()).with(stored))) {
                changed.add(index + 1);
            }
        }
        return changed;
    }

    private boolean take(int index, Flags after) {
        if (after.equals(view.flags(index))) {
            return false;
        }
        view.flags(index, after);
        used = used.with(after);
        keywords = names.keywords(used);
        return true;
    }

    @Override
    public Mailboxes.Copied copy(List<Integer> numbers, String mailbox) throws IOException {
        return transfers.copy(messages(numbers), mailbox);
    }

    @Override
    public Mailboxes.Copied move(List<Integer> numbers, String mailbox) throws IOException {
        return transfers.move(messages(numbers), mailbox);
    }

    @Override
    public Mailboxes.Upload replace(
            int number, String mailbox, List<String> flags, Optional<OffsetDateTime> date, long octets)
            throws IOException {
        MessageRef message = new MessageRef(row(number).itemNo(), uid(number));
        return transfers.replace(message, mailbox, flags, date, octets);
    }

    @Override
    public void expunge(List<Integer> numbers) throws IOException {
        Refusals.done(place.branch().access().expunge(folder.id(), messages(numbers), Flags.DELETED), name());
    }

    @Override
    public List<Event> refresh(Expunges expunges) throws IOException {
        last = null;
        names.forget();
        requireReadable();
        FolderChanges changes = opened.changes();
        if (changes.modseq() != modseq && gone()) {
            throw new Mailboxes.NoSuch(name());
        }
        modseq = changes.modseq();
        uidNext = changes.uidNext();
        changes.expunged().forEach(view::markGone);
        List<Event> events = new ArrayList<>(expunges == Expunges.TELL ? view.removeGone() : List.of());
        takeNew(changes.changed(), events);
        takeFlags(changes.changed(), events);
        MailboxRights now = rights();
        if (!now.equals(told)) {
            told = now;
            events.add(new Event.RightsChanged());
        }
        return events;
    }

    private void takeNew(List<MessageRow> changed, List<Event> events) throws IOException {
        int before = view.size();
        int recentBefore = view.recent();
        for (MessageRow row : changed) {
            if (view.indexOf(row.uid()) < 0) {
                view.append(row);
                used = used.with(row.flags());
            }
        }
        claims.mark(view, before, uidNext);
        if (view.size() > before) {
            events.add(new Event.Exists(view.size()));
        }
        if (view.recent() != recentBefore) {
            events.add(new Event.Recent(view.recent()));
        }
    }

    private void takeFlags(List<MessageRow> changed, List<Event> events) {
        List<Event> told = new ArrayList<>();
        for (MessageRow row : changed) {
            int index = view.indexOf(row.uid());
            if (!row.flags().equals(view.flags(index))) {
                view.flags(index, row.flags());
                used = used.with(row.flags());
                told.add(new Event.FlagsChanged(index + 1));
            }
        }
        Set<String> now = names.keywords(used);
        if (!now.equals(keywords)) {
            keywords = now;
            events.add(new Event.KeywordsChanged());
        }
        events.addAll(told);
    }

    @Override
    public void close() {
        rightsWatch.close();
        opened.close();
    }
}
