package waypost.testkit;

import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import waypost.protocol.ServedSession.Wakeup;
import waypost.protocol.imap.AppendLimit;
import waypost.protocol.imap.ImapCommand.Select.Access;
import waypost.protocol.imap.Mailboxes;
import waypost.protocol.imap.SelectedMailbox;

/** One session on a {@link MemoryAccount}. */
final class MemoryMailboxes implements Mailboxes {
    private final MemoryAccount account;

    MemoryMailboxes(MemoryAccount account) {
        this.account = account;
    }

    @Override
    public List<Entry> list() {
        return account.list();
    }

    @Override
    public List<String> subscriptions() {
        return account.subscriptions();
    }

    @Override
    public void create(String name, Optional<SpecialUse> use) throws IOException {
        account.create(name, use);
    }

    @Override
    public void delete(String name) throws IOException {
        account.delete(name);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        account.rename(from, to);
    }

    @Override
    public void subscribe(String name) throws IOException {
        account.subscribe(name);
    }

    @Override
    public void unsubscribe(String name) {
        account.unsubscribe(name);
    }

    @Override
    public Counts status(String name) throws IOException {
        return account.folder(name).counts();
    }

    @Override
    public Totals totals(String name) throws IOException {
        return account.folder(name).totals();
    }

    @Override
    public String mailboxId(String name) throws IOException {
        return account.folder(name).mailboxId();
    }

    @Override
    public SelectedMailbox select(String name, Access access, Wakeup wakeup) throws IOException {
        return new MemorySelected(account, name, account.folder(name), access, wakeup);
    }

    @Override
    public AppendLimit appendLimit() {
        return account.largestMessage();
    }

    @Override
    public Upload append(String mailbox, List<String> flags, Optional<OffsetDateTime> date, long size)
            throws IOException {
        MemoryUpload upload =
                new MemoryUpload(mailbox, account.folder(mailbox), account.largestMessage(), Optional.empty());
        upload.next(flags, date, size);
        return upload;
    }

    @Override
    public void close() {}
}
