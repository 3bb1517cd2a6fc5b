package waypost.proxy;

import java.util.List;
import waypost.identity.NodeName;

/** How far a transaction at a front end has come. */
public sealed interface Stage {
    record Envelope() implements Stage {}

    record WaitingForData() implements Stage {}

    record Streaming() implements Stage {}

    record Collecting() implements Stage {}

    /** {@code asked} are the nodes that were asked already, the last one now. */
    record Keeping(List<Integer> numbers, List<NodeName> asked) implements Stage {}

    record Answered(boolean stored) implements Stage {}
}
