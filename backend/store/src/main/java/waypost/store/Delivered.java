package waypost.store;

import waypost.identity.TransferId;

/** What became of a {@link Delivery}. */
public sealed interface Delivered {
    /** Durable and visible. */
    record Stored(Appended appended) implements Delivered {}

    /** This transfer, or one that overlaps it with the same bytes, has been stored before, durably. To be answered as if it had been now. */
    record AlreadyHere(TransferId earlier) implements Delivered {}

    /** Nothing of it is stored, except where the reason says that this is not known. */
    record Refused(Outcome.Reason reason) implements Delivered {}
}
