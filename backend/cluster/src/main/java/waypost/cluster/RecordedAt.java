package waypost.cluster;

import java.util.Optional;
import waypost.identity.NodeName;
import waypost.identity.Ownership;
import waypost.identity.Referral;

/** A record of an account, and the node whose journal has it. */
public record RecordedAt(NodeName node, Ownership record) {
    /** Who serves the account by this record, at which epoch; empty when nobody does any more. */
    public Optional<Referral> referral() {
        return switch (record.state()) {
            case Ownership.State.Owner _, Ownership.State.MovingTo _ -> Optional.of(to(node, record.epoch()));
            case Ownership.State.IncomingFrom(var source, var _, var _) -> Optional.of(to(source, record.epoch() - 1));
            case Ownership.State.MovedTo(var destination, var _) -> Optional.of(to(destination, record.epoch()));
            case Ownership.State.Gone _ -> Optional.empty();
        };
    }

    private Referral to(NodeName owner, long epoch) {
        return new Referral(record.id(), owner, epoch);
    }
}
