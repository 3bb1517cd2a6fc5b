package waypost.store;

/** A record that holds a body or a part of one. */
public record BodyPart(Position position, int length) {
    public BodyPart {
        if (length < 0 || length > Journal.MAX_RECORD_BYTES) {
            throw new IllegalArgumentException("length " + length);
        }
    }
}
