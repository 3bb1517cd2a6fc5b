package waypost.cluster;

import java.util.function.Consumer;
import waypost.identity.NodeName;
import waypost.protocol.link.LinkMessage;

/** Where messages of other nodes arrive. Called on virtual threads, in no order; may block. */
@FunctionalInterface
public interface LinkHandler {
    /** @param reply takes an answer back to where the message came from, best effort, without blocking */
    void heard(NodeName from, LinkMessage message, Consumer<LinkMessage> reply);
}
