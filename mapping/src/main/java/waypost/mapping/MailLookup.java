package waypost.mapping;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import waypost.identity.AccountName;
import waypost.identity.Address;
import waypost.mapping.Account.Freshness;
import waypost.mapping.Explanation.Origin;
import waypost.mapping.MailNames.Meaning;

/** Look-ups for mail: what memory has of a name, or else the maps. Any thread. */
final class MailLookup {
    private final MapChain chain;
    private final Recollection recollection;
    private final LastKnown lastKnown;
    private final MailNames names;
    private final Missing answered;
    private final Missing lookedAt;
    private final Joined<AccountName, Finding> questions = new Joined<>();

    /**
     * What is said where the maps do not have what they had.
     *
     * @param name of a name that they do not have
     * @param members of a group as it is now; empty where mail for it is its members'
     */
    private record Missing(
            Function<AccountName, Answer.Settled> name, BiFunction<AccountName, Signpost, Optional<String>> members) {}

    MailLookup(MapChain chain, Recollection recollection, LastKnown lastKnown, Unfound unfound, MailNames names) {
        this.chain = chain;
        this.recollection = recollection;
        this.lastKnown = lastKnown;
        this.names = names;
        this.answered = new Missing(unfound::mail, unfound::members);
        this.lookedAt = new Missing(unfound::mailLookedAt, unfound::membersLookedAt);
    }

    /** The account of a name. */
    Answer.Settled locate(AccountName name) {
        return names.account(name, orRest(this::meaning)).orElseThrow();
    }

    /** The same, if no map has to be asked for it. */
    Optional<Answer.Settled> cachedLocate(AccountName name) {
        return names.account(name, orRest(this::remembered));
    }

    Addressees whose(AccountName name) {
        return names.whose(name, orRest(this::meaning)).orElseThrow();
    }

    /** The same, if no map has to be asked for it. */
    Optional<Addressees> cachedWhose(AccountName name) {
        return names.whose(name, orRest(this::remembered));
    }

    /** What is said past all memory of the account of an address and of its mail, and what is answered. Each name is asked for once, and nothing noted. */
    Explanation explain(Address address, AccountName name) {
        Map<AccountName, Finding> found = new HashMap<>();
        Function<AccountName, Finding> asked =
                named -> found.computeIfAbsent(named, one -> chain.ask(one, map -> map.locate(one)));
        Function<AccountName, Optional<Meaning>> said = named -> Optional.of(said(asked.apply(named)));
        Function<AccountName, Optional<Meaning>> given =
                named -> remembered(named).or(() -> Optional.of(meant(named, asked.apply(named), lookedAt)));
        AccountName rest = AccountName.rest(name.domain());
        Stream<AccountName> tried = isNobodys(said.apply(name)) ? Stream.of(name, rest) : Stream.of(name);
        return new Explanation(
                address,
                tried.flatMap(one -> chain.explain(one, Prospect.Use.MAIL).stream())
                        .toList(),
                recollection.mailAge(name),
                whose(name, orRest(said)),
                whose(name, orRest(given)),
                origin(isNobodys(given.apply(name)) ? rest : name, asked));
    }

    private Explanation.Whose whose(AccountName name, Function<AccountName, Optional<Meaning>> meanings) {
        return new Explanation.Whose(
                names.account(name, meanings).orElseThrow(),
                names.whose(name, meanings).orElseThrow());
    }

    private Origin origin(AccountName name, Function<AccountName, Finding> asked) {
        Optional<Duration> age = recollection.mailAge(name);
        if (age.isPresent() && remembered(name).isPresent()) {
            return new Origin.Memory(age.get(), false);
        }
        if (!(asked.apply(name) instanceof Finding.Failed)) {
            return new Origin.Maps();
        }
        return lastKnown
                .mailOrigin(name)
                .or(() -> recollection
                        .signposts()
                        .any(name)
                        .flatMap(_ -> age.map(since -> new Origin.Memory(since, true))))
                .orElseGet(Origin.Maps::new);
    }

    /**
     * A name that nobody has stands for what the rest of its domain does. This is one name with a memory of its own: who makes names up fills none, and a
     * map's catch-all takes nothing from those who are in another.
     */
    private static Function<AccountName, Optional<Meaning>> orRest(Function<AccountName, Optional<Meaning>> meanings) {
        return name -> {
            Optional<Meaning> own = meanings.apply(name);
            return isNobodys(own)
                    ? meanings.apply(AccountName.rest(name.domain())).map(rest -> rest.standingFor(name))
                    : own;
        };
    }

    private static boolean isNobodys(Optional<Meaning> meaning) {
        return meaning.filter(Meaning.Own.of(new Answer.Unknown())::equals).isPresent();
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
        return meant(name, finding, answered);
    }

    private Meaning meant(AccountName name, Finding finding, Missing missing) {
        return switch (finding) {
            case Finding.None() -> Meaning.Own.of(missing.name().apply(name));
            case Finding.Failed(String reason) -> once(name).orElseGet(() -> unsaid(reason));
            case Finding.Leads(Signpost now) ->
                missing.members().apply(name, now).map(MailLookup::unsaid).orElseGet(() -> others(now));
            case Finding other -> said(other);
        };
    }

    private Finding noted(AccountName name, Finding finding) {
        switch (finding) {
            case Finding.Found(Account account) -> recollection.found(name, account);
            case Finding.Faulty(var _) -> recollection.faulty(name);
            case Finding.None(),
                    Finding.Leads(var _),
                    Finding.NoAccount(),
                    Finding.Failed(var _),
                    Finding.OfPassword _ -> {}
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
            case Finding.NoAccount(), Finding.OfPassword _ ->
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
}
