package waypost.store;

import java.util.List;

/** What was copied or moved: both lists of the same length and order. Messages that were gone by then are missing. */
public record Copied(long uidValidity, List<Long> sourceUids, List<Long> destinationUids) {
    public Copied {
        sourceUids = List.copyOf(sourceUids);
        destinationUids = List.copyOf(destinationUids);
    }
}
