package waypost.protocol.smtp;

import java.util.Optional;
import java.util.OptionalLong;
import waypost.identity.AccountLimits;
import waypost.identity.DirectoryId;
import waypost.identity.NodeName;

/**
 * One recipient of a {@link Transaction}.
 *
 * @param address canonical, as the mapping answered; from a foreign peer: as received
 * @param original as the client wrote it, for Delivered-To and reports
 * @param directoryId of the account, where the mapping knows it
 * @param epoch of the route that was followed
 * @param hold the node that this recipient belongs to, when the receiver is only to keep it: its 250 means that body and hold are on its
 *     disk, and counts nowhere as a delivery
 * @param limits of the account, as the directory gives them; empty where nobody says
 */
public record Recipient(
        Mailbox address,
        Mailbox original,
        Optional<DirectoryId> directoryId,
        OptionalLong epoch,
        Optional<NodeName> hold,
        Optional<AccountLimits> limits) {

    /** One of whose limits nobody says anything. */
    public Recipient(
            Mailbox address,
            Mailbox original,
            Optional<DirectoryId> directoryId,
            OptionalLong epoch,
            Optional<NodeName> hold) {
        this(address, original, directoryId, epoch, hold, Optional.empty());
    }

    public static Recipient of(Mailbox address) {
        return new Recipient(address, address, Optional.empty(), OptionalLong.empty(), Optional.empty());
    }

    /** The same, whose account may have these. */
    public Recipient with(Optional<AccountLimits> given) {
        return new Recipient(address, original, directoryId, epoch, hold, given);
    }

    /** The same, as a node is asked for it at that epoch of the route. */
    public Recipient at(long newEpoch) {
        return new Recipient(address, original, directoryId, OptionalLong.of(newEpoch), Optional.empty(), limits);
    }

    public Recipient heldFor(NodeName node) {
        return new Recipient(address, original, directoryId, epoch, Optional.of(node), limits);
    }
}
