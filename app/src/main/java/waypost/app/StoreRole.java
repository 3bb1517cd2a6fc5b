package waypost.app;

import java.util.concurrent.ExecutorService;
import waypost.config.Configuration;
import waypost.mapping.Nodes;
import waypost.net.Net;
import waypost.proxy.LocalSessions;

final class StoreRole {
    StoreRole(Configuration configuration, Net net, NodeTls tls, Mappings mappings, Nodes nodes, ExecutorService blocking, Listeners listeners, Closing closing) {}
    LocalSessions localSessions() { throw new IllegalStateException(); }
}
