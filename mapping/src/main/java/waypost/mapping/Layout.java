package waypost.mapping;

import com.unboundid.ldap.sdk.Entry;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import waypost.directory.DirectoryKind;

/** How a kind of directory keeps its users, where nothing else is configured. */
public enum Layout {
    /** RFC 2798, and our own schema. */
    LDAP(new AttributeNames(
            "entryUUID",
            "mail",
            "mailLocalAddress",
            "mailHost",
            "waypostEpoch",
            "userPassword",
            "waypostState",
            "waypostService",
            "waypostQuota",
            "waypostClass",
            "waypostGeneration",
            Optional.empty(),
            ForwardNames.STANDARD,
            new LoginNames("uid", Optional.empty()),
            StateNames.STANDARD,
            GroupNames.standard(),
            MadeNames.of(List.of(
                    "person", "organizationalPerson", "inetOrgPerson", "inetLocalMailRecipient", "waypostAccount")))) {
        /**
         * draft-behera-ldap-password-policy §5.3.3, and the time in which a password may be used. OpenLDAP speaks of the former only with
         * {@code ppolicy_use_lockout}, of the latter never.
         */
        @Override
        List<String> locks(AttributeNames names) {
            return names.states().locks();
        }

        @Override
        public String filter(AttributeNames names) {
            return "(|(" + names.address() + "=%e)(" + names.alias() + "=%e))";
        }

        @Override
        public Optional<String> loginFilter(AttributeNames names) {
            return Optional.empty();
        }

        @Override
        String alias(String address) {
            return address;
        }

        @Override
        Stream<Stream<String>> addresses(Entry entry, AttributeNames names) {
            return Stream.of(all(entry, names.address()));
        }
    },

    /** MS-ADTS. */
    ACTIVE_DIRECTORY(new AttributeNames(
            "objectGUID",
            "mail",
            "proxyAddresses",
            "mailHost",
            "waypostEpoch",
            "unicodePwd",
            "waypostState",
            "waypostService",
            "waypostQuota",
            "waypostClass",
            "waypostGeneration",
            Optional.empty(),
            ForwardNames.STANDARD,
            new LoginNames("sAMAccountName", Optional.of("userPrincipalName")),
            StateNames.STANDARD,
            GroupNames.standard(new GroupNames.GroupClass("group", "member", GroupNames.By.ENTRY)),
            MadeNames.of(List.of("user")))) {
        @Override
        List<String> locks(AttributeNames names) {
            return List.of();
        }

        @Override
        public String filter(AttributeNames names) {
            String principal =
                    names.logins().principal().map(name -> "(" + name + "=%e)").orElse("");
            return "(&(|(&(objectCategory=person)(objectClass=user))(objectCategory=group))(|(" + names.address()
                    + "=%e)(" + names.alias() + "=smtp:%e)" + principal + "))";
        }

        @Override
        public Optional<String> loginFilter(AttributeNames names) {
            return Optional.of("(&(objectCategory=person)(objectClass=user)("
                    + names.logins().login() + "=%n))");
        }

        @Override
        String alias(String address) {
            return SMTP + address;
        }

        /** MS-OXOABK §2.2.3.23: the primary address is behind SMTP in capitals; X500, SIP and the rest are no mail addresses. */
        @Override
        Stream<Stream<String>> addresses(Entry entry, AttributeNames names) {
            return Stream.of(
                    all(entry, names.alias())
                            .filter(value -> value.startsWith("SMTP:"))
                            .map(value -> value.substring(SMTP.length())),
                    all(entry, names.address()),
                    names.logins().principal().stream().flatMap(name -> all(entry, name)));
        }
    };

    private static final String SMTP = "smtp:";

    private final AttributeNames attributes;

    Layout(AttributeNames attributes) {
        this.attributes = attributes;
    }

    /** The usual one of a product. */
    public static Layout of(DirectoryKind kind) {
        return switch (kind) {
            case LDAP -> LDAP;
            case ACTIVE_DIRECTORY -> ACTIVE_DIRECTORY;
        };
    }

    /** Finds the entry of an address, where nothing else is configured. */
    public abstract String filter(AttributeNames names);

    /** Finds the entry of somebody who logs in by a name that is no address, where nothing else is configured. */
    public abstract Optional<String> loginFilter(AttributeNames names);

    /** The same by the usual names. */
    public String filter() {
        return filter(attributes);
    }

    /** The same by the usual names. */
    public Optional<String> loginFilter() {
        return loginFilter(attributes);
    }

    /** The names of attributes, where nothing else is configured. */
    public AttributeNames attributes() {
        return attributes;
    }

    /** How it is asked who is in a group, where nothing else is configured: in Active Directory both ends of a link are one. */
    public Members members() {
        return switch (this) {
            case LDAP -> Members.MEMBER;
            case ACTIVE_DIRECTORY -> Members.MEMBER_OF;
        };
    }

    /** The attributes of which one is there while the password of a bind is not looked at, where that is not said. */
    abstract List<String> locks(AttributeNames names);

    /** An address as the attribute for further addresses has it. */
    abstract String alias(String address);

    /** Where the primary address of an entry may be: the first place that has one counts. */
    abstract Stream<Stream<String>> addresses(Entry entry, AttributeNames names);

    /** Its further addresses. */
    Stream<String> further(Entry entry, AttributeNames names) {
        String before = alias("");
        return all(entry, names.alias())
                .filter(value -> value.regionMatches(true, 0, before, 0, before.length()))
                .map(value -> value.substring(before.length()));
    }

    private static Stream<String> all(Entry entry, String attribute) {
        String[] values = entry.getAttributeValues(attribute);
        return values == null ? Stream.empty() : Arrays.stream(values);
    }
}
