package waypost.mapping;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the entry of a group says of who is in it (RFC 4519 §3.5, §3.6; RFC 2307 §3; MS-ADTS §3.1.1.4.5.11).
 *
 * @param dns of the entries that are in it
 * @param uids of the users who are
 * @param besides what finds those whose group this is without its saying so
 * @param whole whether that is all: Active Directory shows 1,500 at a time
 */
record Membership(List<String> dns, List<String> uids, Optional<Filter> besides, boolean whole) {
    private static final Set<String> CLASSES =
            Set.of("groupofnames", "groupofmembers", "groupofuniquenames", "posixgroup", "group");
    private static final String TOKEN = "primaryGroupToken";

    /** What has to be asked for. */
    static final List<String> ATTRIBUTES = List.of("objectClass", "member", "uniqueMember", "memberUid", TOKEN);

    /** RFC 4517 §3.3.21: a name may have a bit string behind it. */
    private static final Pattern UNIQUE = Pattern.compile("#'[01]*'B$");

    /** One value of one attribute. */
    record Sign(String attribute, String value) {}

    static boolean isGroup(Entry entry) {
        return values(entry, "objectClass").anyMatch(name -> CLASSES.contains(name.toLowerCase(Locale.ROOT)));
    }

    static Membership of(Entry group) {
        Stream<String> unique =
                values(group, "uniqueMember").map(name -> UNIQUE.matcher(name).replaceFirst(""));
        return new Membership(
                Stream.concat(values(group, "member"), unique).toList(),
                values(group, "memberUid").toList(),
                values(group, TOKEN).findFirst().map(token -> Filter.createEqualityFilter("primaryGroupID", token)),
                group.getAttributes().stream().map(Attribute::getName).noneMatch(Membership::isPart));
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

    private static boolean isPart(String attribute) {
        return attribute.toLowerCase(Locale.ROOT).startsWith("member;range=");
    }

    private static Stream<String> values(Entry entry, String attribute) {
        String[] values = entry.getAttributeValues(attribute);
        return values == null ? Stream.empty() : Stream.of(values);
    }
}
