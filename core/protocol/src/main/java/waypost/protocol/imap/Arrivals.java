package waypost.protocol.imap;

import java.io.IOException;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import waypost.protocol.imap.Mailboxes.MailboxException;

/**
 * FETCH answers of messages that have just come, by number: what NOTIFY wants of each, and what searches want of those that they have found
 * (RFC 5465 §5.2, §7). A message has one at most. RFC 5465 has them behind the searches' answers in §5.2 and ahead of them in §7; here the place is
 * that of §7 for a message that a search wants something of, and that of §5.2 for others.
 */
final class Arrivals {
    private final SelectedMailbox mailbox;
    private final Enabled enabled;
    private final BitSet numbers;
    private final List<FetchItem> items;
    private final Map<Integer, Set<FetchItem>> wanted = new TreeMap<>();

    /** @param items what NOTIFY wants of each */
    Arrivals(SelectedMailbox mailbox, Enabled enabled, BitSet numbers, List<FetchItem> items) {
        this.mailbox = mailbox;
        this.enabled = enabled;
        this.numbers = numbers;
        this.items = items;
    }

    /** A search has found these and wants that of them. Those that have not just come are passed over. */
    void found(BitSet found, List<FetchItem> searched) {
        BitSet come = (BitSet) found.clone();
        come.and(numbers);
        if (!searched.isEmpty()) {
            come.stream()
                    .forEach(number -> wanted.computeIfAbsent(number, _ -> new LinkedHashSet<>(items))
                            .addAll(searched));
        }
    }

    /** Of the messages that searches want something of. */
    void writeFound(Replies out) throws IOException {
        for (Map.Entry<Integer, Set<FetchItem>> each : wanted.entrySet()) {
            write(each.getKey(), each.getValue(), out);
        }
        wanted.keySet().forEach(numbers::clear);
        wanted.clear();
    }

    /** Of the others. */
    void writeRest(Replies out) throws IOException {
        if (!items.isEmpty()) {
            for (int number = numbers.nextSetBit(0); number >= 0; number = numbers.nextSetBit(number + 1)) {
                write(number, new LinkedHashSet<>(items), out);
            }
        }
    }

    /** \Seen stays as it is, whatever is asked for: nobody has read the message (RFC 5465 §5.2 leaves that to the client). */
    private void write(int number, Set<FetchItem> asked, Replies out) throws IOException {
        if (enabled.uidOfChanges()) { // RFC 7162 §3.2.4
            asked.add(new FetchItem.Uid());
        }
        try {
            new FetchWriter(mailbox, enabled, out).write(number, List.copyOf(asked));
        } catch (MailboxException unreadable) {
            // it has gone again, or has no such part: the client that wants it asks for it
        }
    }
}
