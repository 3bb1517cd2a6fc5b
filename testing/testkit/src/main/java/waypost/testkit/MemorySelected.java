package waypost.testkit;

import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import waypost.protocol.ServedSession.Wakeup;
import waypost.protocol.imap.ImapCommand.Select.Access;
import waypost.protocol.imap.ImapCommand.Store.Change;
import waypost.protocol.imap.Mailboxes;
import waypost.protocol.imap.Mailboxes.MailboxException;
import waypost.protocol.imap.SelectedMailbox;
import waypost.protocol.imap.SequenceSet;

/** One session's view of a {@link MemoryFolder}. */
final class MemorySelected implements SelectedMailbox {
    private final MemoryAccount account;
    private final String name;
    private final MemoryFolder folder;
    private final Access access;
    private final Wakeup wakeup;
    private final List<Row> rows = new ArrayList<>();
    private Set<String> keywords;
    private long modSeq;

    private record Row(MemoryMessage message, Set<String> flags, boolean recent) {}

    MemorySelected(MemoryAccount account, String name, MemoryFolder folder, Access access, Wakeup wakeup) {
        this.account = account;
        this.name = name;
        this.folder = folder;
        this.access = access;
        this.wakeup = wakeup;
        keywords = folder.keywords();
        modSeq = folder.modSeq();
        addNew();
        folder.watch(wakeup);
    }

    private int addNew() {
        long recentFrom = folder.recentFrom(!readOnly());
        long last = rows.isEmpty() ? 0 : rows.getLast().message().uid();
        int before = rows.size();
        for (MemoryMessage message : folder.messages()) {
            if (message.uid() > last) {
                rows.add(new Row(message, message.flags(), message.uid() >= recentFrom));
            }
        }
        return rows.size() - before;
    }

    private Row row(int number) {
        return rows.get(number - 1);
    }

