package waypost.mapping;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import waypost.directory.Alarms;
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
    private final Duration identified;
    private final Memory<AccountName, Account> accounts;
    private final Memory<AccountName, Account> logins;
    private final Memory<AccountName, Signpost> signposts;
    private final Memory<AccountName, Boolean> absent;
    private final Memory<AccountName, Boolean> absentLogins;
    private final Memory<AccountName, Proven> proven;
    private final Absences absences;
    private final Verifiers verifiers;
    private final Forgettings forgettings = new Forgettings();
    private final AtomicLong found = new AtomicLong();
    private volatile Optional<KeptProofs> kept = Optional.empty();

    private record Proven(Verifiers.Tag tag, Account account) {}

    /** @param copied how many names of a map are known beside these */
    Recollection(
            CacheSettings settings, Verifiers verifiers, Alarms alarms, Ticker ticker, ToIntFunction<String> copied) {
        int entries = settings.entries();
        quotaStaleness = settings.staleness().quota();
        identified = settings.negative();
        accounts = new Memory<>(settings.positive(), settings.staleness().route(), entries, ticker);
        logins = new Memory<>(settings.positive(), settings.staleness().route(), entries, ticker);
        signposts = new Memory<>(settings.positive(), settings.staleness().route(), entries, ticker);
        absent = new Memory<>(settings.negative(), settings.negative(), entries, ticker);
        absentLogins = new Memory<>(settings.negative(), settings.negative(), entries, ticker);
        proven = new Memory<>(settings.verifier(), settings.staleness().verifier(), entries, ticker);
        absences = new Absences(
                settings.vanished(),
                settings.staleness().route(),
                entries,
                map -> Math.max(known(map), copied.applyAsInt(map)),
                alarms,
                ticker);
        this.verifiers = verifiers;
    }

    /** Has proofs outlive the process. */
    void keep(KeptProofs proofs) {
        kept = Optional.of(proofs);
    }

    Optional<KeptProofs> kept() {
        return kept;
    }

    Verifiers.Tag tag(AccountName name, Secret password) {
        return verifiers.tag(name, password);
    }

    /** To be taken before anybody is asked what proves who a name is. */
    long moment(AccountName name) {
        return forgettings.moment(name);
    }

    Memory<AccountName, Account> accounts() {
        return accounts;
    }

    Memory<AccountName, Signpost> signposts() {
        return signposts;
    }

    /** How long ago was heard what is known of mail for a name. */
    Optional<Duration> mailAge(AccountName name) {
        return accounts.age(name).or(() -> signposts.age(name)).or(() -> absent.age(name));
    }

    /** The same of log-ins by it. */
    Optional<Duration> loginAge(AccountName name) {
        return accounts.age(name).or(() -> logins.age(name)).or(() -> absentLogins.age(name));
    }

    /** How long ago a password was right with which one can be compared now. */
    Optional<Duration> proofAge(AccountName name) {
        Optional<Duration> here = proven.any(name).flatMap(_ -> proven.age(name));
        return here.or(() -> kept.flatMap(proofs -> proofs.age(name)));
    }

    boolean absent(AccountName name) {
        return absent.fresh(name).isPresent();
    }

    boolean absentLogin(AccountName name) {
        return absentLogins.fresh(name).isPresent();
    }

    /** Who logs in by this name, whose user has shown who he is and not of which entry: for as long as what a password is checked by. */
    Optional<Account> login(AccountName name) {
        return later(accounts.fresh(name, identified), logins.fresh(name, identified));
    }

    /** The same past its lifetime, for want of a directory. */
    Optional<Account> loginOnce(AccountName name) {
        return anyLogin(name).map(account -> withinLimits(name, account));
    }

    private Optional<Account> anyLogin(AccountName name) {
        return later(accounts.any(name), logins.any(name));
    }

    /** Mail may have been told of an entry that does not have the name any more, and a log-in too. */
    private static Optional<Account> later(Optional<Account> mail, Optional<Account> login) {
        return login.filter(heard ->
                        mail.isEmpty() || !heard.asOf().isBefore(mail.get().asOf()))
                .or(() -> mail);
    }

    /** The account for whom this password was right within its lifetime, as it is known now. */
    Optional<Account> proven(AccountName name, Verifiers.Tag tag) {
        return proven.fresh(name).filter(known -> known.tag().matches(tag)).map(known -> newest(name, known));
    }

    /** The same past its lifetime, for want of a directory. */
    Optional<Account> provenOnce(AccountName name, Verifiers.Tag tag) {
        return proven.any(name)
                .filter(known -> known.tag().matches(tag))
                .map(known -> withinLimits(name, newest(name, known)));
    }

    /** Whether this password was right when it was last asked about. */
    boolean provedBefore(AccountName name, Verifiers.Tag tag) {
        return proven.any(name).filter(known -> known.tag().matches(tag)).isPresent();
    }

    /** Whether another password was. */
    boolean disagrees(AccountName name, Verifiers.Tag tag) {
        return proven.any(name).filter(known -> !known.tag().matches(tag)).isPresent();
    }

    /**
     * A password was right so long ago, as another process has found.
     *
     * @param moment of before it was compared
     */
    void provedOnce(AccountName name, Verifiers.Tag tag, Account account, Duration age, long moment) {
        forgettings.remember(name, moment, () -> proven.restore(name, new Proven(tag, account), age));
    }

    Optional<Account> knownOnce(AccountName name) {
        return accounts.any(name).map(account -> withinLimits(name, account));
    }

    /** Whose mail it was when it was last heard of. */
    Optional<Account> mailBefore(AccountName name) {
        return accounts.any(name);
    }

    /** Who logged in by it. */
    Optional<Account> loginBefore(AccountName name) {
        return anyLogin(name);
    }

    /** What is allowed is not believed for as long as whose it is: an account that has bought more is not to be told that it is full. */
    private Account withinLimits(AccountName name, Account known) {
        return accounts.age(name)
                .or(() -> logins.age(name))
                .filter(age -> age.compareTo(quotaStaleness) > 0)
                .map(_ -> known.with(known.limits().lifted()))
                .orElse(known);
    }

    /** The directory has changed these accounts, or others: they are asked for again. */
    void changed(Predicate<DirectoryId> which) {
        accounts.outdate((_, account) -> which.test(account.directoryId()));
        logins.outdate((_, account) -> which.test(account.directoryId()));
        proven.outdate((_, known) -> which.test(known.account().directoryId()));
        signposts.outdate((_, signpost) -> signpost.read().stream().anyMatch(which));
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
                .map(located -> located.with(
                        located.generation().with(known.account().generation().password())))
                .orElse(known.account());
    }

    void found(AccountName name, Account account) {
        accounts.put(name, account);
        signposts.forget(name);
        found.incrementAndGet();
        absent.forget(name);
        absentLogins.forget(name);
        absences.found(name);
    }

    /** Mail for the name is others' now, whoever had it before. */
    void leads(AccountName name, Signpost signpost) {
        accounts.forget(name);
        signposts.put(name, signpost);
        absent.forget(name);
        absences.found(name);
    }

    void foundLogin(AccountName name, Account account) {
        if (name.equals(account.name())) {
            found(name, account);
        } else {
            logins.put(name, account);
            absentLogins.forget(name);
            absences.found(name);
        }
    }

    /** Nobody logs in by the name; of mail for it that says nothing. */
    void noAccount(AccountName name) {
        logins.forget(name);
        forgetProof(name);
        absentLogins.put(name, true);
    }

    /** @param moment of before the directory was asked */
    void proved(AccountName name, Secret password, Account account, long moment) {
        Verifiers.Tag tag = tag(name, password);
        foundLogin(name, account);
        forgettings.remember(name, moment, () -> {
            proven.put(name, new Proven(tag, account));
            kept.ifPresent(proofs -> proofs.proved(name, tag, password, account.directoryId()));
        });
    }

    private void forgetProof(AccountName name) {
        forgettings.forget(name, () -> {
            proven.forget(name);
            kept.ifPresent(proofs -> proofs.forget(name));
        });
    }

    /** What is remembered is from before the entry's fault, and counts no more, not even in a later outage. */
    void faulty(AccountName name) {
        accounts.forget(name);
        logins.forget(name);
        forgetProof(name);
        signposts.forget(name);
    }

    /** The directory says that this password, which may once have been right, is wrong. */
    void disproved(AccountName name, Secret password) {
        Verifiers.Tag tag = tag(name, password);
        forgettings.forget(name, () -> {
            proven.forget(name, known -> known.tag().matches(tag));
            kept.ifPresent(proofs -> proofs.refused(name, tag, password));
        });
    }

    /** The password is another now: what was right before is not right any more. */
    void passwordChanged(AccountName name, Generation now) {
        forgettings.forget(name, () -> {
            proven.forget(name, known -> known.account().generation().passwordChanged(now));
            Optional<Proven> right = proven.any(name);
            kept.ifPresent(proofs ->
                    right.ifPresentOrElse(known -> proofs.forgetOthers(name, known.tag()), () -> proofs.forget(name)));
        });
    }

    /** The entry's password has a fault, and what else is known of the account has none. */
    void unreadable(AccountName name, Secret password, Values values) {
        switch (values) {
            case ALL -> forgetProof(name);
            case SOME -> disproved(name, password);
        }
    }

    /**
     * The maps have nobody's mail under the name: forgotten, unless that is in doubt. Whether somebody logs in by it is to be asked.
     *
     * @param before whose it was
     * @param renamed whether an entry is there by another name
     */
    boolean believedAbsent(AccountName name, Optional<Account> before, Predicate<DirectoryId> renamed) {
        boolean believed =
                isGone(name, before, renamed, absences::believes) && isNoSignpost(name, renamed, absences::believes);
        if (believed) {
            forgetMail(name);
        }
        return believed;
    }

    /** The maps have nobody who logs in by the name, who would be found by mail too. */
    boolean believedAbsentLogin(AccountName name, Optional<Account> before, Predicate<DirectoryId> renamed) {
        boolean believed = isGone(name, before, renamed, absences::believes);
        if (believed) {
            forgetMail(name);
            logins.forget(name);
            forgetProof(name);
            absentLogins.put(name, true);
        }
        return believed;
    }

    private void forgetMail(AccountName name) {
        accounts.forget(name);
        signposts.forget(name);
        proven.outdate(name);
        absent.put(name, true);
    }

    /** What {@link #believedAbsent} would say; it leaves nothing behind. */
    boolean seemsAbsent(AccountName name, Optional<Account> before, Predicate<DirectoryId> renamed) {
        return isGone(name, before, renamed, absences::counts) && isNoSignpost(name, renamed, absences::counts);
    }

    /** What {@link #believedAbsentLogin} would say; it leaves nothing behind. */
    boolean seemsAbsentLogin(AccountName name, Optional<Account> before, Predicate<DirectoryId> renamed) {
        return isGone(name, before, renamed, absences::counts);
    }

    private static boolean isGone(
            AccountName name,
            Optional<Account> known,
            Predicate<DirectoryId> renamed,
            BiPredicate<AccountName, String> counts) {
        return known.isEmpty()
                || renamed.test(known.get().directoryId())
                || counts.test(name, known.get().map());
    }

    private boolean isNoSignpost(
            AccountName name, Predicate<DirectoryId> renamed, BiPredicate<AccountName, String> counts) {
        Optional<Signpost> known = signposts.any(name);
        return known.isEmpty()
                || renamed.test(known.get().id())
                || counts.test(name, known.get().map());
    }

    Absences absences() {
        return absences;
    }

    /** Whether a map misses so many whom it had that what it does not have says nothing. */
    boolean suspects(String map) {
        return absences.suspects(map);
    }

    /** Whether the one who was known by the name is of such a map. */
    boolean isOfSuspect(AccountName name) {
        return anyLogin(name).filter(account -> suspects(account.map())).isPresent();
    }

    private int known(String map) {
        int[] count = {0};
        accounts.each((_, account) -> count[0] += account.map().equals(map) ? 1 : 0);
        return count[0];
    }
}
