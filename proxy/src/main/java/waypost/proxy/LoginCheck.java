package waypost.proxy;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.identity.DirectoryId;
import waypost.mapping.Answer;
import waypost.mapping.ChallengeDigest;
import waypost.mapping.Identity;
import waypost.mapping.Logins;
import waypost.mapping.Mapping;
import waypost.mapping.Service;
import waypost.oauth.TokenAnswer;
import waypost.oauth.TokenCheck;
import waypost.protocol.login.Credentials;

/**
 * What is to be said of a client's credentials, whatever they are. Any thread.
 *
 * @param logins what is granted here, while sessions rest on it
 * @param tokens says whose bearer tokens are; without it none is good
 * @param secrets what the nodes have beside the directory
 */
public record LoginCheck(Mapping mapping, Logins logins, Optional<TokenCheck> tokens, AccountSecrets secrets) {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.login");

    private static final Answer NO = new Answer.Refused(Answer.Kind.CREDENTIALS);

    /** What a session is for. To be made before anybody is asked about its user. */
    Logins.Claim claim(Service service) {
        return new Logins.Claim(service, logins.moment());
    }

    private PasswordLogins passwords() {
        return new PasswordLogins(mapping, secrets);
    }

    /** If nobody has to be asked for it. Never blocks. */
    Optional<Answer> cached(Credentials credentials, Service service) {
        if (!forItself(credentials)) {
            // RFC 4616 §2: acting as another is for nodes, and nodes come to internal listeners
            return Optional.of(NO);
        }
        return switch (credentials) {
            case Credentials.Password(var _, var user, var password) ->
                passwords().cached(user, password, service);
            case Credentials.Proven(var _, var user, var by) ->
                mapping.cachedProven(user, by, service).flatMap(passwords()::cachedAlone);
            case Credentials.Vouched(var names, var authorize)
            when names.size() == 1 && authorize.isEmpty() ->
                mapping.cachedIdentify(names.getFirst(), service).map(identity -> identity.by(Logins.Shown.VOUCHED));
            case Credentials.Token _, Credentials.Digest _, Credentials.Vouched _ -> Optional.empty();
            case Credentials.External _, Credentials.Disproven _ -> Optional.of(NO);
        };
    }

    /**
     * May block.
     *
     * @param from where the client is
     */
    Answer ask(Credentials credentials, Service service, InetAddress from) {
        return switch (credentials) {
            case Credentials.Password(var _, var user, var password) ->
                passwords().ask(user, password, service, from);
            case Credentials.Proven(var _, var user, var by) -> passwords().alone(mapping.proven(user, by, service));
            case Credentials.Token token -> ask(token, service);
            case Credentials.Vouched(var names, var authorize) -> vouched(names, authorize, service);
            case Credentials.Digest(var user, var challenge, var digest) ->
                passwords().alone(mapping.authenticate(new ChallengeDigest(user, challenge, digest), service));
            case Credentials.External _, Credentials.Disproven _ -> NO;
        };
    }

    private Answer ask(Credentials.Token shown, Service service) {
        return switch (tokens.map(check -> check.check(shown.token())).orElse(new TokenAnswer.Refused("no issuer"))) {
            case TokenAnswer.User(var name, var _, var _) -> vouched(List.of(name), shown.authorize(), service);
            case TokenAnswer.Refused(var why) -> {
                LOG.info("event=token-refused why=\"{}\"", why);
                yield NO;
            }
            case TokenAnswer.Unavailable(var why) -> new Answer.Unavailable(why);
        };
    }

    /**
     * Whatever else the user had to show he has shown to who vouches for him. RFC 7628 §3.1, RFC 4422 appendix A: whom the client names is one of those that
     * it is known to be, by whichever of the account's names; it has to name one where there are several.
     */
    private Answer vouched(List<String> names, String authorize, Service service) {
        Optional<String> chosen = authorize.isEmpty()
                ? Optional.of(names.getFirst()).filter(_ -> names.size() == 1)
                : names.stream().filter(authorize::equalsIgnoreCase).findFirst();
        if (chosen.isPresent() || authorize.isEmpty()) {
            return chosen.map(name -> mapping.identify(name, service).by(Logins.Shown.VOUCHED))
                    .orElse(NO);
        }
        Identity named = mapping.identify(authorize, service);
        return named.residence()
                .map(account -> ofOne(names, account.id(), service))
                .orElseGet(() -> named.by(Logins.Shown.VOUCHED));
    }

    /** What is said of the one of these names that has the account. The state of another's is told to nobody. */
    private Answer ofOne(List<String> names, DirectoryId account, Service service) {
        Answer none = NO;
        for (String name : names) {
            Identity known = mapping.identify(name, service);
            if (known.residence().filter(of -> of.id().equals(account)).isPresent()) {
                return known.by(Logins.Shown.VOUCHED);
            }
            if (known instanceof Identity.Nobody(Answer.Unavailable away)) {
                none = away;
            }
        }
        return none;
    }

    private static boolean forItself(Credentials credentials) {
        return switch (credentials) {
            case Credentials.Password(var authorize, var user, var _) -> authorize.isEmpty() || authorize.equals(user);
            case Credentials.Proven(var authorize, var user, var _) -> authorize.isEmpty() || authorize.equals(user);
            case Credentials.Digest _,
                    Credentials.Disproven _,
                    Credentials.External _,
                    Credentials.Token _,
                    Credentials.Vouched _ -> true;
        };
    }
}
