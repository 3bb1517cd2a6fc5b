package waypost.protocol.smtp;

import java.util.Optional;
import java.util.OptionalLong;
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
 */
public record Recipient(
        Mailbox address,
        Mailbox original,
        Optional<DirectoryId> directoryId,
        OptionalLong epoch,
        Optional<NodeName> hold) {

    public static Recipient of(Mailbox address) {
        return new Recipient(address, address, Optional.empty(), OptionalLong.empty(), Optional.empty());
    }

    public Recipient heldFor(NodeName node) {
        return new Recipient(address, original, directoryId, epoch, Optional.of(node));
    }
}
