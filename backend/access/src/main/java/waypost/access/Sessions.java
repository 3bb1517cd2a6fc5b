package waypost.access;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.cluster.Admitted;
import waypost.net.Verdict;
import waypost.protocol.ServedSession;
import waypost.protocol.imap.ImapSession;
import waypost.protocol.pop3.Pop3Session;
import waypost.store.Account;
import waypost.store.Accounts;

/**
 * Maker of the sessions that this node serves behind log-in; its methods are the {@link waypost.cluster.SessionFactory} of each protocol. Safe
 * for threads.
 */
public final class Sessions {
    private static final Logger log = LoggerFactory.getLogger(Sessions.class);

    private final Accounts accounts;
    private final long largestMessage;
    private final InstantSource clock;

    /** @param largestMessage octets that an APPEND may bring */
    public Sessions(Accounts accounts, long largestMessage, InstantSource clock) {
        this.accounts = accounts;
        this.largestMessage = largestMessage;
        this.clock = clock;
    }

    public Verdict.Serve imap(Admitted admitted) throws IOException {
        Account account = account(admitted);
        return new Verdict.Serve(() -> imap(account), ImapSession.CAPABILITIES);
    }

    /** Reads the maildrop. */
    public Verdict.Serve pop3(Admitted admitted) throws IOException {
        ServedSession session = pop3(account(admitted));
        return new Verdict.Serve(() -> session, List.of());
    }

    private Account account(Admitted admitted) throws IOException {
        return accounts.open(admitted.account().id())
                .orElseThrow(() -> new IOException("the account is not served here any more"));
    }

    ServedSession imap(Account account) {
        return new ImapSession(
                new StoreMailboxes(account, largestMessage, clock),
                failure -> log.error("event=imap-failed account={}", account.id(), failure));
    }

    ServedSession pop3(Account account) throws IOException {
        return new Pop3Session(StoreMaildrop.open(account));
    }
}
