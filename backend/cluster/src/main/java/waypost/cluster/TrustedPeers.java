package waypost.cluster;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import waypost.config.TrustedPeerSection;
import waypost.identity.NodeName;
import waypost.identity.Secret;
import waypost.net.Peer;
import waypost.protocol.login.Credentials;

/**
 * The nodes that may act for users here, and what each must show: its name in a verified certificate, or its secret; always from its
 * networks, always on an internal listener. Immutable.
 */
public final class TrustedPeers {
    /** Compared with where no peer has the name, so that time tells nothing. */
    private static final Secret NOBODY = new Secret("-");

    private final NodeName self;
    private final List<TrustedPeerSection> peers;

    public TrustedPeers(NodeName self, List<TrustedPeerSection> peers) {
        this.self = self;
        this.peers = List.copyOf(peers);
    }

    /** The node that logs in; empty when it is none of ours. */
    public Optional<NodeName> proven(Credentials credentials, Peer peer) {
        if (!peer.internal()) {
            return Optional.empty();
        }
        return switch (credentials) {
            case Credentials.External _ when peer.way() == Peer.Way.IN_PROCESS -> Optional.of(self);
            case Credentials.External _ -> certified(peer);
            case Credentials.Password(var _, var user, var password) -> secret(user, password, peer);
            case Credentials.Proven _,
                    Credentials.Disproven _,
                    Credentials.Token _,
                    Credentials.Vouched _,
                    Credentials.Digest _ -> Optional.empty();
        };
    }

    /** The node that the peer's certificate names. */
    Optional<NodeName> certified(Peer peer) {
        return peer.tls()
                .flatMap(facts -> peers.stream()
                        .filter(known -> near(known, peer))
                        .map(TrustedPeerSection::name)
                        .filter(name -> facts.certificateNames().contains(name.value()))
                        .findFirst());
    }

    private Optional<NodeName> secret(String user, Secret shown, Peer peer) {
        Optional<TrustedPeerSection> known = peers.stream()
                .filter(section -> section.name().value().equals(user))
                .findFirst();
        Secret expected = known.flatMap(TrustedPeerSection::secret).orElse(NOBODY);
        boolean matches = expected.matches(shown) && expected != NOBODY;
        return known.filter(section -> matches && near(section, peer)).map(TrustedPeerSection::name);
    }

    private static boolean near(TrustedPeerSection section, Peer peer) {
        @Nullable InetAddress address = peer.remote().getAddress();
        return address != null && section.networks().stream().anyMatch(network -> network.contains(address));
    }
}
