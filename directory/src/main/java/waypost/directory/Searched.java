package waypost.directory;

import com.unboundid.ldap.sdk.Entry;
import java.util.List;
import java.util.stream.Collectors;

/** What a search for one name ended with. */
public sealed interface Searched {
    /** @param at the server that showed it */
    record One(Entry entry, DirectoryServer at) implements Searched {}

    /** In the directory's order, which means nothing. */
    record Several(List<Entry> entries, DirectoryServer at) implements Searched {
        public One first() {
            return new One(entries.getFirst(), at);
        }

        /** Their DNs, in words for the operator. */
        public String dns() {
            return entries.stream().map(Entry::getDN).sorted().collect(Collectors.joining(" and "));
        }
    }

    /** Confirmed: the search succeeded, the base exists, the canary, if there is one, is visible, and no other server is known to know better. */
    record None() implements Searched {}

    record Failed(String reason) implements Searched {}
}
