package waypost.mapping;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import waypost.identity.AccountName;
import waypost.mapping.GroupNames.GroupClass;

/**
 * Entries as in OpenLDAP and the embedded directory: each kind in a unit of its own, of the classes that schemas have for it. Entries of other programs get the
 * class that an attribute takes.
 */
record LdapForm(DN base, AttributeNames names) implements EntryForm {
    private static final String ACCOUNT = "waypostAccount";
    private static final String RECIPIENT = "inetLocalMailRecipient";
    private static final String OURS = "waypost";
    private static final Set<String> ROUTING = Set.of("mailhost", "maillocaladdress", "mailroutingaddress");

    @Override
    public Formed user(NewUser user, AccountName name, List<String> addresses) {
        Entry entry = entry(
                names.logins().login(), name.toString(), "users", names.made().users());
        entry.addAttribute("cn", name.local());
        entry.addAttribute("sn", name.local());
        entry.addAttribute(names.address(), name.toString());
        entry.addAttribute(names.alias(), addresses);
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

    /** RFC 4519 §3.5: there is a member at least. */
    @Override
    public Formed group(AccountName name, List<String> members) {
        if (members.isEmpty()) {
            return new Formed.Not("a group has a member at least");
        }
        Optional<GroupClass> type = names.groups().byEntries();
        if (type.isEmpty()) {
            return EntryForm.noGroup();
        }
        Entry entry = entry("cn", name.toString(), "groups", List.of(type.get().name()));
        taker(names.alias()).ifPresent(auxiliary -> entry.addAttribute("objectClass", auxiliary));
        entry.addAttribute(names.alias(), name.toString());
        entry.addAttribute(type.get().members(), members);
        return new Formed.As(entry);
    }

    @Override
    public Formed alias(AccountName name, AccountName target) {
        Entry entry = entry("cn", name.toString(), "aliases", names.made().aliases());
        entry.addAttribute(names.alias(), name.toString());
        entry.addAttribute(names.forwards().targets().getFirst(), target.toString());
        return new Formed.As(entry);
    }

    @Override
    public Formed domain(String domain) {
        return new Formed.As(entry(
                names.made().domain(), domain, "domains", List.of(names.made().domains())));
    }

    @Override
    public String withoutDomains(String domain) {
        return "";
    }

    private Entry entry(String type, String value, String unit, List<String> classes) {
        var entry = new Entry(EntryForm.below(type, value, EntryForm.below("ou", unit, base)));
        entry.addAttribute("objectClass", "top");
        entry.addAttribute("objectClass", classes);
        entry.addAttribute(type, value);
        return entry;
    }

    @Override
    public Filter users() {
        return Filter.createPresenceFilter(names.host());
    }

    @Override
    public Filter groups() {
        return Filter.createANDFilter(
                Filter.createPresenceFilter(names.alias()), names.groups().filter());
    }

    @Override
    public Optional<Filter> aliases() {
        return Optional.of(Filter.createANDFilter(
                Filter.createNOTFilter(users()),
                Filter.createORFilter(names.forwards().targets().stream()
                        .map(Filter::createPresenceFilter)
                        .toList())));
    }

    @Override
    public Filter domains() {
        return Filter.createEqualityFilter("objectClass", names.made().domains());
    }

    @Override
    public List<Modification> address(Entry entry, ModificationType type, String address) {
        return with(entry, new Modification(type, names.alias(), address));
    }

    @Override
    public Optional<List<Modification>> state(Entry user, AccountState state) {
        return Optional.of(values(user, names.state(), List.of(state.word())));
    }

    @Override
    public List<Modification> values(Entry user, String attribute, List<String> values) {
        return with(user, EntryForm.replaced(attribute, values));
    }

    @Override
    public List<Modification> forward(Entry user, Forward forward) {
        return with(user, EntryForm.written(forward, names.forwards()));
    }

    @Override
    public List<Modification> addresses(Entry user, AccountName primary, List<String> further) {
        List<String> all =
                Stream.concat(Stream.of(primary.toString()), further.stream()).toList();
        return with(
                user,
                List.of(
                        EntryForm.replaced(names.address(), List.of(primary.toString())),
                        EntryForm.replaced(
                                names.alias(),
                                further.isEmpty() && !user.hasAttribute(names.alias()) ? List.of() : all)));
    }

    @Override
    public Optional<String> noLogin(String name) {
        return name.isBlank() ? Optional.of("it is empty") : Optional.empty();
    }

    private static List<Modification> with(Entry entry, Modification modification) {
        return with(entry, List.of(modification));
    }

    /** The same, and before it the classes that take what is to be there. */
    private static List<Modification> with(Entry entry, List<Modification> modifications) {
        Stream<Modification> classes = modifications.stream()
                .filter(one -> one.getValues().length > 0 && !entry.hasAttribute(one.getAttributeName()))
                .flatMap(one -> taker(one.getAttributeName()).stream())
                .filter(type -> !entry.hasObjectClass(type))
                .distinct()
                .map(type -> new Modification(ModificationType.ADD, "objectClass", type));
        return Stream.concat(classes, modifications.stream()).toList();
    }

    /** The auxiliary class that takes an attribute, of those that come with our schema and OpenLDAP; what other attributes need is there, or another's. */
    private static Optional<String> taker(String attribute) {
        String name = attribute.toLowerCase(Locale.ROOT);
        return name.startsWith(OURS)
                ? Optional.of(ACCOUNT)
                : ROUTING.contains(name) ? Optional.of(RECIPIENT) : Optional.empty();
    }
}
