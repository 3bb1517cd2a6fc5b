package waypost.mapping;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the entry of a group says of who is in it (RFC 4519 §3.5, §3.6; RFC 2307 §3; MS-ADTS §3.1.1.4.5.11).
 *
 * @param dns of the entries that are in it
 * @param uids of the users who are
 * @param besides what finds those whose group this is without its saying so
 * @param rest the attribute in which further DNs are to be asked for: Active Directory shows 1,500 at a time, or as many as its policy says
 *     (MS-ADTS §3.1.1.3.1.3.3)
 */
record Membership(List<String> dns, List<String> uids, Optional<Filter> besides, Optional<String> rest) {
    private static final Set<String> CLASSES =
            Set.of("groupofnames", "groupofmembers", "groupofuniquenames", "posixgroup", "group");
    private static final String TOKEN = "primaryGroupToken";

    /** Attributes that name members by their entries. */
    static final List<String> DNS = List.of("member", "uniqueMember");

    /** The one that names them by what they log in with. */
    static final String UIDS = "memberUid";

    /** What has to be asked for. */
    static final List<String> ATTRIBUTES = List.of("objectClass", "member", "uniqueMember", UIDS, TOKEN);

    /** RFC 4517 §3.3.21: a name may have a bit string behind it. */
    private static final Pattern UNIQUE = Pattern.compile("#'[01]*'B$");

    private static final Pattern PART = Pattern.compile("(?i)member;range=[0-9]{1,8}-([0-9]{1,8}|\\*)");

    /** One value of one attribute. */
    record Sign(String attribute, String value) {}

    static boolean isGroup(Entry entry) {
        return values(entry, "objectClass").anyMatch(name -> CLASSES.contains(name.toLowerCase(Locale.ROOT)));
    }

    static Membership of(Entry group) {
        Stream<String> unique =
                values(group, "uniqueMember").map(name -> UNIQUE.matcher(name).replaceFirst(""));
        return new Membership(
                Stream.of(values(group, "member"), part(group).stream().flatMap(part -> values(group, part)), unique)
                        .flatMap(some -> some)
                        .toList(),
                values(group, "memberUid").toList(),
                values(group, TOKEN).findFirst().map(token -> Filter.createEqualityFilter("primaryGroupID", token)),
                part(group).flatMap(Membership::behind));
    }

    /** The attribute that has some of many values, if one has. */
    private static Optional<String> part(Entry group) {
        return group.getAttributes().stream()
                .map(Attribute::getName)
                .filter(name -> PART.matcher(name).matches())
                .findFirst();
    }

    /** The one that has those behind them; empty where these are the last ones. */
    private static Optional<String> behind(String part) {
        Matcher named = PART.matcher(part);
        return named.matches() && !named.group(1).equals("*")
                ? Optional.of("member;range=" + (Integer.parseInt(named.group(1)) + 1) + "-*")
                : Optional.empty();
    }

    /** What says in such a group that somebody is in it; empty where nothing can. */
    static Optional<Sign> of(Entry group, Entry member) {
        if (group.hasObjectClass("groupOfUniqueNames")) {
            return Optional.of(new Sign("uniqueMember", member.getDN()));
        }
        if (group.hasObjectClass("posixGroup") && !group.hasObjectClass("groupOfNames")) {
            return values(member, "uid").findFirst().map(uid -> new Sign("memberUid", uid));
        }
        return Optional.of(new Sign("member", member.getDN()));
    }

    private static Stream<String> values(Entry entry, String attribute) {
        String[] values = entry.getAttributeValues(attribute);
        return values == null ? Stream.empty() : Stream.of(values);
    }
}
