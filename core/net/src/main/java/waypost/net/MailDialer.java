package waypost.net;

import java.util.Optional;
import waypost.identity.NodeName;
import waypost.protocol.smtp.LmtpClient;

/** How a node reaches the nodes that take mail by LMTP; for itself, without a socket. */
public interface MailDialer {
    /** Empty when the configuration has no address of it. */
    Optional<Dial> dial(NodeName node);

    /** How to greet and log in to it. */
    LmtpClient.Peer peer(NodeName node);
}
