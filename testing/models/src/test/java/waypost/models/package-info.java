/**
 * The cluster's protocols under every schedule of small bounds and random ones of large bounds. The models drive the product's own state
 * machines; what they add is the world: disks, connections, crashes, messages that are lost, doubled and late.
 */
@org.jspecify.annotations.NullMarked
package waypost.models;
