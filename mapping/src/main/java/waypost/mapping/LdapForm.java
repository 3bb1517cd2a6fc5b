package waypost.mapping;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waypost.identity.AccountName;

/**
 * Entries as in OpenLDAP and the embedded directory: each kind in a unit of its own, of the classes that schemas have for it. Entries of other programs get the
 * class that an attribute takes.
 */
record LdapForm(DN base, AttributeNames names) implements EntryForm {
    private static final String ACCOUNT = "waypostAccount";
    private static final String RECIPIENT = "inetLocalMailRecipient";
    private static final String DOMAIN = "waypostDomain";

    @Override
    public Formed user(NewUser user, AccountName name, List<String> addresses) {
        Entry entry = entry("uid", name.toString(), "users", "person", "organizationalPerson", "inetOrgPerson");
        entry.addAttribute("objectClass", RECIPIENT, ACCOUNT);
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
        Entry entry = entry("cn", name.toString(), "groups", "groupOfNames", RECIPIENT);
        entry.addAttribute(names.alias(), name.toString());
        entry.addAttribute("member", members);
        return new Formed.As(entry);
    }

    @Override
    public Formed alias(AccountName name, AccountName target) {
        Entry entry = entry("cn", name.toString(), "aliases", "organizationalRole", RECIPIENT);
        entry.addAttribute(names.alias(), name.toString());
        entry.addAttribute(names.forwards().targets().getFirst(), target.toString());
        return new Formed.As(entry);
    }

    @Override
    public Formed domain(String domain) {
        return new Formed.As(entry("associatedDomain", domain, "domains", DOMAIN));
    }

    private Entry entry(String type, String value, String unit, String... classes) {
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
                Filter.createPresenceFilter(names.alias()),
                Filter.createORFilter(
                        Filter.createEqualityFilter("objectClass", "groupOfNames"),
                        Filter.createEqualityFilter("objectClass", "groupOfUniqueNames"),
                        Filter.createEqualityFilter("objectClass", "posixGroup")));
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
    public Optional<Filter> domains() {
        return Optional.of(Filter.createEqualityFilter("objectClass", DOMAIN));
    }

    @Override
    public List<Modification> address(Entry entry, ModificationType type, String address) {
        return with(RECIPIENT, entry, new Modification(type, names.alias(), address));
    }

    @Override
    public Optional<List<Modification>> state(Entry user, AccountState state) {
        return Optional.of(
                with(ACCOUNT, user, new Modification(ModificationType.REPLACE, names.state(), state.word())));
    }

    @Override
    public List<Modification> generation(Entry user, long number) {
        return with(
                ACCOUNT, user, new Modification(ModificationType.REPLACE, names.generation(), Long.toString(number)));
    }

    @Override
    public List<Modification> accountClass(Entry user, Optional<String> name) {
        return with(ACCOUNT, user, EntryForm.written(name, names.accountClass()));
    }

    @Override
    public List<Modification> forward(Entry user, Forward forward) {
        return with(ACCOUNT, user, EntryForm.written(forward, names.forwards()));
    }

    private static List<Modification> with(String type, Entry entry, Modification modification) {
        return with(type, entry, List.of(modification));
    }

    private static List<Modification> with(String type, Entry entry, List<Modification> modifications) {
        List<Modification> all = new ArrayList<>();
        if (!entry.hasObjectClass(type)) {
            all.add(new Modification(ModificationType.ADD, "objectClass", type));
        }
        all.addAll(modifications);
        return all;
    }
}
