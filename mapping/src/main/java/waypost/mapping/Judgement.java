package waypost.mapping;

import java.util.function.Function;
import waypost.identity.AccountName;
import waypost.identity.ScramKeys;
import waypost.identity.Secret;
import waypost.mapping.Account.Freshness;

/**
 * What is answered of log-ins: what the maps have found of a name, by what its user has shown. Nobody else grants one, and what stands in for a directory
 * that cannot say stands in by what was shown. Any thread; may block for as long as a slow hash takes, or for a digest as a map does.
 */
final class Judgement {
    private static final Answer.Denied WRONG = new Answer.Refused(Answer.Kind.CREDENTIALS);

    private final MapChain chain;
    private final Keyring keyring;
    private final LastKnown lastKnown;
    private final Function<AccountName, Answer.Denied> absent;

    /** @param absent what is said of a name that no map has */
    Judgement(MapChain chain, Keyring keyring, LastKnown lastKnown, Function<AccountName, Answer.Denied> absent) {
        this.chain = chain;
        this.keyring = keyring;
        this.lastKnown = lastKnown;
        this.absent = absent;
    }

    private sealed interface Outcome {
        /** It is this account's name, and what was shown, if anything was, is right. */
        record Is(Account account, Freshness freshness) implements Outcome {}

        /** It is this account's name, and the password is its node's to judge. */
        record Left(Account account, Freshness freshness) implements Outcome {}

        record Not(Answer.Denied why) implements Outcome {}
    }

    /** To one who shows that he knows the password. */
    Answer answer(AccountName login, Finding finding, Evidence.OfPassword shown, Service service) {
        return switch (outcome(login, finding, shown)) {
            case Outcome.Is(Account account, Freshness freshness) ->
                switch (account.forLogin(login, service, freshness)) {
                    case Identity.Known known -> known.account().by(Logins.Shown.PASSWORD);
                    case Identity.Barred(var _, Answer.Refused why) -> why;
                    case Identity.Nobody(Answer.Denied why) -> why;
                };
            case Outcome.Left(Account account, Freshness freshness) ->
                left(account.forLogin(login, service, freshness));
            case Outcome.Not(Answer.Denied why) -> why;
        };
    }

    /** State is told only to who has shown the right password, which nobody has said of who is let in by none. */
    private static Answer left(Identity identity) {
        return switch (identity) {
            case Identity.Known known -> new Answer.LeftToNode(known.account().by(Logins.Shown.PASSWORD));
            case Identity.Barred _ -> WRONG;
            case Identity.Nobody(Answer.Denied why) -> why;
        };
    }

    /** Of one who shows nothing here. */
    Identity identity(AccountName login, Finding finding, Service service) {
        return switch (outcome(login, finding, new Evidence.Name())) {
            case Outcome.Is(Account account, Freshness freshness) -> account.forLogin(login, service, freshness);
            case Outcome.Left(var _, var _) -> throw new IllegalStateException("no password was shown");
            case Outcome.Not(Answer.Denied why) -> new Identity.Nobody(why);
        };
    }

    private Outcome outcome(AccountName login, Finding finding, Evidence shown) {
        return switch (finding) {
            case Finding.Found(Account account) -> found(login, account, shown);
            case Finding.LeftToNode(Account account) -> new Outcome.Left(account, Freshness.FRESH);
            case Finding.None() -> nobody(login, shown);
            case Finding.NoAccount() -> new Outcome.Not(new Answer.Unknown());
            case Finding.Faulty(String reason) -> unavailable(reason);
            case Finding.Failed(String reason) -> unsaid(login, reason, shown);
            case Finding.WrongPassword() -> new Outcome.Not(WRONG);
            case Finding.UnreadablePassword(String reason, var _) -> unavailable(reason);
            case Finding.LockedOut() -> lockedOut(login, shown);
            case Finding.Leads(var _) -> throw new IllegalStateException("not of a log-in");
        };
    }

