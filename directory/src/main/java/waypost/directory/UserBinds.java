package waypost.directory;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import java.util.List;
import waypost.directory.DirectoryServers.Matter;
import waypost.directory.DirectoryServers.Question;
import waypost.directory.DirectoryServers.Worth;
import waypost.identity.Secret;

/** Tries passwords at the servers of a directory. Blocks as {@link DirectoryServers} do; any thread. */
final class UserBinds {
    private final DirectorySettings settings;
    private final DirectoryServers servers;
    private final Lag lag;
    private final Alarms alarms;

    UserBinds(DirectorySettings settings, DirectoryServers servers, Lag lag, Alarms alarms) {
        this.settings = settings;
        this.servers = servers;
        this.lag = lag;
        this.alarms = alarms;
    }

    /**
     * Tries a password as an entry, at the server that showed it: to one that does not have it yet every password is wrong. One that lacks
     * changes may have the password of before. The password is not empty: RFC 4513 §5.1.2 would make that a success that proves nothing.
     *
     * @param locks attributes of which one is there while no password is looked at, where the server does not say that
     */
    Bound bind(Searched.One found, Secret password, List<String> locks) {
        if (password.value().isEmpty()) {
            throw new IllegalArgumentException("bind without password");
        }
        Bound bound = ask(found, Asked.USER_BIND, server -> bind(server, found.entry(), password));
        return bound instanceof Bound.Wrong ? believed(bound, found, locks) : bound;
    }

    private Bound bind(DirectoryServer server, Entry entry, Secret password) throws LDAPException {
        var request = new SimpleBindRequest(
                entry.getDN(), password.value(), settings.kind().bindControls());
        request.setResponseTimeoutMillis(settings.timeout().toMillis());
        try {
            return Bound.taken(server.bind(request));
        } catch (LDAPException refused) {
            return switch (Verdict.of(refused, Asked.USER_BIND)) {
                case DEFINITE -> meant(Bound.refused(refused, settings.kind()));
                case OTHER_SERVER, CONFIGURATION -> {
                    server.passOver("could not check a password");
                    yield new Bound.Elsewhere(servers.told(refused, Asked.USER_BIND));
                }
                case UNAVAILABLE -> throw refused;
            };
        }
    }

    private Bound meant(Bound refusal) {
        if (!(refusal instanceof Bound.Failed(String reason))) {
            return refusal;
        }
        String directory = "directory " + settings.name();
        alarms.raise(directory + ", log-ins", reason);
        return new Bound.Failed(directory + ": " + reason);
    }

    private Bound ask(Searched.One found, Asked asked, Question<Bound> question) {
        return servers.ask(found.at(), new Matter<>(asked, question, Bound.Failed::new, UserBinds::worth));
    }

    private static Worth worth(Bound bound) {
        return bound.unsaid() ? Worth.NOTHING : Worth.ENOUGH;
    }

    private Bound believed(Bound wrong, Searched.One found, List<String> locks) {
        return ask(
                found,
                Asked.SEARCH,
                server -> lag.isBehind(server)
                        ? new Bound.Elsewhere(lag.words(server))
                        : looked(wrong, server, found.entry(), locks));
    }

    /**
     * draft-behera-ldap-password-policy §6: while an account is locked no password is looked at, and a server need not say that. A lock that was there before
     * the bind or is there behind it may have been the reason.
     */
    private Bound looked(Bound wrong, DirectoryServer server, Entry before, List<String> locks) throws LDAPException {
        if (locks.isEmpty()) {
            return wrong;
        }
        return switch (new Look(settings, alarms, server).entry(before.getDN(), locks.toArray(String[]::new))) {
            case Searched.One(Entry after, var _) ->
                locks.stream().anyMatch(lock -> before.hasAttribute(lock) || after.hasAttribute(lock))
                        ? new Bound.LockedOut()
                        : wrong;
            case Searched.None(), Searched.Several(var _, var _) -> new Bound.Failed(before.getDN() + " went");
            case Searched.Failed(String reason) -> new Bound.Failed(reason);
        };
    }
}
