package waypost.mapping;

import java.util.Optional;
import waypost.identity.AccountName;
import waypost.identity.Address;
import waypost.identity.AddressRules;
import waypost.identity.Secret;

/** Users who show a password: whether it is right, or who is to say so. From memory, or else by the maps. Any thread. */
final class Authentication {
    private static final int MAX_PASSWORD = 1024;
    private static final Answer WRONG = new Answer.Refused(Answer.Kind.CREDENTIALS);

    private final AddressRules rules;
    private final MapChain chain;
    private final Recollection recollection;
    private final Judgement judgement;
    private final Joined<Verifiers.Tag, Finding> questions = new Joined<>();

    Authentication(AddressRules rules, MapChain chain, Recollection recollection, Judgement judgement) {
        this.rules = rules;
        this.chain = chain;
        this.recollection = recollection;
        this.judgement = judgement;
    }

    Answer authenticate(String user, Secret password, Service service) {
        return cached(user, password, service).orElseGet(() -> switch (rules.parse(user)) {
            case Address.Refused(var _) -> WRONG;
            case Address.Parsed(AccountName name, var _, var _) ->
                judgement.answer(name, ask(name, password), new Evidence.Password(password), service);
        });
    }

    /** The same, if no map has to be asked for it. */
    Optional<Answer> cached(String user, Secret password, Service service) {
        if (isAbsurd(password.value())) {
            return Optional.of(WRONG);
        }
        return switch (rules.parse(user)) {
            case Address.Refused(var _) -> Optional.of(WRONG);
            case Address.Parsed(AccountName name, var _, var _) ->
                remembered(name, password)
                        .map(finding -> judgement.answer(name, finding, new Evidence.Password(password), service))
                        .or(() -> isNobody(name) ? Optional.of(new Answer.Unknown()) : Optional.empty());
        };
    }

    /** RFC 4513 §5.1.2: an empty password would be an unauthenticated bind, and succeed. */
    private static boolean isAbsurd(String password) {
        return password.isEmpty() || password.length() > MAX_PASSWORD || password.indexOf('\0') >= 0;
    }

    /** What is remembered does not tell who is nobody from an alias, by which nobody logs in: where a node may have the name, it is asked for again. */
    private boolean isNobody(AccountName name) {
        return recollection.absentLogin(name) && chain.failOver(name).isEmpty();
    }

    /** A password that was right before its map left passwords to nodes counts no more. */
    private Optional<Finding> remembered(AccountName name, Secret password) {
        return recollection
                .proven(name, recollection.tag(name, password))
                .filter(account -> !chain.leavesToNode(name, account.map()))
                .<Finding>map(Finding.Found::new)
                .or(() -> recollection
                        .login(name)
                        .filter(account -> chain.leavesToNode(name, account.map()))
                        .map(Finding.LeftToNode::new));
    }

    private Finding ask(AccountName name, Secret password) {
        return questions.ask(recollection.tag(name, password), () -> {
            long moment = recollection.moment(name);
            Finding found = chain.ask(name, map -> map.authenticate(name, password));
            switch (found) {
                case Finding.Found(Account account) -> recollection.proved(name, password, account, moment);
                case Finding.LeftToNode(Account account) -> recollection.foundLogin(name, account);
                case Finding.WrongPassword() -> recollection.disproved(name, password);
                case Finding.UnreadablePassword(var _, var values) -> recollection.unreadable(name, password, values);
                case Finding.Faulty(var _) -> recollection.faulty(name);
                case Finding.NoAccount() -> recollection.noAccount(name);
                case Finding.None(), Finding.LockedOut(), Finding.Leads(var _), Finding.Failed(var _) -> {}
            }
            return found;
        });
    }
}
