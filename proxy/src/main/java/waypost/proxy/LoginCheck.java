package waypost.proxy;

import java.util.Optional;
import waypost.mapping.Answer;
import waypost.mapping.ChallengeDigest;
import waypost.mapping.Mapping;
import waypost.mapping.Service;
import waypost.protocol.login.Credentials;

/** What the mapping says of a client's credentials, whatever they are. */
record LoginCheck(Mapping mapping) {
    /** If nobody has to be asked for it. Never blocks. */
    Optional<Answer> cached(Credentials credentials, Service service) {
        if (!forItself(credentials)) {
            // RFC 4616 §2: acting as another is for nodes, and nodes come to internal listeners
            return Optional.of(new Answer.Refused(Answer.Kind.CREDENTIALS));
        }
        return switch (credentials) {
            case Credentials.Password(var _, var user, var password) ->
                mapping.cachedAuthenticate(user, password, service);
            case Credentials.Proven(var _, var user) -> mapping.cachedIdentify(user, service);
            case Credentials.Digest _ -> Optional.empty();
            case Credentials.External _, Credentials.Token _ ->
                Optional.of(new Answer.Refused(Answer.Kind.CREDENTIALS));
        };
    }

    /** May block. */
    Answer ask(Credentials credentials, Service service) {
        return switch (credentials) {
            case Credentials.Password(var _, var user, var password) -> mapping.authenticate(user, password, service);
            case Credentials.Proven(var _, var user) -> mapping.identify(user, service);
            case Credentials.Digest(var user, var challenge, var digest) ->
                mapping.authenticate(new ChallengeDigest(user, challenge, digest), service);
            case Credentials.External _, Credentials.Token _ -> new Answer.Refused(Answer.Kind.CREDENTIALS);
        };
    }

    private static boolean forItself(Credentials credentials) {
        return switch (credentials) {
            case Credentials.Password(var authorize, var user, var _) -> authorize.isEmpty() || authorize.equals(user);
            case Credentials.Proven(var authorize, var user) -> authorize.isEmpty() || authorize.equals(user);
            case Credentials.Digest _, Credentials.External _, Credentials.Token _ -> true;
        };
    }
}
