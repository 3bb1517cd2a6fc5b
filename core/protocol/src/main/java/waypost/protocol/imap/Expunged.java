package waypost.protocol.imap;

import java.util.BitSet;
import java.util.List;
import waypost.protocol.imap.SelectedMailbox.Event;

/** Messages that leave a view together, by the numbers that they had before. */
final class Expunged {
    private final List<Event.Expunged> events;

    private Expunged(List<Event.Expunged> events) {
        this.events = events;
    }

    static Expunged of(List<Event> events) {
        return new Expunged(events.stream()
                .filter(event -> event instanceof Event.Expunged)
                .map(event -> (Event.Expunged) event)
                .toList());
    }

    int size() {
        return events.size();
    }

    /** Each is told as counted after those before it, which had lower numbers. */
    int number(int index) {
        return events.get(index).number() + index;
    }

    long uid(int index) {
        return events.get(index).uid();
    }

    /** Those of the numbers that stay, as they are counted afterwards. */
    BitSet outOf(BitSet numbers) {
        if (events.isEmpty()) {
            return numbers;
        }
        BitSet rest = new BitSet(numbers.length());
        int gone = 0;
        for (int number = numbers.nextSetBit(0); number >= 0; number = numbers.nextSetBit(number + 1)) {
            while (gone < size() && number(gone) < number) {
                gone++;
            }
            if (gone == size() || number(gone) != number) {
                rest.set(number - gone);
            }
        }
        return rest;
    }
}
