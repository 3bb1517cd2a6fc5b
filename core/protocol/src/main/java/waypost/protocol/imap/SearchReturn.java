package waypost.protocol.imap;

import java.util.Set;

/** What a SEARCH is to answer with: its result options (RFC 4466 §2.6.1). */
public sealed interface SearchReturn {
    /** No options: the SEARCH response of RFC 3501 §7.2.5. */
    record Plain() implements SearchReturn {}

    /**
     * One ESEARCH response with these items (RFC 4731 §3.1), and none without items (RFC 5182 §1), which only SAVE can leave:
     * {@code RETURN ()} has come to ALL.
     */
    record Extended(Set<Item> items, Saving saving) implements SearchReturn {
        public Extended {
            items = Set.copyOf(items);
        }
    }

    /** Items of an ESEARCH response, in the order in which they are written. */
    enum Item {
        MIN,
        MAX,
        COUNT,
        ALL
    }

    /** What becomes of the saved result. */
    enum Saving {
        /** This search takes its place (RFC 5182 §2.1). */
        SAVE,
        KEEP
    }

    default boolean saves() {
        return this instanceof Extended(var _, Saving saving) && saving == Saving.SAVE;
    }
}
