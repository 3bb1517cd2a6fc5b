package waypost.mapping;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.Secret;
import waypost.mapping.Finding.UnreadablePassword.Values;

/**
 * What the mapping remembers: accounts found, names not found, passwords that were right. A log-in may be by a name that is no address: what
 * mail was told of a name says nothing of log-ins by it, and what a log-in was told nothing of mail, unless it is the account's address. Never
 * blocks.
 */
final class Recollection {
    private final Duration quotaStaleness;
    private final Memory<AccountName, Account> accounts;
    private final Memory<AccountName, Account> logins;
    private final Memory<AccountName, Boolean> absent;
    private final Memory<AccountName, Boolean> absentLogins;
    private final Memory<AccountName, Proven> proven;
    private final Doubts<AccountName> doubts;
    private final Verifiers verifiers;
    private final AtomicLong found = new AtomicLong();

    private record Proven(Verifiers.Tag tag, Account account) {}

    Recollection(CacheSettings settings, Verifiers verifiers, Ticker ticker) {
        int entries = settings.entries();
        quotaStaleness = settings.staleness().quota();
        accounts = new Memory<>(settings.positive(), settings.staleness().route(), entries, ticker);
        logins = new Memory<>(settings.positive(), settings.staleness().route(), entries, ticker);
        absent = new Memory<>(settings.negative(), settings.negative(), entries, ticker);
        absentLogins = new Memory<>(settings.negative(), settings.negative(), entries, ticker);
        proven = new Memory<>(settings.verifier(), settings.staleness().verifier(), entries, ticker);
        doubts = new Doubts<>(settings.negative(), settings.staleness().route(), entries, ticker);
        this.verifiers = verifiers;
    }

    Verifiers.Tag tag(AccountName name, Secret password) {
        return verifiers.tag(name, password);
    }

    Memory<AccountName, Account> accounts() {
        return accounts;
    }

    boolean absent(AccountName name) {
        return absent.fresh(name).isPresent();
    }

    boolean absentLogin(AccountName name) {
        return absentLogins.fresh(name).isPresent();
    }

    /** Who logs in by this name, within its lifetime. */
    Optional<Account> login(AccountName name) {
        return accounts.fresh(name).or(() -> logins.fresh(name));
    }

    /** The same past its lifetime, for want of a directory. */
    Optional<Account> loginOnce(AccountName name) {
        return vouched(name, anyLogin(name));
    }

    private Optional<Account> anyLogin(AccountName name) {
        return accounts.any(name).or(() -> logins.any(name));
    }

    private Optional<Account> vouched(AccountName name, Optional<Account> known) {
        known.ifPresent(_ -> doubts.vouch(name));
        return known.map(account -> withinLimits(name, account));
    }

    /** The account for whom this password was right within its lifetime, as it is known now. */
    Optional<Account> proven(AccountName name, Verifiers.Tag tag) {
        return proven.fresh(name).filter(known -> known.tag().matches(tag)).map(known -> newest(name, known));
    }

    /** The same past its lifetime, for want of a directory. */
    Optional<Account> provenOnce(AccountName name, Verifiers.Tag tag) {
        return vouched(
                name, proven.any(name).filter(known -> known.tag().matches(tag)).map(known -> newest(name, known)));
    }

    /** Whether this password was right when it was last asked about. */
    boolean provedBefore(AccountName name, Verifiers.Tag tag) {
        return proven.any(name).filter(known -> known.tag().matches(tag)).isPresent();
    }

    Optional<Account> knownOnce(AccountName name) {
        return vouched(name, accounts.any(name));
    }

    /** What is allowed is not believed for as long as whose it is: an account that has bought more is not to be told that it is full. */
    private Account withinLimits(AccountName name, Account known) {
        return accounts.age(name)
                .or(() -> logins.age(name))
                .filter(age -> age.compareTo(quotaStaleness) > 0)
                .map(_ -> known.with(Limits.NONE))
                .orElse(known);
    }

    /** The directory has changed these accounts, or others: they are asked for again. */
    void changed(Predicate<DirectoryId> which) {
        accounts.outdate((_, account) -> which.test(account.directoryId()));
        logins.outdate((_, account) -> which.test(account.directoryId()));
        proven.outdate((_, known) -> which.test(known.account().directoryId()));
        absent.forgetAll();
        absentLogins.forgetAll();
    }

    /** Puts back what was found before the process began: it is asked for again, and stands in for an answer that does not come. */
    void restore(AccountName name, Account account, Duration age) {
        accounts.restore(name, account, age);
    }

    /** What was found, within the limits of age. */
    void eachAccount(BiConsumer<AccountName, Account> each) {
        accounts.each(each);
    }

    /** Grows with each thing that is found. */
    long found() {
        return found.get();
    }

    /** A look-up may be newer than the proof, and know of a changed state. */
    private Account newest(AccountName name, Proven known) {
        return anyLogin(name)
                .filter(located -> located.directoryId().equals(known.account().directoryId()))
                .filter(located -> located.asOf().isAfter(known.account().asOf()))
                .orElse(known.account());
    }

    void found(AccountName name, Account account) {
        accounts.put(name, account);
        found.incrementAndGet();
        absent.forget(name);
        absentLogins.forget(name);
        doubts.settle(name);
    }

    void foundLogin(AccountName name, Account account) {
        if (name.equals(account.name())) {
            found(name, account);
        } else {
            logins.put(name, account);
            absentLogins.forget(name);
            doubts.settle(name);
        }
    }

    void proved(AccountName name, Verifiers.Tag tag, Account account) {
        foundLogin(name, account);
        proven.put(name, new Proven(tag, account));
    }

    /** What is remembered is from before the entry's fault, and counts no more, not even in a later outage. */
    void faulty(AccountName name) {
        accounts.forget(name);
        logins.forget(name);
        proven.forget(name);
    }

    /** The directory says that this password, once right, is wrong. */
    void disproved(AccountName name, Verifiers.Tag tag) {
        if (provedBefore(name, tag)) {
            proven.forget(name);
        }
    }

    /** The entry's password has a fault, and what else is known of the account has none. */
    void unreadable(AccountName name, Verifiers.Tag tag, Values values) {
        switch (values) {
            case ALL -> proven.forget(name);
            case SOME -> disproved(name, tag);
        }
    }

    /** The maps have nobody's mail under the name: forgotten, unless that is still in doubt. Whether somebody logs in by it is to be asked. */
    boolean believedAbsent(AccountName name) {
        if (!doubts.believesAbsent(name)) {
            return false;
        }
        accounts.forget(name);
        proven.outdate(name);
        doubts.settle(name);
        absent.put(name, true);
        return true;
    }

    /** The maps have nobody who logs in by the name, who would be found by mail too. */
    boolean believedAbsentLogin(AccountName name) {
        if (!believedAbsent(name)) {
            return false;
        }
        logins.forget(name);
        proven.forget(name);
        absentLogins.put(name, true);
        return true;
    }
}
