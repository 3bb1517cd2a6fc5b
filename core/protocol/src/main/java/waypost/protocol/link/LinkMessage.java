package waypost.protocol.link;

import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.NodeName;
import waypost.identity.SharedKey;

/**
 * A message between two nodes on the link: best effort, idempotent, in no order. Each says what happens when it does not arrive: something
 * is slower or stricter, never a wrong owner or a bypassed password.
 */
public sealed interface LinkMessage {
    /**
     * The first message of each side of a connection.
     *
     * @param version of the message list that the sender speaks; unknown messages are skipped, so versions need not be equal
     * @param node must be the name that the peer's certificate or secret proves. Without this message: nothing else is read, and the
     *     connection is closed.
     * @param nodes as the sender is configured
     */
    record Hello(int version, NodeName node, NodeListDigest nodes) implements LinkMessage {}

    /** What stores ask each other, and nobody else. */
    sealed interface OfStores extends LinkMessage {}

    /** What front ends tell each other, and nobody else. */
    sealed interface OfFrontEnds extends LinkMessage {}

    /**
     * Asks for any record of an account that is to be created. Without it, or without its answer: the account is not created now, and
     * the client is told to come again.
     *
     * @param claim random number of this try; an answer counts for no other
     */
    record WhoHas(long claim, DirectoryId directoryId, AccountName name, NodeListDigest nodes) implements OfStores {}

    record HasAnswer(long claim, DirectoryId directoryId, Standing standing) implements OfStores {}

    /**
     * Asks what a node's journal says of an account: after a failed hand-over, in a move, after a restore. Without it, or without its
     * answer: what the asker wanted to do waits, and it asks again.
     */
    record OwnershipQuestion(long question, DirectoryId directoryId) implements OfStores {}

    record OwnershipAnswer(long question, DirectoryId directoryId, Standing standing) implements OfStores {}

    /**
     * The key that the sender goes by, of which all front ends take the one that was made first. Without it: the two understand nothing of
     * each other's hashes, and each judges for itself.
     */
    record Key(SharedKey key) implements OfFrontEnds {}
}
