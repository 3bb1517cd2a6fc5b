package waypost.delivery;

import java.util.Optional;
import waypost.identity.NodeName;
import waypost.net.Dial;
import waypost.protocol.smtp.LmtpClient;

/** How this node reaches the others' LMTP. */
public interface PeerDialer {
    /** Empty when the configuration has no address for it. */
    Optional<Dial> dial(NodeName node);

    /** How to greet and log in to it. */
    LmtpClient.Peer peer(NodeName node);
}
