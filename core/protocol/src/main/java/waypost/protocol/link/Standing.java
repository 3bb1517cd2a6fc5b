package waypost.protocol.link;

import waypost.identity.Ownership;

/** What a node says of one account. */
public sealed interface Standing {
    /** No record of any state, every volume open and settled, no claim of its own: the only answer that lets a claim go on. */
    record None() implements Standing {}

    record Recorded(Ownership ownership) implements Standing {}

    /** A claim of its own is under way and goes first. */
    record Claiming() implements Standing {}

    /** A volume is closed or unsettled, or the answer is of a kind that only a newer release knows. */
    record Unsure() implements Standing {}

    /** The two nodes are configured with different lists of nodes. */
    record OtherList() implements Standing {}
}
