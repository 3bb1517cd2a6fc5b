package waypost.protocol.imap;

import java.util.Set;

/** What a SEARCH is to answer with: its result options (RFC 4466 §2.6.1). */
public sealed interface SearchReturn {
    /** No options: the SEARCH response of RFC 3501 §7.2.5. */
    record Plain() implements SearchReturn {}

    /** One ESEARCH response with these items (RFC 4731 §3.1). {@code RETURN ()} has come to ALL. */
    record Extended(Set<Item> items) implements SearchReturn {
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
}
