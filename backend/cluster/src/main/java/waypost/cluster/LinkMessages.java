package waypost.cluster;

import waypost.identity.NodeName;
import waypost.protocol.link.LinkMessage;

/** Where messages for other nodes leave. */
@FunctionalInterface
interface LinkMessages {
    /** Never blocks. False when there is no connection to the node now; true promises nothing. */
    boolean send(NodeName node, LinkMessage.OfStores message);

    /** Blocks while this node has only just begun, and its connections are on their way. */
    default void settle() {}
}
