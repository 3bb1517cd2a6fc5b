package waypost.proxy;

import java.net.InetAddress;
import java.util.Optional;
import waypost.identity.AppPassword;
import waypost.identity.Secret;
import waypost.mapping.Answer;
import waypost.mapping.HeldSecrets.Held;
import waypost.mapping.Identity;
import waypost.mapping.Logins.Shown;
import waypost.mapping.Mapping;
import waypost.mapping.Residence;
import waypost.mapping.Service;
import waypost.protocol.link.SecretsAsked;
import waypost.protocol.link.SecretsSaid;

/**
 * What is to be said of a password. Its form says whom to ask: an app password is its node's affair and no directory ever sees it; six digits at the end
 * may be a code, but only of a user who has a second factor; anything else is the directory's. Any thread.
 */
record PasswordLogins(Mapping mapping, AccountSecrets secrets) {
    private static final Answer NO = new Answer.Refused(Answer.Kind.CREDENTIALS);
    private static final Answer NOT_ENOUGH = new Answer.Refused(Answer.Kind.SECOND_FACTOR);
    private static final Answer NOBODY_SAYS =
            new Answer.Unavailable("the account's node does not say what it has beside the password");

    private static final int DIGITS = 6;

    /** What may be a password with a code at its end, in its two parts. */
    private record Coded(Secret password, Secret code) {
        static Optional<Coded> of(Secret shown) {
            String text = shown.value();
            int end = text.length() - DIGITS;
            return end > 0 && text.chars().skip(end).allMatch(c -> c >= '0' && c <= '9')
                    ? Optional.of(new Coded(new Secret(text.substring(0, end)), new Secret(text.substring(end))))
                    : Optional.empty();
        }
    }

    /** If nobody has to be asked for it. Never blocks. */
    Optional<Answer> cached(String user, Secret password, Service service) {
        boolean directorys = AppPassword.of(password).isEmpty()
                && (Coded.of(password).isEmpty() || isKnownToHaveNoFactor(user, service));
        return directorys
                ? mapping.cachedAuthenticate(user, password, service).flatMap(this::cachedAlone)
                : Optional.empty();
    }

    private boolean isKnownToHaveNoFactor(String user, Service service) {
        return mapping.cachedIdentify(user, service)
                .flatMap(Identity::residence)
                .flatMap(account -> secrets.remembered(account.id()))
                .filter(held -> !held.secondFactor())
                .isPresent();
    }

    /** The answer to who has shown no more than that he knows the password. Never blocks. */
    Optional<Answer> cachedAlone(Answer answer) {
        return answer instanceof Answer.Granted account
                ? secrets.remembered(account.directoryId()).map(held -> alone(account, held))
                : Optional.of(answer);
    }

    /** The same; may block. */
    Answer alone(Answer answer) {
        return answer instanceof Answer.Granted account
                ? secrets.held(account.residence())
                        .map(held -> alone(account, held))
                        .orElse(NOBODY_SAYS)
                : answer;
    }

    private static Answer alone(Answer.Granted account, Held held) {
        return held.secondFactor() ? NOT_ENOUGH : account;
    }

    /** May block. */
    Answer ask(String user, Secret password, Service service, InetAddress from) {
        Optional<AppPassword> app = AppPassword.of(password);
        if (app.isPresent()) {
            return made(user, new SecretsAsked.App(app.get(), service.word(), from), service);
        }
        return Coded.of(password)
                .map(parts -> maybeCoded(user, password, parts, service))
                .orElseGet(() -> alone(mapping.authenticate(user, password, service)));
    }

    /**
     * Whom the directory does not know is asked for the password as it was shown. Who may not log in now is known all the same: a directory that is shown a
     * code as a part of his password would count a failure.
     */
    private Answer maybeCoded(String user, Secret password, Coded parts, Service service) {
        Optional<Residence> account = mapping.identify(user, service).residence();
        if (account.isEmpty()) {
            return alone(mapping.authenticate(user, password, service));
        }
        Optional<Held> held = secrets.held(account.get());
        if (held.isEmpty()) {
            return NOBODY_SAYS;
        }
        return held.get().secondFactor() ? coded(user, parts, service) : mapping.authenticate(user, password, service);
    }

    /** The directory is asked first: who does not know the password uses up no code. */
    private Answer coded(String user, Coded parts, Service service) {
        Answer answer = mapping.authenticate(user, parts.password(), service);
        return answer instanceof Answer.Granted account
                ? denied(account.residence(), new SecretsAsked.Code(parts.code()))
                        .orElseGet(account::withCode)
                : answer;
    }

    /** State is told only to who has shown the right password, here as elsewhere. */
    private Answer made(String user, SecretsAsked.App app, Service service) {
        Identity identity = mapping.identify(user, service);
        return identity.residence()
                .flatMap(account -> denied(account, app))
                .orElseGet(
                        () -> identity.by(new Shown.AppPassword(app.password().id())));
    }

    /** What is said to one whose account's node does not find right what he has shown; empty if it does. */
    private Optional<Answer> denied(Residence account, SecretsAsked shown) {
        return switch (secrets.ask(account, shown)) {
            case SecretsSaid.Right() -> Optional.empty();
            case SecretsSaid.Wrong() -> Optional.of(NO);
            case SecretsSaid.Expired() -> Optional.of(new Answer.Refused(Answer.Kind.EXPIRED));
            case SecretsSaid.OutOfScope() -> Optional.of(new Answer.Refused(Answer.Kind.SERVICE));
            case SecretsSaid.Holds(var _, var _), SecretsSaid.Elsewhere(var _), SecretsSaid.Unsure() ->
                Optional.of(NOBODY_SAYS);
        };
    }
}