    /** Where it is believed that nobody has the name, a node may have it, if anybody says so: by the password. */
    private Outcome nobody(AccountName login, Evidence shown) {
        Answer.Denied why = absent.apply(login);
        return why instanceof Answer.Unknown && shown instanceof Evidence.Password
                ? chain.failOver(login)
                        .<Outcome>map(account -> new Outcome.Left(account, Freshness.FRESH))
                        .orElseGet(() -> new Outcome.Not(why))
                : new Outcome.Not(why);
    }

    private Outcome found(AccountName login, Account account, Evidence shown) {
        return switch (shown) {
            case Evidence.Password(var _), Evidence.Name() -> new Outcome.Is(account, Freshness.FRESH);
            case Evidence.Digest(ChallengeDigest digest) -> compared(login, account, digest);
            case Evidence.Keys(ScramKeys keys) -> opened(account, Freshness.FRESH, keys);
        };
    }

    private Outcome compared(AccountName login, Account account, ChallengeDigest shown) {
        return chain.of(account)
                .held(login, account.directoryId())
                .map(values -> Keyring.proves(shown, values)
                        ? is(account, Freshness.FRESH, keyring.mark(values))
                        : new Outcome.Not(WRONG))
                .orElseGet(() -> unavailable("what is held of the password cannot be read now"));
    }

    /** Keys are of an entry, whatever name has led to them, and the name may be another's by now. */
    private Outcome opened(Account account, Freshness freshness, ScramKeys keys) {
        return keyring.mark(keys, account.directoryId())
                .map(mark -> is(account, freshness, mark))
                .orElseGet(() ->
                        unavailable("the password is not of the entry that has the name, " + account.directoryId()));
    }

    /** @param mark of the password, as {@link Generation} has it */
    private static Outcome is(Account account, Freshness freshness, long mark) {
        return new Outcome.Is(account.with(account.generation().with(mark)), freshness);
    }

    /** What was known stands in for who cannot be asked, as far as what was shown can be compared with anything that is remembered. */
    private Outcome unsaid(AccountName login, String reason, Evidence shown) {
        return switch (shown) {
            case Evidence.Password(Secret password) ->
                lastKnown
                        .login(login)
                        .filter(account -> chain.leavesToNode(login, account.map()))
                        .<Outcome>map(account -> new Outcome.Left(account, Freshness.DEGRADED))
                        .orElseGet(() -> remembered(login, reason, password));
            // no password is kept from which a digest could be made
            case Evidence.Digest(var _) -> unavailable(reason);
            case Evidence.Keys(ScramKeys keys) ->
                lastKnown
                        .login(login)
                        .map(account -> opened(account, Freshness.DEGRADED, keys))
                        .orElseGet(() -> unavailable(reason));
            case Evidence.Name() ->
                lastKnown
                        .login(login)
                        .<Outcome>map(account -> new Outcome.Is(account, Freshness.DEGRADED))
                        .orElseGet(() -> unavailable(reason));
        };
    }

    private Outcome remembered(AccountName login, String reason, Secret password) {
        return switch (lastKnown.login(login, password)) {
            case LastKnown.Compared.Right(Account account) -> new Outcome.Is(account, Freshness.DEGRADED);
            case LastKnown.Compared.Another() -> new Outcome.Not(new Answer.Unavailable(reason, Answer.Shown.ANOTHER));
            case LastKnown.Compared.Unsaid() -> unavailable(reason);
        };
    }

    /** State is told only to who has shown the right password, be it before the lock. */
    private Outcome lockedOut(AccountName login, Evidence shown) {
        return switch (shown) {
            case Evidence.Password(Secret password) ->
                new Outcome.Not(lastKnown.wasRight(login, password) ? new Answer.Refused(Answer.Kind.LOCKED) : WRONG);
            case Evidence.Digest(var _), Evidence.Keys(var _), Evidence.Name() ->
                throw new IllegalStateException("no password was shown to a map");
        };
    }

    private static Outcome unavailable(String reason) {
        return new Outcome.Not(new Answer.Unavailable(reason));
    }
}
