package waypost.proxy;

import java.util.Optional;
import waypost.config.ClusterNodeSection;
import waypost.identity.AccountName;
import waypost.mapping.Service;
import waypost.net.Encryption;
import waypost.net.Endpoint;
import waypost.protocol.login.Forwarded;
import waypost.protocol.login.NodeLogin;
import waypost.protocol.login.Proof;

/** How this front end reaches and logs in to nodes. */
public interface NodeDialer {
    /** Where a node answers for a service; empty when the configuration has no address of it. */
    Optional<Endpoint> endpoint(ClusterNodeSection node, Service service);

    Encryption encryption(ClusterNodeSection node);

    /** @param shown by the user, to a foreign node; empty for a node of the cluster, which believes us */
    NodeLogin login(
            ClusterNodeSection node, Service service, AccountName account, Optional<Proof> shown, Forwarded forwarded);
}
