package waypost.mapping;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import waypost.identity.AccountName;
import waypost.identity.Address;
import waypost.identity.AddressRules;
import waypost.identity.Secret;

/**
 * Adds, lists and changes users and domains over LDAP, in the embedded directory or another one with our schema. Users are below
 * {@code ou=users}, domains below {@code ou=domains}. Each call blocks and uses a connection of its own pool; a directory that cannot be
 * asked is an {@link IOException}.
 */
public final class DirectoryAdministration implements AutoCloseable {
    private static final int PAGE = 500;
    private static final Filter USER = Filter.createEqualityFilter("objectClass", "waypostAccount");
    private static final Filter DOMAIN = Filter.createEqualityFilter("objectClass", "waypostDomain");

    /** What servers answer to classes and attributes that they do not know. */
    private static final Set<ResultCode> WITHOUT_SCHEMA = Set.of(
            ResultCode.OBJECT_CLASS_VIOLATION,
            ResultCode.INVALID_ATTRIBUTE_SYNTAX,
            ResultCode.UNDEFINED_ATTRIBUTE_TYPE);

    private final LDAPConnectionPool pool;
    private final AddressRules rules;
    private final PasswordChange passwords;
    private final DN base;
    private final DN users;
    private final DN domains;

    /** Connects when it is asked to do something. */
    public DirectoryAdministration(
            DirectorySettings directory,
            TlsTrust trust,
            AddressRules rules,
            PasswordScheme scheme,
            RandomGenerator random) {
        this.pool = new DirectoryPools(directory, trust).changes();
        this.rules = rules;
        this.passwords = new PasswordChange(pool, scheme, random);
        base = Names.dn(directory.base());
        users = below("ou", "users", base);
        domains = below("ou", "domains", base);
    }

    public Change addUser(NewUser user) throws IOException {
        Optional<AccountName> name = name(user.address());
        if (name.isEmpty()) {
            return new Change.Declined("not an address: " + user.address());
        }
        List<String> addresses = new ArrayList<>(List.of(name.get().toString()));
        for (String alias : user.aliases()) {
            Optional<String> canonical = alias.startsWith("@")
                    ? rules.domain(alias.substring(1)).map(domain -> "@" + domain)
                    : name(alias).map(AccountName::toString);
            if (canonical.isEmpty()) {
                return new Change.Declined("not an address: " + alias);
            }
            addresses.add(canonical.get());
        }
        if (user.password().value().isEmpty()) {
            return new Change.Declined("empty password");
        }
        return asked(() -> {
            if (taken(addresses)) {
                return new Change.Exists();
            }
            return add(entry(user, name.get(), addresses), user.password());
        });
    }

    private Entry entry(NewUser user, AccountName name, List<String> addresses) {
        var entry = new Entry(below("uid", name.toString(), users));
        entry.addAttribute(
                "objectClass",
                "top",
                "person",
                "organizationalPerson",
                "inetOrgPerson",
                "inetLocalMailRecipient",
                "waypostAccount");
        entry.addAttribute("uid", name.toString());
        entry.addAttribute("cn", name.local());
        entry.addAttribute("sn", name.local());
        entry.addAttribute("mail", name.toString());
        entry.addAttribute("mailLocalAddress", addresses);
        entry.addAttribute("mailHost", user.host());
        user.quota().ifPresent(octets -> entry.addAttribute("waypostQuota", Long.toString(octets)));
        if (!user.services().isEmpty()) {
            entry.addAttribute(
                    "waypostService",
                    user.services().stream().map(Service::word).sorted().toList());
        }
        return entry;
    }

    private Change add(Entry user, Secret password) throws LDAPException {
        if (!passwords.leftToDirectory()) {
            passwords.write(user, password);
            return add(users, user);
        }
        Change added = add(users, user);
        if (added instanceof Change.Done) {
            try {
                passwords.give(user.getParsedDN(), password);
            } catch (LDAPException refused) {
                return withdrawn(user, refused);
            }
        }
        return added;
    }

