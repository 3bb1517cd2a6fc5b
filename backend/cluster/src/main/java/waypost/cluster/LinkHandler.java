package waypost.cluster;

import java.util.function.Consumer;
import waypost.identity.NodeName;
import waypost.protocol.link.LinkMessage;

/** Where messages of other nodes arrive. Called on virtual threads, in no order; may block. */
@FunctionalInterface
public interface LinkHandler<M extends LinkMessage> {
    /** @param reply takes an answer back to where the message came from, best effort, without blocking */
    void heard(NodeName from, M message, Consumer<M> reply);

    /**
     * A connection to a node stands from now on.
     *
     * @param node tells it something, best effort, without blocking
     */
    default void reached(Consumer<M> node) {}

    /** The connection to a node stands no more: what it tells from now on is not heard. */
    default void parted(NodeName node) {}
}
