package waypost.protocol.imap;

import java.io.IOException;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import waypost.protocol.imap.SelectedMailbox.Event;

/** The searches in an open mailbox whose results are kept up to date (RFC 5267 §4.3). They go with the mailbox. */
final class SearchContexts {
    /** RFC 5267 §4.3.1: at least one. Each is asked of each message that comes or changes. */
    static final int MOST = 8;

    private final SelectedMailbox mailbox;
    private List<SearchContext> contexts = List.of();

    /** Numbers whose flags this session has changed itself: the mailbox does not tell of them. */
    private BitSet changed = new BitSet();

    /** Messages that all contexts have looked at. */
    private int size;

    SearchContexts(SelectedMailbox mailbox) {
        this.mailbox = mailbox;
    }

    boolean has(String tag) {
        return contexts.stream().anyMatch(context -> context.tag().equals(tag));
    }

    boolean full() {
        return contexts.size() == MOST;
    }

    void add(SearchContext context) {
        contexts = Stream.concat(contexts.stream(), Stream.of(context)).toList();
        size = mailbox.size();
    }

    /** A tag of none of them is one whose search is no longer updated. */
    void cancel(List<String> tags) {
        keep(context -> !tags.contains(context.tag()));
    }

    /** Those whose updates have message sequence numbers. */
    void forgetNumbers() {
        keep(context -> context.numbering() != ImapCommand.Numbering.SEQUENCE);
    }

    private void keep(Predicate<SearchContext> wanted) {
        contexts = contexts.stream().filter(wanted).toList();
    }

    void changed(List<Integer> numbers) {
        if (!contexts.isEmpty()) {
            numbers.forEach(changed::set);
        }
    }

    /** RFC 5267 §4.3.4: before the client is told of the messages that have gone. */
    void expunge(List<Event> events, Replies out) throws IOException {
        Expunged expunged = Expunged.of(events);
        if (contexts.isEmpty() || expunged.size() == 0) {
            return;
        }
        for (SearchContext context : contexts) {
            tell(context.expunge(expunged), out);
        }
        changed = expunged.outOf(changed);
        size -= expunged.size();
    }

    /**
     * RFC 5267 §4.3.3: after the client was told of the messages that have come or changed.
     *
     * @param arrivals has FETCH answers that may be due with it
     */
    void look(List<Event> events, Arrivals arrivals, Replies out) throws IOException {
        if (contexts.isEmpty()) {
            changed.clear();
            return;
        }
        for (Event event : events) {
            if (event instanceof Event.FlagsChanged(int number)) {
                changed.set(number);
            }
        }
        changed.set(size + 1, mailbox.size() + 1);
        size = mailbox.size();
        BitSet numbers = changed;
        changed = new BitSet();
        if (!numbers.isEmpty()) {
            look(numbers, arrivals, out);
        }
    }

    private void look(BitSet numbers, Arrivals arrivals, Replies out) throws IOException {
        Map<SearchContext, SearchContext.Change> changes = new LinkedHashMap<>();
        for (SearchContext context : contexts) {
            SearchContext.Change change = context.look(numbers);
            arrivals.found(change.come(), context.items());
            changes.put(context, change);
        }
        arrivals.writeFound(out);
        for (Map.Entry<SearchContext, SearchContext.Change> each : changes.entrySet()) {
            tell(each.getKey().text(each.getValue()), out);
        }
    }

    private static void tell(Optional<String> update, Replies out) throws IOException {
        if (update.isPresent()) {
            out.untagged(update.get());
        }
    }
}
