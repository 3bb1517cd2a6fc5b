package waypost.mapping;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import waypost.identity.AccountName;
import waypost.identity.Address;
import waypost.identity.DirectoryId;
import waypost.mapping.Account.Freshness;
import waypost.mapping.MailNames.Meaning;

/** Look-ups for mail: what memory has of a name, or else the maps. Any thread. */
final class MailLookup {
    private final MapChain chain;
    private final Recollection recollection;
    private final LastKnown lastKnown;
    private final MailNames names;
    private final Alarms alarms;
    private final Joined<AccountName, Finding> questions = new Joined<>();

    MailLookup(MapChain chain, Recollection recollection, LastKnown lastKnown, Alarms alarms, Ticker ticker) {
        this.chain = chain;
        this.recollection = recollection;
        this.lastKnown = lastKnown;
        this.names = new MailNames(chain::serves, alarms, ticker);
        this.alarms = alarms;
    }

    /** The account of a name. */
    Answer locate(AccountName name) {
        return names.account(name, orRest(this::meaning)).orElseThrow();
    }

    /** The same, if no map has to be asked for it. */
    Optional<Answer> cachedLocate(AccountName name) {
        return names.account(name, orRest(this::remembered));
    }

    Addressees whose(AccountName name) {
        return names.whose(name, orRest(this::meaning)).orElseThrow();
    }

    /** The same, if no map has to be asked for it. */
    Optional<Addressees> cachedWhose(AccountName name) {
        return names.whose(name, orRest(this::remembered));
    }

    /** What is said past all memory of the account of an address, and of its mail. Each name is asked for once. */
    Explanation explain(Address address, AccountName name) {
        Map<AccountName, Meaning> said = new HashMap<>();
        Function<AccountName, Optional<Meaning>> asked =
                named -> Optional.of(said.computeIfAbsent(named, one -> said(chain.ask(one, map -> map.locate(one)))));
        return new Explanation(
                address,
                tried(name, asked),
                age(name),
                names.account(name, orRest(asked)).orElseThrow(),
                names.whose(name, orRest(asked)).orElseThrow());
    }

    private List<Explanation.Tried> tried(AccountName name, Function<AccountName, Optional<Meaning>> asked) {
        List<Explanation.Tried> own = chain.explain(name);
        return isNobodys(asked.apply(name))
                ? Stream.concat(own.stream(), chain.explain(AccountName.rest(name.domain())).stream())
                        .toList()
                : own;
    }

    /**
     * A name that nobody has stands for what the rest of its domain does. This is one name with a memory of its own: who makes names up fills none, and a
     * map's catch-all takes nothing from those who are in another.
     */
    private static Function<AccountName, Optional<Meaning>> orRest(Function<AccountName, Optional<Meaning>> meanings) {
        return name -> {
            Optional<Meaning> own = meanings.apply(name);
            return isNobodys(own) ? meanings.apply(AccountName.rest(name.domain())) : own;
        };
    }

    private static boolean isNobodys(Optional<Meaning> meaning) {
        return meaning.filter(Meaning.Own.of(new Answer.Unknown())::equals).isPresent();
    }

    private Optional<Duration> age(AccountName name) {
        return recollection
                .accounts()
                .age(name)
                .or(() -> recollection.signposts().age(name));
    }

    private Optional<Meaning> remembered(AccountName name) {
        Optional<Meaning> known = recollection
                .accounts()
                .fresh(name)
                .map(account -> own(account, Freshness.FRESH))
                .or(() -> recollection.signposts().fresh(name).map(MailLookup::others));
        return known.isEmpty() && recollection.absent(name) ? Optional.of(Meaning.Own.of(new Answer.Unknown())) : known;
    }

    private Optional<Meaning> meaning(AccountName name) {
        Optional<Meaning> known = remembered(name);
        return known.isPresent() ? known : Optional.of(found(name));
    }

    private Meaning found(AccountName name) {
        Finding finding = questions.ask(name, () -> noted(name, chain.ask(name, map -> map.locate(name))));
        return switch (finding) {
            case Finding.None() -> Meaning.Own.of(absent(name));
            case Finding.Failed(String reason) -> once(name).orElseGet(() -> unsaid(reason));
            case Finding other -> said(other);
        };
    }

    private Finding noted(AccountName name, Finding finding) {
        switch (finding) {
            case Finding.Found(Account account) -> recollection.found(name, account);
            case Finding.Leads(Signpost signpost) -> recollection.leads(name, signpost);
            case Finding.Faulty(var _) -> recollection.faulty(name);
            case Finding.None(),
                    Finding.NoAccount(),
                    Finding.WrongPassword(),
                    Finding.LockedOut(),
                    Finding.UnreadablePassword(var _, var _),
                    Finding.Failed(var _) -> {}
        }
        return finding;
    }

    /** What was once known, for want of a directory. */
    private Optional<Meaning> once(AccountName name) {
        return lastKnown
                .mail(name)
                .map(account -> own(account, Freshness.DEGRADED))
                .or(() -> recollection.signposts().any(name).map(MailLookup::others));
    }

    private static Meaning said(Finding finding) {
        return switch (finding) {
            case Finding.Found(Account account) -> own(account, Freshness.FRESH);
            case Finding.Leads(Signpost signpost) -> others(signpost);
            case Finding.None() -> Meaning.Own.of(new Answer.Unknown());
            case Finding.Faulty(String reason) -> unsaid(reason);
            case Finding.Failed(String reason) -> unsaid(reason);
            case Finding.NoAccount(),
                    Finding.WrongPassword(),
                    Finding.LockedOut(),
                    Finding.UnreadablePassword(var _, var _) ->
                throw new IllegalStateException("not of a look-up for mail");
        };
    }

    private static Meaning own(Account account, Freshness freshness) {
        return new Meaning.Own(account.forMail(freshness), account.forward());
    }

    private static Meaning others(Signpost signpost) {
        return new Meaning.Others(signpost.to());
    }

    private static Meaning unsaid(String reason) {
        return Meaning.Own.of(new Answer.Unavailable(reason));
    }

    private Answer absent(AccountName name) {
        Optional<Account> before = lastKnown.mailBefore(name);
        return believed(name, before, recollection.believedAbsent(name, before, this::renamed));
    }

    /** The same of a name that a log-in gives. */
    Answer.Denied absentLogin(AccountName name) {
        Optional<Account> before = lastKnown.loginBefore(name);
        return believed(name, before, recollection.believedAbsentLogin(name, before, this::renamed));
    }

    private boolean renamed(DirectoryId known) {
        return chain.presence(known) instanceof Presence.Present;
    }

    private Answer.Denied believed(AccountName name, Optional<Account> before, boolean absent) {
        if (absent) {
            before.ifPresent(lastKnown::gone);
            return new Answer.Unknown();
        }
        alarms.raise(name.toString(), "was known, and is missing now");
        return new Answer.Unavailable("was known, and is missing now");
    }
}
