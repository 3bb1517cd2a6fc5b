package waypost.app;

import com.codahale.metrics.MetricRegistry;
import java.util.concurrent.ExecutorService;
import waypost.mapping.Nodes;
import waypost.net.Net;

/**
 * What the roles of a node share.
 *
 * @param metrics what is counted of the whole node
 * @param blocking runs each task on a virtual thread
 * @param closing closes what is opened, in reverse
 */
record NodeParts(
        Net net,
        MetricRegistry metrics,
        NodeTls tls,
        Mappings mappings,
        Nodes nodes,
        ExecutorService blocking,
        Listeners listeners,
        Closing closing) {}
