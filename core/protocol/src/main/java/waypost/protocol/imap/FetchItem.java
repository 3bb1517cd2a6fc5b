package waypost.protocol.imap;

import java.util.List;
import java.util.Optional;

/** One item of a FETCH (RFC 3501 §6.4.5). The macros ALL, FAST and FULL are expanded by the parser. */
public sealed interface FetchItem {
    record Envelope() implements FetchItem {}

    record Flags() implements FetchItem {}

    record InternalDate() implements FetchItem {}

    /** EMAILID (RFC 8474 §5.1). */
    record EmailId() implements FetchItem {}

    /** THREADID (RFC 8474 §5.2). */
    record ThreadId() implements FetchItem {}

    /** SAVEDATE (RFC 8514 §4.2). */
    record SaveDate() implements FetchItem {}

    record Rfc822Size() implements FetchItem {}

    record Uid() implements FetchItem {}

    /** MODSEQ (RFC 7162 §3.1.4.2). */
    record ModSeq() implements FetchItem {}

    /** PREVIEW (RFC 8970); in {@link Priority#LAZY}, only what need not be made first (§4.1). */
    record Preview(Priority priority) implements FetchItem {
        public enum Priority {
            PROMPT,
            LAZY
        }
    }

    /** BODY without a section: BODYSTRUCTURE without extension data. */
    record Body() implements FetchItem {}

    record BodyStructure() implements FetchItem {}

    /** RFC822, RFC822.HEADER, RFC822.TEXT: the sections BODY[], BODY.PEEK[HEADER], BODY[TEXT], answered under their old names. */
    record Rfc822(Old name) implements FetchItem {
        public enum Old {
            RFC822,
            RFC822_HEADER,
            RFC822_TEXT
        }
    }

    /** BODY[section]&lt;partial&gt; and BODY.PEEK. */
    record BodySection(Seen seen, Section section, Optional<Partial> partial) implements FetchItem {
        public enum Seen {
            SET,
            PEEK
        }
    }

    /** What RFC 3516 §4.2 says of a part whose transfer encoding is undone; no numbers stand for the whole message. */
    sealed interface Decoded extends FetchItem {
        List<Integer> part();

        /** Counts decoded octets. */
        Optional<Partial> partial();
    }

    /** BINARY[part]&lt;partial&gt; and BINARY.PEEK. */
    record Binary(BodySection.Seen seen, List<Integer> part, Optional<Partial> partial) implements Decoded {}

    /** BINARY.SIZE[part]. */
    record BinarySize(List<Integer> part) implements Decoded {
        @Override
        public Optional<Partial> partial() {
            return Optional.empty();
        }
    }

    /** Octets {@code [offset, offset + count)}; {@code count} is at least 1. */
    record Partial(long offset, long count) {}

    /**
     * What stands between the brackets.
     *
     * @param part numbers of the part, empty for the whole message
     */
    record Section(List<Integer> part, Kind kind, List<String> fields) {
        public enum Kind {
            ALL,
            HEADER,
            HEADER_FIELDS,
            HEADER_FIELDS_NOT,
            TEXT,
            MIME
        }
    }
}
