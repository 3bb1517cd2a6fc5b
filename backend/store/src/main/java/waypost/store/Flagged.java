package waypost.store;

import java.util.List;

/**
 * What a change of flags under a condition came to.
 *
 * @param changed messages whose flags are others now
 * @param modified UIDs of messages that were left alone, because they have changed since the given modseq
 */
public record Flagged(List<MessageRow> changed, List<Long> modified) {
    public Flagged {
        changed = List.copyOf(changed);
        modified = List.copyOf(modified);
    }
}
