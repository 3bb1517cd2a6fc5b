package waypost.app;

import java.util.concurrent.ExecutorService;
import waypost.mapping.Nodes;
import waypost.net.Net;

/**
 * What the roles of a node share.
 *
 * @param blocking runs each task on a virtual thread
 * @param closing closes what is opened, in reverse
 */
record NodeParts(
        Net net,
        NodeTls tls,
        Mappings mappings,
        Nodes nodes,
        ExecutorService blocking,
        Listeners listeners,
        Closing closing) {}
