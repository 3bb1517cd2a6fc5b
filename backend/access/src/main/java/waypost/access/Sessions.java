package waypost.access;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.protocol.ServedSession;
import waypost.protocol.imap.AppendLimit;
import waypost.protocol.imap.ImapExtension;
import waypost.protocol.imap.ImapExtensions;
import waypost.protocol.imap.ImapSession;
import waypost.protocol.imap.Mailboxes;
import waypost.protocol.login.ReturnWord;
import waypost.protocol.pop3.Pop3Session;
import waypost.store.Account;

/** Maker of the sessions that this node serves behind log-in. Safe for threads. */
public final class Sessions {
    private static final Logger log = LoggerFactory.getLogger(Sessions.class);

    private final AppendLimit largestMessage;
    private final ImapExtensions extensions;
    private final Retrieval retrieval;
    private final InstantSource clock;
    private final Optional<SharedAccounts> shared;

    /**
     * Of accounts into which their owners look.
     *
     * @param largestMessage octets that an APPEND may bring
     * @param extensions what IMAP clients are offered
     * @param retrieval by POP3 clients
     */
    public Sessions(long largestMessage, ImapExtensions extensions, Retrieval retrieval, InstantSource clock) {
        this(
                new AppendLimit(largestMessage),
                extensions.without(ImapExtension.ACL),
                retrieval,
                clock,
                Optional.empty());
    }

    /** The same, of accounts into which others look as well. */
    public Sessions(
            long largestMessage,
            ImapExtensions extensions,
            Retrieval retrieval,
            InstantSource clock,
            SharedAccounts shared) {
        this(new AppendLimit(largestMessage), extensions, retrieval, clock, Optional.of(shared));
    }

    private Sessions(
            AppendLimit largestMessage,
            ImapExtensions extensions,
            Retrieval retrieval,
            InstantSource clock,
            Optional<SharedAccounts> shared) {
        this.largestMessage = largestMessage;
        this.extensions = extensions;
        this.retrieval = retrieval;
        this.clock = clock;
        this.shared = shared;
    }

    /** What an IMAP client is told behind log-in. */
    public List<String> imapCapabilities() {
        return extensions.capabilities(largestMessage);
    }

    /** The same, with an extension less. */
    public Sessions without(ImapExtension extension) {
        return new Sessions(largestMessage, extensions.without(extension), retrieval, clock, shared);
    }

    /** Of a client that has logged in here. */
    public ServedSession imap(Account account) {
        return imap(account, Optional.empty());
    }

    /**
     * Does not block.
     *
     * @param back how a front end takes the client back, where it is one that has handed it over
     */
    public ServedSession imap(Account account, Optional<ReturnWord> back) {
        return new ImapSession(
                mailboxes(account),
                extensions,
                failure -> log.error("event=imap-failed account={}", account.id(), failure),
                clock,
                back);
    }

    private Mailboxes mailboxes(Account account) {
        return shared.<Mailboxes>map(others -> new NodeMailboxes(account, others, largestMessage, clock))
                .orElseGet(() -> new StoreMailboxes(account, largestMessage, clock));
    }

    /** Reads the maildrop, which may block; holds nothing that would have to be closed. */
    public ServedSession pop3(Account account) throws IOException {
        return new Pop3Session(StoreMaildrop.open(account, retrieval));
    }
}
