package waypost.mapping;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import waypost.identity.AccountName;
import waypost.mapping.GroupNames.GroupClass;

/** Entries as in Active Directory: people and groups in {@code CN=Users}, with or without our extension of its schema. */
record ActiveDirectoryForm(DN base, AttributeNames names) implements EntryForm {
    private static final String PRIMARY = "SMTP:";
    private static final String SMTP = Layout.ACTIVE_DIRECTORY.alias("");

    // MS-ADTS §2.2.16
    private static final int NORMAL_ACCOUNT = 0x200;
    private static final int ACCOUNT_DISABLE = 0x2;

    /** MS-ADTS §2.2.12: universal, and of no use but for mail. */
    private static final String DISTRIBUTION_GROUP = "8";

    /** MS-SAMR §3.1.1.6: twenty characters, none of these. */
    private static final Pattern LOGIN_NAME = Pattern.compile("[^\"/\\\\\\[\\]:;|=,+*?<>@\\p{Cntrl}]{1,20}");

    @Override
    public Formed user(NewUser user, AccountName name, List<String> addresses) {
        Optional<String> fault = noLogin(name.local());
        if (fault.isPresent()) {
            return new Formed.Not(fault.get());
        }
        Entry entry = entry(name, names.made().users());
        names.logins().principal().ifPresent(principal -> entry.addAttribute(principal, name.toString()));
        entry.addAttribute(names.states().control(), Integer.toString(NORMAL_ACCOUNT));
        entry.addAttribute(names.address(), name.toString());
        entry.addAttribute(names.alias(), proxies(name, addresses));
        entry.addAttribute(names.host(), user.host());
        user.accountClass().ifPresent(of -> entry.addAttribute(names.accountClass(), of));
        user.quota().ifPresent(octets -> entry.addAttribute(names.quota(), Long.toString(octets)));
        if (!user.services().isEmpty()) {
            entry.addAttribute(
                    names.service(),
                    user.services().stream().map(Service::word).sorted().toList());
        }
        return new Formed.As(entry);
    }

    @Override
    public Formed group(AccountName name, List<String> members) {
        Optional<String> fault = noLogin(name.local());
        if (fault.isPresent()) {
            return new Formed.Not(fault.get());
        }
        Optional<GroupClass> type = names.groups().byEntries();
        if (type.isEmpty()) {
            return EntryForm.noGroup();
        }
        Entry entry = entry(name, List.of(type.get().name()));
        entry.addAttribute("groupType", DISTRIBUTION_GROUP);
        entry.addAttribute(names.address(), name.toString());
        entry.addAttribute(names.alias(), proxies(name, List.of()));
        if (!members.isEmpty()) {
            entry.addAttribute(type.get().members(), members);
        }
        return new Formed.As(entry);
    }

    @Override
    public Formed alias(AccountName name, AccountName target) {
        return new Formed.Not(
                "no entry has " + target + ", and in Active Directory an alias is an address of an entry");
    }

    @Override
    public Formed domain(String domain) {
        Entry entry = new Entry(EntryForm.below("CN", domain, EntryForm.below("OU", "Mail Domains", base)));
        entry.addAttribute("objectClass", names.made().domains());
        entry.addAttribute(names.made().domain(), domain);
        return new Formed.As(entry);
    }

    @Override
    public String withoutDomains(String domain) {
        return ". Entries of domains need the extension of the schema in ldap-schema/active-directory.ldif, and the right to make them in OU=Mail Domains."
                + " Without them write " + domain + " in the configuration, in domains of the user map";
    }

    private Entry entry(AccountName name, List<String> classes) {
        var entry = new Entry(EntryForm.below("CN", name.local(), EntryForm.below("CN", "Users", base)));
        entry.addAttribute("objectClass", classes);
        entry.addAttribute(names.logins().login(), name.local());
        return entry;
    }

    private static boolean isLoginName(String name) {
        return LOGIN_NAME.matcher(name).matches() && !name.endsWith(".");
    }

    /** MS-OXOABK §2.2.3.23: the primary one is behind SMTP in capitals. */
    private static List<String> proxies(AccountName primary, List<String> addresses) {
        return Stream.concat(
                        Stream.of(PRIMARY + primary),
                        addresses.stream()
                                .filter(address -> !address.equals(primary.toString()))
                                .map(Layout.ACTIVE_DIRECTORY::alias))
                .toList();
    }

    @Override
    public Filter users() {
        return Filter.createANDFilter(
                Filter.createEqualityFilter("objectCategory", "person"),
                Filter.createEqualityFilter("objectClass", "user"),
                Filter.createPresenceFilter(names.host()));
    }

    @Override
    public Filter groups() {
        return Filter.createANDFilter(
                Filter.createEqualityFilter("objectCategory", "group"),
                Filter.createORFilter(
                        Filter.createPresenceFilter(names.address()), Filter.createPresenceFilter(names.alias())));
    }

    @Override
    public Optional<Filter> aliases() {
        return Optional.empty();
    }

    @Override
    public Filter domains() {
        return Filter.createEqualityFilter("objectClass", names.made().domains());
    }

    @Override
    public List<Modification> address(Entry entry, ModificationType type, String address) {
        return List.of(new Modification(type, names.alias(), Layout.ACTIVE_DIRECTORY.alias(address)));
    }

    @Override
    public Optional<List<Modification>> state(Entry user, AccountState state) {
        Integer control = user.getAttributeValueAsInteger(names.states().control());
        int before = control == null ? NORMAL_ACCOUNT : control;
        return switch (state) {
            case ACTIVE -> Optional.of(control(before & ~ACCOUNT_DISABLE));
            case DISABLED -> Optional.of(control(before | ACCOUNT_DISABLE));
            case LOCKED, LOCKED_OUT, EXPIRED, MUST_CHANGE, HOURS -> Optional.empty();
        };
    }

    private List<Modification> control(int flags) {
        return List.of(EntryForm.replaced(names.states().control(), List.of(Integer.toString(flags))));
    }

    @Override
    public List<Modification> values(Entry user, String attribute, List<String> values) {
        return List.of(EntryForm.replaced(attribute, values));
    }

    @Override
    public List<Modification> forward(Entry user, Forward forward) {
        return EntryForm.written(forward, names.forwards());
    }

    /** What is no address of mail among them, as behind {@code X500:}, stays. */
    @Override
    public List<Modification> addresses(Entry user, AccountName primary, List<String> further) {
        String[] before = user.getAttributeValues(names.alias());
        Stream<String> others = before == null
                ? Stream.empty()
                : Stream.of(before).filter(value -> !value.regionMatches(true, 0, SMTP, 0, SMTP.length()));
        return List.of(
                EntryForm.replaced(names.address(), List.of(primary.toString())),
                EntryForm.replaced(
                        names.alias(),
                        Stream.concat(others, proxies(primary, further).stream())
                                .toList()));
    }

    @Override
    public Optional<String> noLogin(String name) {
        return isLoginName(name)
                ? Optional.empty()
                : Optional.of(name + " cannot be a " + names.logins().login());
    }
}
