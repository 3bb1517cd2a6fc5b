package waypost.mapping;

import com.github.benmanes.caffeine.cache.Ticker;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.experimental.DraftBeheraLDAPPasswordPolicy10RequestControl;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What product a directory is, as far as it is asked and read differently. */
public enum DirectoryKind {
    /** OpenLDAP, and whatever else keeps its users by RFC 2798. */
    LDAP(
            "(|(mail=%e)(mailLocalAddress=%e))",
            Optional.empty(),
            new AttributeNames(
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
                    ForwardNames.STANDARD)) {
        @Override
        Control[] searchControls() {
            return new Control[0];
        }

        @Override
        Control[] bindControls() {
            return new Control[] {new DraftBeheraLDAPPasswordPolicy10RequestControl(false)};
        }

        /**
         * draft-behera-ldap-password-policy §5.3.3, and the time in which a password may be used. OpenLDAP speaks of the former only with
         * {@code ppolicy_use_lockout}, of the latter never.
         */
        @Override
        String[] locks() {
            return new String[] {ShownState.LOCKED_TIME, "pwdStartTime", "pwdEndTime"};
        }

        @Override
        ChangeFeed feed(
                DirectorySettings settings,
                ChangeFeed.Changes changes,
                Consumer<ReplicaState> reached,
                Optional<String> from) {
            return new SyncFeed(settings, changes, reached, from);
        }

        @Override
        ReplicaState reached(String state) {
            return SyncFeed.reached(state);
        }

        @Override
        Progress progress(DirectorySettings settings, Ticker ticker) {
            return new ContextNumbers(settings.base(), ticker);
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

    /** Active Directory, and Samba as its domain controller. */
    ACTIVE_DIRECTORY(
            "(&(|(&(objectCategory=person)(objectClass=user))(objectCategory=group))"
                    + "(|(mail=%e)(proxyAddresses=smtp:%e)(userPrincipalName=%e)))",
            Optional.of("(&(objectCategory=person)(objectClass=user)(sAMAccountName=%n))"),
            new AttributeNames(
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
                    ForwardNames.STANDARD)) {
        /** MS-ADTS §3.1.1.3.4.1.4: without it each answer at the root of a domain refers to the partitions beside it. */
        private static final String DOMAIN_SCOPE = "1.2.840.113556.1.4.1339";

        @Override
        Control[] searchControls() {
            return new Control[] {new Control(DOMAIN_SCOPE)};
        }

        @Override
        ChangeFeed feed(
                DirectorySettings settings,
                ChangeFeed.Changes changes,
                Consumer<ReplicaState> reached,
                Optional<String> from) {
            return new UsnFeed(settings, changes, reached, from);
        }

        /** Numbers of a controller that was put back, or of another one, say nothing of these. */
        @Override
        ReplicaState reached(String state) {
            return ControllerMark.parse(state)
                    .map(mark -> ReplicaState.ofController(mark.counter().toString(), mark.number()))
                    .orElseGet(ReplicaState::ofNumbers);
        }

        @Override
        Progress progress(DirectorySettings settings, Ticker ticker) {
            return server -> ControllerNumber.of(server).map(ControllerNumber::state);
        }

        @Override
        Control[] bindControls() {
            return new Control[0];
        }

        @Override
        String[] locks() {
            return new String[0];
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
                    all(entry, PRINCIPAL_NAME));
        }
    };

    /** Of Active Directory: the name for logging in that looks like an address. */
    static final String PRINCIPAL_NAME = "userPrincipalName";

    private static final String SMTP = "smtp:";

    private final String filter;
    private final Optional<String> loginFilter;
    private final AttributeNames attributes;

    DirectoryKind(String filter, Optional<String> loginFilter, AttributeNames attributes) {
        this.filter = filter;
        this.loginFilter = loginFilter;
        this.attributes = attributes;
    }

    /** Finds the entry of an address, where nothing else is configured. */
    public String filter() {
        return filter;
    }

    /** Finds the entry of somebody who logs in by a name that is no address, where nothing else is configured. */
    public Optional<String> loginFilter() {
        return loginFilter;
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

    abstract Control[] searchControls();

    abstract Control[] bindControls();

    /** The attributes of which one is there while the password of a bind is not looked at, where that is not said. */
    abstract String[] locks();

    /**
     * How its servers tell what changes.
     *
     * @param reached hears how far they are
     * @param from a state that such a feed has told; empty: as they are now
     */
    abstract ChangeFeed feed(
            DirectorySettings settings,
            ChangeFeed.Changes changes,
            Consumer<ReplicaState> reached,
            Optional<String> from);

    /** How far a server was with a state that such a feed has told. */
    abstract ReplicaState reached(String state);

    /** How far one of its servers is with them. */
    abstract Progress progress(DirectorySettings settings, Ticker ticker);

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
