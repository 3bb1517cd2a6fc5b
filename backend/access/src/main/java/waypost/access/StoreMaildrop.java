package waypost.access;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.protocol.pop3.Maildrop;
import waypost.store.Account;
import waypost.store.FlagChange;
import waypost.store.Flags;
import waypost.store.Folder;
import waypost.store.FolderSnapshot;
import waypost.store.MessageRef;
import waypost.store.OpenFolder;
import waypost.store.Outcome;

/**
 * INBOX as one POP3 session sees it: the messages there were at log-in. RFC 1939 §4: a lock against all others is declined, as IMAP sessions
 * last for days, and a message that another session has removed is only refused; whoever opens this may keep out other POP3 sessions. One
 * session's thread.
 */
final class StoreMaildrop implements Maildrop {
    private static final Logger log = LoggerFactory.getLogger(StoreMaildrop.class);

    private final Account account;
    private final Retrieval retrieval;
    private final FolderSnapshot messages;
    private final List<Entry> entries;
    private final BitSet retrieved = new BitSet();

    private StoreMaildrop(Account account, Retrieval retrieval, FolderSnapshot messages, List<Entry> entries) {
        this.account = account;
        this.retrieval = retrieval;
        this.messages = messages;
        this.entries = List.copyOf(entries);
    }

    static StoreMaildrop open(Account account, Retrieval retrieval) throws IOException {
        FolderSnapshot messages;
        try (OpenFolder inbox = account.open(Folder.INBOX, _ -> {})
                .orElseThrow(() -> new IOException("account " + account.id() + " has no INBOX"))) {
            messages = inbox.snapshot();
        }
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            entries.add(new Entry(messages.octets(i), Long.toHexString(messages.itemNo(i))));
        }
        return new StoreMaildrop(account, retrieval, messages, entries);
    }

    @Override
    public List<Entry> entries() {
        return entries;
    }

    @Override
    public Optional<Message> open(int index) throws IOException {
        return account.message(messages.itemNo(index))
                .filter(found -> found.folderId() == Folder.INBOX && found.uid() == messages.uid(index))
                .map(found -> new Message(
                        new SoundOctets(found.octets(), Damaged::new),
                        found.dotLines() ? DotLines.POSSIBLE : DotLines.NONE));
    }

    @Override
    public void retrieved(int index) {
        switch (retrieval) {
            case SETS_SEEN -> retrieved.set(index);
            case LEAVES_UNSEEN -> {}
        }
    }

    @Override
    public Removal remove(Set<Integer> indexes) {
        indexes.forEach(retrieved::clear);
        try {
            return done("remove", account.expunge(Folder.INBOX, refs(indexes))) ? Removal.ALL : Removal.NOT_ALL;
        } catch (IOException failure) {
            log.error("event=pop3-failed account={} at=remove", account.id(), failure);
            return Removal.NOT_ALL;
        }
    }

    /** What is to become \Seen becomes so at the end, in one commit, whatever ended the session. */
    @Override
    public void close() {
        List<Integer> seen = retrieved.stream()
                .filter(index -> !messages.flags(index).has(Flags.SEEN))
                .boxed()
                .toList();
        if (seen.isEmpty()) {
            return;
        }
        try {
            done("seen", account.flag(Folder.INBOX, refs(seen), new FlagChange.Add(Flags.SEEN)));
        } catch (IOException failure) {
            log.error("event=pop3-failed account={} at=seen", account.id(), failure);
        }
    }

    private boolean done(String at, Outcome<?> outcome) {
        if (outcome instanceof Outcome.Refused<?>(Outcome.Reason reason)) {
            log.warn("event=pop3-refused account={} at={} reason={}", account.id(), at, reason);
            return false;
        }
        return true;
    }

    private List<MessageRef> refs(Collection<Integer> indexes) {
        return indexes.stream().map(messages::ref).toList();
    }
}
