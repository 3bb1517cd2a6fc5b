package waypost.protocol.imap;

import java.time.LocalDate;
import java.util.List;
import java.util.function.Predicate;

/** A search key of RFC 3501 §6.4.4. Text is already decoded from the command's charset. */
public sealed interface SearchKey {
    record All() implements SearchKey {}

    /** Whether MODSEQ is in it, at any depth: the answer has the greatest mod-sequence then (RFC 7162 §3.1.5). */
    default boolean asksModSeq() {
        return any(key -> key instanceof ModSeq);
    }

    /** Whether message sequence numbers are in it, at any depth. */
    default boolean usesNumbers() {
        return any(key -> key instanceof Sequence(var numbering, var _) && numbering == ImapCommand.Numbering.SEQUENCE);
    }

    /** Whether FUZZY is in it, at any depth: there are relevancies then. */
    default boolean fuzzy() {
        return any(key -> key instanceof Fuzzy);
    }

    private boolean any(Predicate<SearchKey> leaf) {
        return switch (this) {
            case And(var keys) -> keys.stream().anyMatch(key -> key.any(leaf));
            case Or(var left, var right) -> left.any(leaf) || right.any(leaf);
            case Not(var key) -> key.any(leaf);
            case Fuzzy(var key) -> leaf.test(this) || key.any(leaf);
            case SearchKey key -> leaf.test(key);
        };
    }

    /** Every key holds; SEARCH with several keys, and the parenthesised list. */
    record And(List<SearchKey> keys) implements SearchKey {}

    record Or(SearchKey left, SearchKey right) implements SearchKey {}

    record Not(SearchKey key) implements SearchKey {}

    /** RFC 6203 §3: texts in it are found where much of them is; other keys hold exactly, as §5 allows. */
    record Fuzzy(SearchKey key) implements SearchKey {}

    /** A system flag or keyword is set: ANSWERED, DELETED, DRAFT, FLAGGED, SEEN, KEYWORD x; their UN- forms are {@link Not}. */
    record Flag(String flag) implements SearchKey {}

    /** RECENT; OLD is its {@link Not}, NEW is RECENT and not SEEN. */
    record Recent() implements SearchKey {}

    record Sequence(ImapCommand.Numbering numbering, SequenceSet set) implements SearchKey {}

    /** MODSEQ: this or a greater mod-sequence. Entry names are ignored, as all flags of a message have one (RFC 7162 §3.1.5). */
    record ModSeq(long least) implements SearchKey {}

    record Larger(long octets) implements SearchKey {}

    record Smaller(long octets) implements SearchKey {}

    /**
     * BEFORE, ON, SINCE look at the internal date; SENTBEFORE, SENTON, SENTSINCE at the Date field; SAVEDBEFORE, SAVEDON, SAVEDSINCE at the save
     * date (RFC 8514 §4.3). Time and zone are disregarded.
     */
    record Date(Field field, Order order, LocalDate date) implements SearchKey {
        public enum Field {
            INTERNAL,
            SENT,
            SAVED
        }

        public enum Order {
            BEFORE,
            ON,
            SINCE
        }
    }

    /** EMAILID (RFC 8474 §6). */
    record EmailId(String id) implements SearchKey {}

    /** THREADID (RFC 8474 §6). */
    record ThreadId(String id) implements SearchKey {}

    /** OLDER and YOUNGER of RFC 5032: the internal date lies at least, or at most, so many seconds back. */
    record Within(Age age, long seconds) implements SearchKey {
        public enum Age {
            OLDER,
            YOUNGER
        }
    }

    /** A key that looks for a text. */
    sealed interface Textual extends SearchKey {
        String text();

        /** The same, for another text. */
        Textual with(String other);
    }

    /** BCC, CC, FROM, TO: a text in the envelope structure's field (RFC 3501 §6.4.4). */
    record Addresses(Field field, String text) implements Textual {
        public enum Field {
            BCC,
            CC,
            FROM,
            TO
        }

        @Override
        public Addresses with(String other) {
            return new Addresses(field, other);
        }
    }

    /** HEADER, and SUBJECT with the field's name. An empty text asks only that the field is there. */
    record Header(String field, String text) implements Textual {
        @Override
        public Header with(String other) {
            return new Header(field, other);
        }
    }

    record BodyText(String text) implements Textual {
        @Override
        public BodyText with(String other) {
            return new BodyText(other);
        }
    }

    /** Header or body. */
    record Text(String text) implements Textual {
        @Override
        public Text with(String other) {
            return new Text(other);
        }
    }
}
