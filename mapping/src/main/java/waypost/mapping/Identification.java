package waypost.mapping;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import waypost.identity.AccountName;
import waypost.identity.Address;
import waypost.identity.AddressRules;
import waypost.identity.ScramHash;
import waypost.identity.ScramKeys;
import waypost.mapping.Account.Freshness;

/** Users who show who they are by other means than a password: who that is here, and what it is checked with. Any thread. */
final class Identification {
    private final AddressRules rules;
    private final MapChain chain;
    private final Recollection recollection;
    private final Keyring keyring;
    private final LastKnown lastKnown;
    private final Function<AccountName, Answer> absent;
    private final Joined<AccountName, Finding> questions = new Joined<>();

    /** @param absent what is said of a name that no map has */
    Identification(
            AddressRules rules,
            MapChain chain,
            Recollection recollection,
            Keyring keyring,
            LastKnown lastKnown,
            Function<AccountName, Answer> absent) {
        this.rules = rules;
        this.chain = chain;
        this.recollection = recollection;
        this.keyring = keyring;
        this.lastKnown = lastKnown;
        this.absent = absent;
    }

    /** Some entry was changed. */
    void changed() {
        keyring.changed();
    }

    private Optional<AccountName> name(String user) {
        return rules.parse(user) instanceof Address.Parsed(AccountName name, var _, var _)
                ? Optional.of(name)
                : Optional.empty();
    }

    Optional<Answer> cachedIdentify(String user, Service service) {
        Optional<AccountName> name = name(user);
        if (name.isEmpty()) {
            return Optional.of(new Answer.Refused(Answer.Kind.CREDENTIALS));
        }
        Optional<Answer> known =
                recollection.login(name.get()).map(account -> account.forLogin(name.get(), service, Freshness.FRESH));
        return known.isEmpty() && recollection.absentLogin(name.get()) ? Optional.of(new Answer.Unknown()) : known;
    }

    /** What was shown is of an entry, and the name may be another's: by then, or still where it is remembered. */
    Answer proven(Answer identified, ScramKeys by) {
        if (!(identified instanceof Answer.Granted granted)) {
            return identified;
        }
        Optional<Keyring.Origin> origin = keyring.origin(by);
        if (origin.filter(of -> of.entry().equals(granted.directoryId())).isEmpty()) {
            recollection.changed(granted.directoryId()::equals);
            return new Answer.Unavailable("the password is of " + origin + ", the name of " + granted.directoryId());
        }
        return granted.with(origin.get().mark());
    }

    Answer identify(String user, Service service) {
        return cachedIdentify(user, service)
                .or(() -> name(user).map(name -> answer(name, ask(name), service)))
                .orElseGet(() -> new Answer.Refused(Answer.Kind.CREDENTIALS));
    }

    private Finding ask(AccountName name) {
        return questions.ask(name, () -> {
            Finding found = chain.ask(name, map -> map.identify(name));
            switch (found) {
                case Finding.Found(Account account) -> recollection.foundLogin(name, account);
                case Finding.Faulty(var _) -> recollection.faulty(name);
                case Finding.NoAccount() -> recollection.noAccount(name);
                case Finding.None(),
                        Finding.WrongPassword(),
                        Finding.LockedOut(),
                        Finding.UnreadablePassword(var _, var _),
                        Finding.Leads(var _),
                        Finding.Failed(var _) -> {}
            }
            return found;
        });
    }

    private Answer answer(AccountName name, Finding finding, Service service) {
        return switch (finding) {
            case Finding.Found(Account account) -> account.forLogin(name, service, Freshness.FRESH);
            case Finding.None() -> absent.apply(name);
            case Finding.NoAccount() -> new Answer.Unknown();
            case Finding.WrongPassword(), Finding.LockedOut(), Finding.UnreadablePassword(var _, var _) ->
                throw new IllegalStateException("no password was shown");
            case Finding.Leads(var _) -> throw new IllegalStateException("not of a log-in");
            case Finding.Faulty(String reason) -> new Answer.Unavailable(reason);
            case Finding.Failed(String reason) ->
                lastKnown
                        .login(name)
                        .map(account -> account.forLogin(name, service, Freshness.DEGRADED))
                        .orElseGet(() -> new Answer.Unavailable(reason));
        };
    }

    Optional<ScramKeys> cachedKeys(String user, ScramHash hash) {
        Optional<AccountName> name = name(user);
        return name.isEmpty() ? Optional.of(keyring.nobody(user, hash)) : keyring.fresh(name.get(), hash);
    }

    Optional<ScramKeys> keys(String user, ScramHash hash) {
        Optional<ScramKeys> cached = cachedKeys(user, hash);
        return cached.isPresent() ? cached : name(user).flatMap(name -> keys(name, hash));
    }

    private Optional<ScramKeys> keys(AccountName name, ScramHash hash) {
        return switch (ask(name)) {
            case Finding.Found(Account account) ->
                chain.of(account)
                        .held(name, account.directoryId())
                        .map(values -> keyring.of(name, account.directoryId(), values, hash))
                        .orElseGet(() -> keyring.once(name, hash));
            case Finding.NoAccount() -> Optional.of(keyring.nobody(name.toString(), hash));
            case Finding.None() ->
                absent.apply(name) instanceof Answer.Unavailable
                        ? Optional.empty()
                        : Optional.of(keyring.nobody(name.toString(), hash));
            case Finding.WrongPassword(), Finding.LockedOut(), Finding.UnreadablePassword(var _, var _) ->
                throw new IllegalStateException("no password was shown");
            case Finding.Leads(var _) -> throw new IllegalStateException("not of a log-in");
            case Finding.Faulty(var _) -> Optional.empty();
            case Finding.Failed(var _) -> keyring.once(name, hash);
        };
    }

    /** Asks the maps at each time: a digest says nothing of the next one. */
    Answer authenticate(ChallengeDigest shown, Service service) {
        Optional<AccountName> name = name(shown.user());
        if (name.isEmpty()) {
            return new Answer.Refused(Answer.Kind.CREDENTIALS);
        }
        Finding finding = ask(name.get());
        if (finding instanceof Finding.Failed(String reason)) {
            return new Answer.Unavailable(reason); // nothing is remembered with which a digest could be compared
        }
        if (!(finding instanceof Finding.Found(Account account))) {
            return answer(name.get(), finding, service);
        }
        Optional<List<String>> held = chain.of(account).held(name.get(), account.directoryId());
        if (held.isEmpty()) {
            return new Answer.Unavailable("what is held of the password cannot be read now");
        }
        if (!Keyring.proves(shown, held.get())) {
            return new Answer.Refused(Answer.Kind.CREDENTIALS);
        }
        Generation generation = account.generation().with(keyring.mark(held.get()));
        return account.with(generation).forLogin(name.get(), service, Freshness.FRESH);
    }
}
