package waypost.mapping;

import java.util.Collection;
import waypost.identity.NodeName;
import waypost.identity.Referral;

/**
 * The way of one log-in or one recipient from node to node until one serves it: the referral rule of the cluster as a pure state machine.
 * It begins at the node that the directory names; only a referral with a higher epoch than the journey came with is followed, so two nodes
 * that point at each other end it. Immutable.
 *
 * @param node asked now
 * @param epoch the journey came with; 0 from a directory that knows none
 * @param referrals followed so far
 */
public record Journey(NodeName node, long epoch, int referrals) {
    /** Referrals followed at most. */
    public static final int LIMIT = 3;

    /** What to do next. */
    public sealed interface Next {
        /** Ask that node. */
        record Ask(Journey journey) implements Next {}

        /** Nobody serves it now: a temporary error, and one line in the log for the operator. */
        record Stuck(String alarm) implements Next {}
    }

    public static Journey to(NodeName node, long epoch) {
        return new Journey(node, epoch, 0);
    }

    /** The node asked said that another has the account. */
    public Next referred(Referral referral, Collection<NodeName> known) {
        if (!known.contains(referral.node())) {
            return new Next.Stuck(node + " refers to " + referral.node() + ", which is no node of the cluster");
        }
        if (referral.epoch() <= epoch) {
            return new Next.Stuck(node + " refers to " + referral.node() + " at epoch " + referral.epoch()
                    + ", not above epoch " + epoch + " it was asked with");
        }
        if (referrals == LIMIT) {
            return new Next.Stuck(
                    "more than " + LIMIT + " referrals, the last from " + node + " to " + referral.node());
        }
        return new Next.Ask(new Journey(referral.node(), referral.epoch(), referrals + 1));
    }
}
