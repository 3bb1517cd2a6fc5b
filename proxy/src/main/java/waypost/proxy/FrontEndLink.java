package waypost.proxy;

import java.util.Set;
import java.util.concurrent.CompletionStage;
import waypost.identity.NodeName;
import waypost.protocol.link.LinkMessage;

/** The way to the other front ends. Any thread; never blocks, and promises nothing. */
public interface FrontEndLink {
    NodeName self();

    /** Completes when connections to all of them stand, or some seconds after the start. */
    CompletionStage<Void> gathered();

    /** To whom a connection stands. */
    Set<NodeName> reachable();

    void tell(NodeName node, LinkMessage.OfFrontEnds message);

    void tellAll(LinkMessage.OfFrontEnds message);
}
