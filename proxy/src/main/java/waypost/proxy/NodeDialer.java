package waypost.proxy;

import java.util.Optional;
import waypost.config.ClusterNodeSection;
import waypost.identity.AccountName;
import waypost.mapping.Service;
import waypost.net.Encryption;
import waypost.net.Endpoint;
import waypost.net.Gatekeeper.LoginRequest;
import waypost.protocol.login.Forwarded;
import waypost.protocol.login.NodeLogin;

/** How this front end reaches and logs in to nodes. */
public interface NodeDialer {
    /** Where a node answers for a service; empty when the configuration has no address of it. */
    Optional<Endpoint> endpoint(ClusterNodeSection node, Service service);

    Encryption encryption(ClusterNodeSection node);

    NodeLogin login(
            ClusterNodeSection node, Service service, AccountName account, LoginRequest request, Forwarded forwarded);
}
