package waypost.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waypost.store.StateRecord.SeenBy;

/**
 * The messages of one folder that a principal other than the owner has seen. The \Seen of the messages themselves is the owner's. Not safe for threads.
 */
final class SeenMarks {
    private final String principal;
    private final Map<Long, SeenBy> marks = new HashMap<>();

    SeenMarks(String principal) {
        this.principal = principal;
    }

    boolean concern(SeenBy mark) {
        return mark.principal().equals(principal);
    }

    void put(List<SeenBy> some) {
        some.forEach(this::put);
    }

    void put(SeenBy mark) {
        marks.merge(mark.itemNo(), mark, (old, now) -> now.version() >= old.version() ? now : old);
    }

    /** The message has left its place. */
    void forget(StateRecord.Item item) {
        marks.computeIfPresent(item.itemNo(), (_, mark) -> mark.of(item) ? null : mark);
    }

    /** The row as the principal sees it: its modseq is the higher of the message's and his own. */
    MessageRow row(MessageRow row) {
        return row(row, Optional.ofNullable(marks.get(row.itemNo())).filter(mark -> mark.uid() == row.uid()));
    }

    static MessageRow row(MessageRow row, Optional<SeenBy> mark) {
        boolean seen = mark.filter(SeenBy::seen).isPresent();
        return new MessageRow(
                row.uid(),
                row.itemNo(),
                seen ? row.flags().with(Flags.SEEN) : row.flags().without(Flags.SEEN),
                Math.max(row.modseq(), mark.map(SeenBy::version).orElse(0L)),
                row.octets(),
                row.receivedAt());
    }
}
