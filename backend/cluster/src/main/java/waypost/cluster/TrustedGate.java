package waypost.cluster;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.identity.Address;
import waypost.identity.AddressRules;
import waypost.identity.NodeName;
import waypost.net.Gatekeeper;
import waypost.net.Verdict;
import waypost.protocol.login.Credentials;
import waypost.protocol.login.Refusal;

/**
 * Decides log-ins on an internal IMAP or POP3 listener: a trusted node comes for a user (RFC 4616 §2: the authorization identity is the
 * user, the authentication identity the node). Any thread; never blocks.
 */
public final class TrustedGate implements Gatekeeper {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.login");

    private final TrustedPeers peers;
    private final AddressRules rules;
    private final AccountDoor door;

    public TrustedGate(TrustedPeers peers, AddressRules rules, AccountDoor door) {
        this.peers = peers;
        this.rules = rules;
        this.door = door;
    }

    @Override
    public CompletionStage<Verdict> admit(LoginRequest request) {
        Optional<NodeName> node = peers.proven(request.credentials(), request.peer());
        if (node.isEmpty()) {
            LOG.warn(
                    "event=peer-refused session={} peer={}",
                    request.session(),
                    request.peer().client());
            return refuse(Refusal.CREDENTIALS);
        }
        if (request.forwarded().ttl() <= 0) {
            LOG.error(
                    "event=alarm session={} node={} why=\"a session goes in circles\"", request.session(), node.get());
            return refuse(Refusal.UNAVAILABLE);
        }
        return switch (rules.parse(authorized(request.credentials()))) {
            case Address.Refused _ -> refuse(Refusal.CREDENTIALS);
            case Address.Parsed(var name, var _, var _) ->
                door.admit(
                        name,
                        request.forwarded().directoryId(),
                        request.forwarded().epoch(),
                        request.forwarded().limits(),
                        request);
        };
    }

    private static String authorized(Credentials credentials) {
        return switch (credentials) {
            case Credentials.Password(var authorize, var _, var _) -> authorize;
            case Credentials.External(var authorize) -> authorize;
            case Credentials.Proven _,
                    Credentials.Disproven _,
                    Credentials.Token _,
                    Credentials.Vouched _,
                    Credentials.Digest _ -> throw new IllegalStateException("nodes do not log in so");
        };
    }

    private static CompletionStage<Verdict> refuse(Refusal why) {
        return CompletableFuture.completedStage(new Verdict.Refuse(why));
    }
}
