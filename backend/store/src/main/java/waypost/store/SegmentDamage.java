package waypost.store;

import java.util.List;

/**
 * Something in a segment that is not what was written.
 *
 * @param firstEntry what cannot be read begins here
 * @param lastEntry and ends here
 * @param accounts whose changes they were; empty when that cannot be read either
 */
public record SegmentDamage(String segment, long firstEntry, long lastEntry, List<Long> accounts) {}
