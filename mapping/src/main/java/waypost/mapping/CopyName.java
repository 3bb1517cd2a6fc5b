package waypost.mapping;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import waypost.identity.AccountName;

/**
 * One of the names by which an entry is found.
 *
 * @param local empty: the rest of the domain
 * @param domain empty: this local part in any domain
 * @param use what it is found for; who is found by mail can log in by that name as well
 */
record CopyName(String local, String domain, Prospect.Use use) {
    static CopyName address(AccountName name) {
        return new CopyName(name.local(), name.domain(), Prospect.Use.MAIL);
    }

    static CopyName login(String local, String domain) {
        return new CopyName(local, domain, Prospect.Use.LOGIN);
    }

    /** What a directory is searched for when somebody asks for a name: a search, or a second one where the first finds nobody, and so on. */
    static List<Set<CopyName>> searches(AccountName name, Prospect.Use use) {
        Set<CopyName> own = Set.of(address(name));
        return switch (use) {
            case MAIL -> List.of(own);
            case LOGIN -> List.of(own, Set.of(login(name.local(), name.domain()), login(name.local(), "")));
        };
    }

    /** The canonical forms of what {@link EntryCheck#found} gives. */
    static Stream<CopyName> addresses(Set<String> found) {
        return found.stream().map(address -> {
            int at = address.lastIndexOf('@');
            return new CopyName(address.substring(0, at), address.substring(at + 1), Prospect.Use.MAIL);
        });
    }

    static Set<CopyName> union(Stream<CopyName> one, Stream<CopyName> other) {
        return new HashSet<>(Stream.concat(one, other).toList());
    }

    int hash() {
        return CopyIndex.hash(use.ordinal() + local + '@' + domain);
    }
}
