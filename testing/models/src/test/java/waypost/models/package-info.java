/**
 * The cluster's protocols under every schedule of small bounds and random ones of large bounds. The models drive the product's own pure classes;
 * what they add is the world: disks, connections, crashes, messages that are lost, doubled and late.
 *
 * <p>The product's are {@code Claim}; {@code Journey}; of the fan-out {@code FanOut} at front ends, {@code TransferLedger} and {@code KeeperLedger} at
 * nodes, {@code Duty} at the keeper; of the journal {@code JournalOrder}, and for versions its index. The model's own, and to be kept like the
 * product by hand:
 *
 * <ul>
 *   <li>Fan-out: what is on disk and what a crash takes (uploads, DONE before it is stored); that DONE drops the holds of its transfer and marks what
 *       is stored; that a hand-on is marked as DONE before it is compared; what one says of its transfer. Nobody's lifetime ends here: five
 *       days of hand-ons are one.
 *   <li>Journal: writing and forcing, the cut behind the last whole group and its second writing, the replay from where the index ends. In the product
 *       these are reads and writes of segments, and tried on a disk that forgets ({@code JournalCrashTest}, {@code VolumeCrashTest}).
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package waypost.models;
