package waypost.mapping;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import waypost.mapping.GroupNames.By;

/**
 * What the entry of a group says of who is in it.
 *
 * @param dns of the entries that are in it
 * @param uids of the users who are
 * @param besides what finds those whose group this is without its saying so
 * @param rest the attribute in which further DNs are to be asked for: Active Directory shows 1,500 at a time, or as many as its policy says
 *     (MS-ADTS §3.1.1.3.1.3.3)
 */
record Membership(List<String> dns, List<String> uids, Optional<Filter> besides, Optional<String> rest) {
    /** RFC 4517 §3.3.21: a name may have a bit string behind it. */
    private static final Pattern UNIQUE = Pattern.compile("#'[01]*'B$");

    private static final Pattern PART = Pattern.compile("(?i)(.+);range=[0-9]{1,8}-([0-9]{1,8}|\\*)");

    /** One value of one attribute. */
    record Sign(String attribute, String value) {}

    static Membership of(Entry group, GroupNames names) {
        List<String> attributes = names.members(By.ENTRY);
        return new Membership(
                attributes.stream()
                        .flatMap(attribute -> Stream.concat(Stream.of(attribute), part(group, attribute).stream()))
                        .flatMap(attribute -> values(group, attribute))
                        .map(name -> UNIQUE.matcher(name).replaceFirst(""))
                        .toList(),
                names.members(By.LOGIN).stream()
                        .flatMap(attribute -> values(group, attribute))
                        .toList(),
                values(group, names.token())
                        .findFirst()
                        .map(token -> Filter.createEqualityFilter(names.primary(), token)),
                attributes.stream()
                        .flatMap(attribute -> rest(group, attribute).stream())
                        .findFirst());
    }

    /** The attribute that has some of many values, if one has. */
    private static Optional<String> part(Entry group, String attribute) {
        return parts(group, attribute).map(Matcher::group).findFirst();
    }

    private static Stream<Matcher> parts(Entry group, String attribute) {
        return group.getAttributes().stream()
                .map(one -> PART.matcher(one.getName()))
                .filter(Matcher::matches)
                .filter(one -> one.group(1).equalsIgnoreCase(attribute));
    }

    /** The one that has those behind them; empty where these are the last ones. */
    private static Optional<String> rest(Entry group, String attribute) {
        return parts(group, attribute)
                .map(one -> one.group(2))
                .filter(last -> !last.equals("*"))
                .map(last -> attribute + ";range=" + (Integer.parseInt(last) + 1) + "-*")
                .findFirst();
    }

    /** What says in such a group that somebody is in it; empty where nothing can. */
    static Optional<Sign> of(Entry group, Entry member, AttributeNames names) {
        return names.groups().of(group).flatMap(type -> switch (type.by()) {
            case ENTRY -> Optional.of(new Sign(type.members(), member.getDN()));
            case LOGIN ->
                values(member, names.logins().login()).findFirst().map(login -> new Sign(type.members(), login));
        });
    }

    private static Stream<String> values(Entry entry, String attribute) {
        String[] values = entry.getAttributeValues(attribute);
        return values == null ? Stream.empty() : Stream.of(values);
    }
}
