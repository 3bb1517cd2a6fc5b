package waypost.mapping;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import waypost.directory.Names;

/**
 * What groups are, and which attributes say who is in them (RFC 4519 §3.5, §3.6; RFC 2307 §3; MS-ADTS §3.1.1.4.5.11).
 *
 * @param classes of an entry of several the first counts
 * @param memberOf of a member: the groups
 * @param primary of a member: the number of the group that does not name him
 * @param token of a group: that number
 */
public record GroupNames(List<GroupClass> classes, String memberOf, String primary, String token) {
    /** How a group names its members. */
    public enum By {
        /** By the DNs of their entries. */
        ENTRY,
        /** By what they log in with. */
        LOGIN
    }

    /** @param members the attribute that names them */
    public record GroupClass(String name, String members, By by) {
        public GroupClass {
            Names.attribute(name);
            Names.attribute(members);
        }
    }

    public GroupNames {
        classes = List.copyOf(classes);
        List.of(memberOf, primary, token).forEach(Names::attribute);
    }

    /** The standard ones, these before the others. */
    static GroupNames standard(GroupClass... first) {
        Stream<GroupClass> others = Stream.of(
                new GroupClass("groupOfNames", "member", By.ENTRY),
                new GroupClass("groupOfMembers", "member", By.ENTRY),
                new GroupClass("groupOfUniqueNames", "uniqueMember", By.ENTRY),
                new GroupClass("group", "member", By.ENTRY),
                new GroupClass("posixGroup", "memberUid", By.LOGIN));
        return new GroupNames(
                Stream.concat(Stream.of(first), others).distinct().toList(),
                "memberOf",
                "primaryGroupID",
                "primaryGroupToken");
    }

    boolean isGroup(Entry entry) {
        return of(entry).isPresent();
    }

    /** What it is of these. */
    Optional<GroupClass> of(Entry entry) {
        String[] values = entry.getAttributeValues("objectClass");
        List<String> types = values == null ? List.of() : List.of(values);
        return classes.stream()
                .filter(one -> types.stream().anyMatch(one.name()::equalsIgnoreCase))
                .findFirst();
    }

    /** What a new group is. */
    Optional<GroupClass> byEntries() {
        return classes.stream().filter(one -> one.by() == By.ENTRY).findFirst();
    }

    /** Attributes that name members so. */
    List<String> members(By by) {
        return classes.stream()
                .filter(one -> one.by() == by)
                .map(GroupClass::members)
                .distinct()
                .toList();
    }

    /** What has to be asked for. */
    List<String> all() {
        return Stream.concat(Stream.of("objectClass", token), classes.stream().map(GroupClass::members))
                .distinct()
                .toList();
    }

    /** Finds all groups. */
    Filter filter() {
        return Filter.createORFilter(classes.stream()
                .map(one -> Filter.createEqualityFilter("objectClass", one.name()))
                .toList());
    }
}
