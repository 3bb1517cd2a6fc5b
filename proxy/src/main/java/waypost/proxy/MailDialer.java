package waypost.proxy;

import java.util.Optional;
import waypost.identity.NodeName;
import waypost.net.Dial;
import waypost.protocol.smtp.LmtpClient;

/** How this front end reaches the nodes that take mail; for a node that is this one, without a socket. */
public interface MailDialer {
    /** Empty when the configuration has no address of it. */
    Optional<Dial> dial(NodeName node);

    LmtpClient.Peer peer(NodeName node);
}
