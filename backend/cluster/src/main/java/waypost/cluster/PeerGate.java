package waypost.cluster;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.identity.NodeName;
import waypost.net.Gatekeeper;
import waypost.net.Verdict;
import waypost.protocol.ServedSession;
import waypost.protocol.login.Credentials;
import waypost.protocol.login.Refusal;

/** Decides log-ins on an internal LMTP listener: a trusted node comes for itself. Any thread; never blocks. */
public final class PeerGate implements Gatekeeper {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.login");

    private final TrustedPeers peers;
    private final Function<NodeName, ServedSession> sessions;

    public PeerGate(TrustedPeers peers, Function<NodeName, ServedSession> sessions) {
        this.peers = peers;
        this.sessions = sessions;
    }

    @Override
    public CompletionStage<Verdict> admit(LoginRequest request) {
        Optional<NodeName> node = forItself(request.credentials())
                ? peers.proven(request.credentials(), request.peer())
                : Optional.empty();
        if (node.isEmpty()) {
            LOG.warn(
                    "event=peer-refused session={} peer={}",
                    request.session(),
                    request.peer().client());
            return CompletableFuture.completedStage(new Verdict.Refuse(Refusal.CREDENTIALS));
        }
        NodeName peer = node.get();
        return CompletableFuture.completedStage(new Verdict.Serve(() -> sessions.apply(peer), List.of()));
    }

    private static boolean forItself(Credentials credentials) {
        return switch (credentials) {
            case Credentials.Password(var authorize, var user, var _) -> authorize.isEmpty() || authorize.equals(user);
            case Credentials.External(var authorize) -> authorize.isEmpty();
            case Credentials.Proven _,
                    Credentials.Disproven _,
                    Credentials.Token _,
                    Credentials.Vouched _,
                    Credentials.Digest _ -> false;
        };
    }
}
