package waypost.access;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.protocol.ServedSession;
import waypost.protocol.imap.AppendLimit;
import waypost.protocol.imap.ImapExtensions;
import waypost.protocol.imap.ImapSession;
import waypost.protocol.pop3.Pop3Session;
import waypost.store.Account;

/** Maker of the sessions that this node serves behind log-in. Safe for threads. */
public final class Sessions {
    private static final Logger log = LoggerFactory.getLogger(Sessions.class);

    private final AppendLimit largestMessage;
    private final ImapExtensions extensions;
    private final Retrieval retrieval;
    private final InstantSource clock;

    /**
     * @param largestMessage octets that an APPEND may bring
     * @param extensions what IMAP clients are offered
     * @param retrieval by POP3 clients
     */
    public Sessions(long largestMessage, ImapExtensions extensions, Retrieval retrieval, InstantSource clock) {
        this.largestMessage = new AppendLimit(largestMessage);
        this.extensions = extensions;
        this.retrieval = retrieval;
        this.clock = clock;
    }

    /** What an IMAP client is told behind log-in. */
    public List<String> imapCapabilities() {
        return extensions.capabilities(largestMessage);
    }

    /** Does not block. */
    public ServedSession imap(Account account) {
        return new ImapSession(
                new StoreMailboxes(account, largestMessage, clock),
                extensions,
                failure -> log.error("event=imap-failed account={}", account.id(), failure),
                clock);
    }

    /** Reads the maildrop, which may block; holds nothing that would have to be closed. */
    public ServedSession pop3(Account account) throws IOException {
        return new Pop3Session(StoreMaildrop.open(account, retrieval));
    }
}