    /** A user without a password is none, and would be in the way when the order is given again. */
    private Change withdrawn(Entry user, LDAPException refused) {
        String why = Reason.of(refused);
        try {
            pool.delete(user.getDN());
            return new Change.Declined(why);
        } catch (LDAPException stays) {
            return new Change.Declined(
                    why + ". The entry " + user.getDN() + " stays, without a password: " + Reason.of(stays));
        }
    }

    private boolean taken(List<String> addresses) throws LDAPException {
        List<Filter> any = new ArrayList<>();
        for (String address : addresses) {
            any.add(Filter.createEqualityFilter("mail", address));
            any.add(Filter.createEqualityFilter("mailLocalAddress", address));
        }
        try {
            return pool.search(users.toString(), SearchScope.ONE, Filter.createORFilter(any), "1.1")
                            .getEntryCount()
                    > 0;
        } catch (LDAPSearchException notYet) {
            if (notYet.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)) {
                return false;
            }
            throw notYet;
        }
    }

    public Change deleteUser(String address) throws IOException {
        return changed(address, dn -> pool.delete(dn.toString()));
    }

    public Change changePassword(String address, Secret password) throws IOException {
        if (password.value().isEmpty()) {
            return new Change.Declined("empty password");
        }
        return changed(address, dn -> passwords.give(dn, password));
    }

    /** Sets the state of an account: {@code active}, {@code disabled}, {@code locked} or {@code expired}. */
    public Change changeState(String address, String state) throws IOException {
        if (AccountState.parse(state).isEmpty()) {
            return new Change.Declined("not a state: " + state);
        }
        var replace = new Modification(ModificationType.REPLACE, "waypostState", state);
        return changed(address, dn -> pool.modify(dn.toString(), replace));
    }

    /** Has all sessions of an account end, wherever they are: its entry counts that. */
    public Change revoke(String address) throws IOException {
        return changed(address, dn -> {
            SearchResultEntry entry = pool.getEntry(dn.toString(), "waypostGeneration");
            Long before = entry == null ? null : entry.getAttributeValueAsLong("waypostGeneration");
            String next = Long.toString(before == null ? 1 : before + 1);
            pool.modify(dn.toString(), new Modification(ModificationType.REPLACE, "waypostGeneration", next));
        });
    }

    /** All users, in the order of their addresses. */
    public List<UserListing> users() throws IOException {
        return listed(users, USER).stream()
                .map(entry -> new UserListing(
                        value(entry, "mail"),
                        value(entry, "mailHost"),
                        value(entry, "waypostState"),
                        values(entry, "mailLocalAddress")))
                .sorted((a, b) -> a.address().compareTo(b.address()))
                .toList();
    }

    public Change addDomain(String domain) throws IOException {
        Optional<String> canonical = rules.domain(domain);
        if (canonical.isEmpty()) {
            return new Change.Declined("not a domain: " + domain);
        }
        var entry = new Entry(below("associatedDomain", canonical.get(), domains));
        entry.addAttribute("objectClass", "top", "waypostDomain");
        entry.addAttribute("associatedDomain", canonical.get());
        return asked(() -> add(domains, entry));
    }

    public List<String> domains() throws IOException {
        return listed(domains, DOMAIN).stream()
                .map(entry -> value(entry, "associatedDomain"))
                .sorted()
                .toList();
    }

    /** Adds an entry, and what it is to be below, if that is not there yet. */
    private Change add(DN parent, Entry entry) throws LDAPException {
        try {
            pool.add(entry);
        } catch (LDAPException refused) {
            if (WITHOUT_SCHEMA.contains(refused.getResultCode())) {
                return new Change.Declined(
                        Reason.of(refused) + ". Does the directory know the schema in ldap-schema/?");
            }
            if (!refused.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)) {
                throw refused;
            }
            if (pool.getEntry(base.toString(), SearchRequest.NO_ATTRIBUTES) == null) {
                return new Change.Declined(noBase());
            }
            var unit = new Entry(parent);
            unit.addAttribute("objectClass", "top", "organizationalUnit");
            unit.addAttribute("ou", Objects.requireNonNull(parent.getRDN()).getAttributeValues()[0]);
            pool.add(unit);
            pool.add(entry);
        }
        return new Change.Done();
    }

    private interface Step {
        void on(DN dn) throws LDAPException;
    }

    private interface Order {
        Change carryOut() throws LDAPException;
    }

    private Change changed(String address, Step step) throws IOException {
        Optional<AccountName> name = name(address);
        if (name.isEmpty()) {
            return new Change.Declined("not an address: " + address);
        }
        return asked(() -> {
            step.on(below("uid", name.get().toString(), users));
            return new Change.Done();
        });
    }

    private static Change asked(Order order) throws IOException {
        try {
            return order.carryOut();
        } catch (LDAPException refused) {
            ResultCode code = refused.getResultCode();
            if (code.equals(ResultCode.ENTRY_ALREADY_EXISTS)) {
                return new Change.Exists();
            }
            if (code.equals(ResultCode.NO_SUCH_OBJECT)) {
                return new Change.Missing();
            }
            if (code.isConnectionUsable() && !code.equals(ResultCode.UNAVAILABLE)) {
                return new Change.Declined(Reason.of(refused));
            }
            throw new IOException(Reason.of(refused), refused);
        }
    }

    private List<SearchResultEntry> listed(DN parent, Filter filter) throws IOException {
        try {
            LDAPConnection connection = pool.getConnection();
            try {
                return pages(connection, new SearchRequest(parent.toString(), SearchScope.ONE, filter));
            } finally {
                pool.releaseConnection(connection);
            }
        } catch (LDAPException refused) {
            if (refused.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)) {
                return nothing();
            }
            throw new IOException(Reason.of(refused), refused);
        }
    }

    /** There is nothing where the first addition will make a place, if there is a base for it. */
    private List<SearchResultEntry> nothing() throws IOException {
        try {
            if (pool.getEntry(base.toString(), SearchRequest.NO_ATTRIBUTES) == null) {
                throw new IOException(noBase());
            }
            return List.of();
        } catch (LDAPException refused) {
            throw new IOException(Reason.of(refused), refused);
        }
    }

    private String noBase() {
        return "the directory has no entry " + base;
    }

    /** RFC 2696: page by page, on one connection. */
    private static List<SearchResultEntry> pages(LDAPConnection connection, SearchRequest request)
            throws LDAPException {
        List<SearchResultEntry> entries = new ArrayList<>();
        request.setControls(new SimplePagedResultsControl(PAGE));
        while (true) {
            SearchResult result = connection.search(request);
            entries.addAll(result.getSearchEntries());
            SimplePagedResultsControl page = SimplePagedResultsControl.get(result);
            if (page == null || !page.moreResultsToReturn()) {
                return entries;
            }
            request.setControls(new SimplePagedResultsControl(PAGE, page.getCookie()));
        }
    }

    private static String value(Entry entry, String attribute) {
        String value = entry.getAttributeValue(attribute);
        return value == null ? "" : value;
    }

    private static List<String> values(Entry entry, String attribute) {
        String[] values = entry.getAttributeValues(attribute);
        return values == null ? List.of() : List.of(values);
    }

    /** An account's own address: without a tag. */
    private Optional<AccountName> name(String address) {
        return rules.parse(address) instanceof Address.Parsed(AccountName name, Optional<String> tag, var _)
                        && tag.isEmpty()
                ? Optional.of(name)
                : Optional.empty();
    }

    private static DN below(String type, String value, DN parent) {
        return new DN(new RDN(type, value), parent);
    }

    @Override
    public void close() {
        pool.close();
    }
}
