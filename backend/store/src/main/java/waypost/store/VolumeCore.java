package waypost.store;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;
import waypost.identity.AccountId;

/** What the parts of an open volume need of each other. */
final class VolumeCore {
    private final Table table;
    private final AccountIndex index;
    private final Journal journal;
    private final Incoming incoming;
    private final UploadMemory memory;
    private final InstantSource clock;
    private final Ticks ticks;
    private volatile QuotaLimits quota = QuotaLimits.UNLIMITED;
    private volatile Retention retention = Retention.UNTOLD;
    private volatile Predicate<AccountId> elsewhere = _ -> false;
    private final DoneMarks marks = new DoneMarks();
    private final Commits commits;
    private final Deliveries deliveries = new Deliveries(this);
    private final Arrivals arrivals = new Arrivals();
    private final LiveAccounts accounts = new LiveAccounts(this);
    private final SearchIndex search = new SearchIndex(this);
    private final SearchFolderThread searchFolders = new SearchFolderThread(this);
    private final Grants grants = new Grants();

    VolumeCore(
            Table table,
            AccountIndex index,
            Journal journal,
            Incoming incoming,
            UploadMemory memory,
            InstantSource clock) {
        this.table = table;
        this.index = index;
        this.journal = journal;
        this.incoming = incoming;
        this.memory = memory;
        this.clock = clock;
        this.ticks = new Ticks(clock);
        this.commits = new Commits(journal, clock);
    }

    Table table() {
        return table;
    }

    /** To read for whoever is served here. Fails where this node does not own the volume: what it has may be old. */
    Table served() throws IOException {
        if (journal.term() == Journal.NO_TERM) {
            throw new IOException("the volume is not served here at present");
        }
        return table;
    }

    AccountIndex index() {
        return index;
    }

    Incoming incoming() {
        return incoming;
    }

    Journal journal() {
        return journal;
    }

    InstantSource clock() {
        return clock;
    }

    Ticks ticks() {
        return ticks;
    }

    /** Of accounts that have no limits of their own. */
    QuotaLimits quota() {
        return quota;
    }

    void quota(QuotaLimits standard) {
        quota = standard;
    }

    Retention retention() {
        return retention;
    }

    void retention(Retention now) {
        retention = now;
    }

    /** Whether an account that has moved away is certainly another volume's: only then what is left of it may go. */
    boolean elsewhere(AccountId account) {
        return elsewhere.test(account);
    }

    void elsewhere(Predicate<AccountId> known) {
        elsewhere = known;
    }

    Arrivals arrivals() {
        return arrivals;
    }

    DoneMarks marks() {
        return marks;
    }

    Commits commits() {
        return commits;
    }

    Deliveries deliveries() {
        return deliveries;
    }

    LiveAccounts accounts() {
        return accounts;
    }

    SearchIndex search() {
        return search;
    }

    SearchFolderThread searchFolders() {
        return searchFolders;
    }

    Grants grants() {
        return grants;
    }

    Account account(AccountId id) throws IOException {
        return accounts.account(id);
    }

    /** @param account the account the bytes are reported by when damaged */
    Upload upload(AccountId account) {
        return new Upload(account.value(), journal, incoming, memory, Optional.empty());
    }

    /** As {@link #upload}, of a body that may come again. */
    Upload transfer(AccountId account) {
        return new Upload(account.value(), journal, incoming, memory, Optional.of(TransferDigest.sha256()));
    }
}
