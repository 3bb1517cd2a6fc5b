package waypost.app;

import com.codahale.metrics.MetricRegistry;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import waypost.kerberos.Tickets;
import waypost.mapping.Nodes;
import waypost.net.Net;

/**
 * What the roles of a node share.
 *
 * @param metrics what is counted of the whole node
 * @param tickets reads those that users log in with
 * @param blocking runs each task on a virtual thread
 * @param closing closes what is opened, in reverse
 */
record NodeParts(
        Net net,
        MetricRegistry metrics,
        NodeTls tls,
        Optional<Tickets> tickets,
        Mappings mappings,
        Nodes nodes,
        ExecutorService blocking,
        Listeners listeners,
        Closing closing) {}