    private List<MemoryMessage> messages(List<Integer> numbers) {
        return numbers.stream().map(number -> row(number).message()).toList();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean readOnly() {
        return access == Access.EXAMINE;
    }

    @Override
    public boolean gone() {
        return folder.gone();
    }

    @Override
    public long uidValidity() {
        return folder.uidValidity();
    }

    @Override
    public long uidNext() {
        return folder.uidNext();
    }

    @Override
    public long highestModSeq() {
        return modSeq;
    }

    @Override
    public Optional<List<SequenceSet.Range>> vanished(long sinceModSeq) {
        return Optional.of(folder.vanished(sinceModSeq, modSeq));
    }

    @Override
    public boolean lags() {
        return rows.stream().anyMatch(row -> row.message().expunged());
    }

    @Override
    public long modSeq(int number) {
        Row row = row(number);
        if (row.message().expunged()) {
            return modSeq;
        }
        long now = row.message().modSeq();
        return row.flags().equals(row.message().flags()) ? now : Math.min(now, modSeq);
    }

    @Override
    public int size() {
        return rows.size();
    }

    @Override
    public int recent() {
        return (int) rows.stream().filter(Row::recent).count();
    }

    @Override
    public long uid(int number) {
        return row(number).message().uid();
    }

    @Override
    public int number(long uid) {
        for (int number = 1; number <= rows.size(); number++) {
            if (uid(number) == uid) {
                return number;
            }
        }
        return 0;
    }

    @Override
    public Set<String> flags(int number) {
        Row row = row(number);
        if (!row.recent()) {
            return row.flags();
        }
        Set<String> flags = new HashSet<>(row.flags());
        flags.add("\\Recent");
        return flags;
    }

    @Override
    public Set<String> keywords() {
        return keywords;
    }

    @Override
    public boolean expunged(int number) {
        return row(number).message().expunged();
    }

    @Override
    public OffsetDateTime internalDate(int number) {
        return row(number).message().date();
    }

    @Override
    public String emailId(int number) {
        return row(number).message().emailId();
    }

    @Override
    public String mailboxId() {
        return folder.mailboxId();
    }

    /** Nothing in memory comes at another time. */
    @Override
    public Optional<OffsetDateTime> saveDate(int number) {
        return Optional.of(MemoryAccount.ARRIVAL);
    }

    @Override
    public long size(int number) {
        return row(number).message().octets().length();
    }

    @Override
    public Mailboxes.Content content(int number) throws IOException {
        MemoryMessage message = row(number).message();
        if (message.expunged()) {
            throw new MailboxException("EXPUNGEISSUED", "Message is gone");
        }
        return message;
    }

    @Override
    public Stored store(List<Integer> numbers, Change change, List<String> flags, OptionalLong unchangedSince) {
        Set<MemoryMessage> leftAlone =
                folder.store(messages(numbers), change, flags, unchangedSince.orElse(Long.MAX_VALUE));
        List<Integer> changed = new ArrayList<>();
        List<Integer> modified = new ArrayList<>();
        for (int number : numbers) {
            Row row = row(number);
            if (leftAlone.contains(row.message())) {
                modified.add(number);
                continue;
            }
            if (expunged(number)) {
                continue;
            }
            Set<String> after = MemoryFolder.after(row.flags(), change, flags);
            if (!after.equals(row.flags())) {
                changed.add(number);
            }
            rows.set(number - 1, new Row(row.message(), after, row.recent()));
        }
        keywords = folder.keywords();
        return new Stored(changed, modified);
    }

    @Override
    public Mailboxes.Copied copy(List<Integer> numbers, String mailbox) throws IOException {
        List<MemoryMessage> there = messages(numbers).stream()
                .filter(message -> !message.expunged())
                .toList();
        return account.folder(mailbox).addCopies(there);
    }

    @Override
    public Mailboxes.Copied move(List<Integer> numbers, String mailbox) throws IOException {
        Mailboxes.Copied copied = copy(numbers, mailbox);
        folder.expunge(messages(numbers));
        return copied;
    }

    @Override
    public Mailboxes.Upload replace(
            int number, String mailbox, List<String> flags, Optional<OffsetDateTime> date, long octets)
            throws IOException {
        MemoryMessage old = row(number).message();
        if (old.expunged()) {
            throw new MailboxException("EXPUNGEISSUED", "Message is gone");
        }
        MemoryUpload upload = new MemoryUpload(
                mailbox,
                account.folder(mailbox),
                account.largestMessage(),
                Optional.of(new MemoryUpload.Replaced(folder, old)));
        upload.next(flags, date, octets);
        return upload;
    }

    @Override
    public void expunge(List<Integer> numbers) {
        folder.expunge(messages(numbers).stream()
                .filter(message -> message.flags().contains("\\Deleted"))
                .toList());
    }

    @Override
    public List<Event> refresh(Expunges expunges) throws IOException {
        if (folder.gone()) {
            throw new Mailboxes.NoSuch(name);
        }
        modSeq = folder.modSeq();
        List<Event> events = new ArrayList<>();
        if (expunges == Expunges.TELL) {
            removeExpunged(events);
        }
        int recentBefore = recent();
        if (addNew() > 0) {
            events.add(new Event.Exists(size()));
        }
        if (recent() != recentBefore) {
            events.add(new Event.Recent(recent()));
        }
        if (!keywords.equals(folder.keywords())) {
            keywords = folder.keywords();
            events.add(new Event.KeywordsChanged());
        }
        takeFlags(events);
        return events;
    }

    private void removeExpunged(List<Event> events) {
        for (int number = 1; number <= rows.size(); ) {
            if (row(number).message().expunged()) {
                events.add(new Event.Expunged(number, uid(number)));
                rows.remove(number - 1);
            } else {
                number++;
            }
        }
    }

    private void takeFlags(List<Event> events) {
        for (int number = 1; number <= rows.size(); number++) {
            Row row = row(number);
            if (!row.message().expunged() && !row.flags().equals(row.message().flags())) {
                rows.set(number - 1, new Row(row.message(), row.message().flags(), row.recent()));
                events.add(new Event.FlagsChanged(number));
            }
        }
    }

    @Override
    public void close() {
        folder.unwatch(wakeup);
    }
}
