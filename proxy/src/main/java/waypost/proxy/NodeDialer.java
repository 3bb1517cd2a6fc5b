package waypost.proxy;

import java.util.Optional;
import waypost.config.ClusterNodeSection;
import waypost.identity.AccountName;
import waypost.mapping.Service;
import waypost.net.Dial;
import waypost.protocol.login.Forwarded;
import waypost.protocol.login.NodeLogin;
import waypost.protocol.login.Proof;

/** How this front end reaches and logs in to nodes. */
public interface NodeDialer {
    /**
     * How a node is reached; empty when the configuration has no address of it.
     *
     * @param protocol IMAP or POP3
     * @param service whose client it is for, among whose connections it counts
     */
    Optional<Dial> dial(ClusterNodeSection node, Service protocol, Service service);

    /** @param shown by the user, to a foreign node; empty for a node of the cluster, which believes us */
    NodeLogin login(
            ClusterNodeSection node, Service service, AccountName account, Optional<Proof> shown, Forwarded forwarded);
}
