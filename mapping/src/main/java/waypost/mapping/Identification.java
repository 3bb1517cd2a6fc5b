package waypost.mapping;

import java.util.Optional;
import java.util.function.Function;
import waypost.identity.AccountName;
import waypost.identity.Address;
import waypost.identity.AddressRules;
import waypost.identity.ScramHash;
import waypost.identity.ScramKeys;

/** Users who show who they are by other means than a password: who that is here, and what it is checked with. Any thread. */
final class Identification {
    private static final Answer.Denied WRONG = new Answer.Refused(Answer.Kind.CREDENTIALS);
    private static final Identity NOBODY = new Identity.Nobody(WRONG);

    private final AddressRules rules;
    private final MapChain chain;
    private final Recollection recollection;
    private final Keyring keyring;
    private final Judgement judgement;
    private final Function<AccountName, Answer.Denied> absent;
    private final Joined<AccountName, Finding> questions = new Joined<>();

    /** @param absent what is said of a name that no map has */
    Identification(
            AddressRules rules,
            MapChain chain,
            Recollection recollection,
            Keyring keyring,
            Judgement judgement,
            Function<AccountName, Answer.Denied> absent) {
        this.rules = rules;
        this.chain = chain;
        this.recollection = recollection;
        this.keyring = keyring;
        this.judgement = judgement;
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

    /** What was found of the name not long ago. */
    Optional<Finding> remembered(AccountName name) {
        Optional<Finding> known = recollection.login(name).map(Finding.Found::new);
        return known.isEmpty() && recollection.absentLogin(name) ? Optional.of(new Finding.NoAccount()) : known;
    }

    Optional<Identity> cachedIdentify(String user, Service service) {
        Optional<AccountName> name = name(user);
        return name.isEmpty()
                ? Optional.of(NOBODY)
                : remembered(name.get()).map(known -> judgement.identity(name.get(), known, service));
    }

    Identity identify(String user, Service service) {
        return cachedIdentify(user, service)
                .or(() -> name(user).map(name -> judgement.identity(name, ask(name), service)))
                .orElse(NOBODY);
    }

    /** Where the keys are not of the entry that is remembered, the maps are asked whose the name is now. */
    Optional<Answer> cachedProven(String user, ScramKeys by, Service service) {
        Optional<AccountName> name = name(user);
        return name.isEmpty()
                ? Optional.of(WRONG)
                : remembered(name.get())
                        .map(known -> judgement.answer(name.get(), known, new Evidence.Keys(by), service))
                        .filter(answer -> !(answer instanceof Answer.Unavailable));
    }

    Answer proven(String user, ScramKeys by, Service service) {
        return cachedProven(user, by, service)
                .or(() -> name(user).map(name -> judgement.answer(name, ask(name), new Evidence.Keys(by), service)))
                .orElse(WRONG);
    }

    private Finding ask(AccountName name) {
        return questions.ask(name, () -> {
            Finding found = chain.ask(name, map -> map.identify(name));
            switch (found) {
                case Finding.Found(Account account) -> recollection.foundLogin(name, account);
                case Finding.Faulty(var _) -> recollection.faulty(name);
                case Finding.NoAccount() -> recollection.noAccount(name);
                case Finding.None(), Finding.Leads(var _), Finding.Failed(var _), Finding.OfPassword _ -> {}
            }
            return found;
        });
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
        long moment = keyring.moment(name);
        return switch (ask(name)) {
            case Finding.Found(Account account) ->
                chain.of(account)
                        .held(name, account.directoryId())
                        .map(values -> keyring.of(name, account.directoryId(), values, hash, moment))
                        .orElseGet(() -> keyring.once(name, hash));
            case Finding.NoAccount() -> Optional.of(keyring.nobody(name.toString(), hash));
            case Finding.None() ->
                absent.apply(name) instanceof Answer.Unavailable
                        ? Optional.empty()
                        : Optional.of(keyring.nobody(name.toString(), hash));
            case Finding.OfPassword _ -> throw new IllegalStateException("no password was shown");
            case Finding.Leads(var _) -> throw new IllegalStateException("not of a log-in");
            case Finding.Faulty(var _) -> Optional.empty();
            case Finding.Failed(var _) -> keyring.once(name, hash);
        };
    }

    /** Asks the maps at each time: a digest says nothing of the next one. */
    Answer authenticate(ChallengeDigest shown, Service service) {
        return name(shown.user())
                .map(name -> judgement.answer(name, ask(name), new Evidence.Digest(shown), service))
                .orElse(WRONG);
    }
}
