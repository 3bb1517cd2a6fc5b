package waypost.store;

import java.nio.ByteBuffer;

/**
 * A durable change as an index gets it, live and in a replay alike.
 *
 * @param position of the operation; {@link Position#body} gives those of the bodies
 * @param operation read-only; valid only during the call
 * @param bodies how many bodies the change brought
 */
public record Applied(Position position, long account, ByteBuffer operation, int bodies) {}
