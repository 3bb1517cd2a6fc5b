package waypost.proxy;

import java.util.concurrent.CompletionStage;
import waypost.identity.NodeName;
import waypost.protocol.link.SecretsAsked;
import waypost.protocol.link.SecretsOf;
import waypost.protocol.link.SecretsSaid;

/** The way to the nodes that keep mailboxes, this one or others, for questions about secrets. Any thread. */
public interface SecretsLink {
    /** Whether there is one to this node, be it interrupted now. */
    boolean leadsTo(NodeName node);

    /** Ends within seconds, and never by a failure: who does not answer is unsure. */
    CompletionStage<SecretsSaid> ask(NodeName node, SecretsOf whose, SecretsAsked asked);
}
