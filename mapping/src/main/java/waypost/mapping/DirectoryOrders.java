package waypost.mapping;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import waypost.directory.FilterPattern;
import waypost.directory.PagedSearch;
import waypost.directory.Reason;
import waypost.identity.AccountName;
import waypost.identity.Address;
import waypost.identity.AddressRules;
import waypost.mapping.EntryForm.Formed;

/** Orders to one directory, and what becomes of them: a directory that cannot be asked is an {@link IOException}. Blocks. */
record DirectoryOrders(LDAPConnectionPool pool, UserDirectory directory, AddressRules rules, EntryReader reader) {

    /** Two are enough to know that there are several. */
    private static final int SEVERAL = 2;

    /** What servers answer to classes and attributes that they do not know. */
    private static final Set<ResultCode> WITHOUT_SCHEMA = Set.of(
            ResultCode.OBJECT_CLASS_VIOLATION,
            ResultCode.INVALID_ATTRIBUTE_SYNTAX,
            ResultCode.NO_SUCH_ATTRIBUTE,
            ResultCode.UNDEFINED_ATTRIBUTE_TYPE);

    /** What is to be done. */
    interface Order {
        Change carryOut() throws LDAPException;
    }

    /** What is to be done with an entry. */
    interface Step {
        Change on(SearchResultEntry entry) throws LDAPException;
    }

    /**
     * Does something with the entry of an address, as mail finds it.
     *
     * @param which entries are meant; another one is none
     */
    Change on(String address, Predicate<Entry> which, Step step) throws IOException {
        Optional<AccountName> name = name(address);
        return name.isPresent() ? on(name.get(), which, step) : notAnAddress(address);
    }

    /** The same with the entry of what {@link #any} has read. */
    Change on(AccountName name, Predicate<Entry> which, Step step) throws IOException {
        return give(() -> {
            List<SearchResultEntry> entries = entries(name);
            if (entries.size() > 1) {
                return new Change.Declined("several entries have it: "
                        + entries.get(0).getDN() + " and " + entries.get(1).getDN());
            }
            return entries.isEmpty() || !which.test(entries.getFirst())
                    ? new Change.Missing()
                    : step.on(entries.getFirst());
        });
    }

    /** Whom mail for an address finds. */
    List<SearchResultEntry> entries(AccountName name) throws LDAPException {
        return few(
                name.isRest()
                        ? Filter.createEqualityFilter(
                                directory.attributes().alias(),
                                directory.layout().alias(name.toString()))
                        : FilterPattern.parse(directory.filter()).fill(name));
    }

    boolean taken(AccountName name) throws LDAPException {
        return !entries(name).isEmpty();
    }

    /** An address of a user's own: without a tag. */
    Optional<AccountName> name(String address) {
        return rules.parse(address) instanceof Address.Parsed(AccountName name, Optional<String> tag, var _)
                        && tag.isEmpty()
                ? Optional.of(name)
                : Optional.empty();
    }

    /** What may be a further address of an entry: an address, or as {@code @example.net} all that is left over in a domain. */
    Optional<AccountName> any(String address) {
        return address.startsWith("@") ? rules.domain(address.substring(1)).map(AccountName::rest) : name(address);
    }

    static Change notAnAddress(String text) {
        return new Change.Declined("not an address: " + text);
    }

    Change modify(Entry entry, List<Modification> changes) throws LDAPException {
        pool.modify(entry.getDN(), changes);
        return new Change.Done();
    }

    Change delete(Entry entry) throws LDAPException {
        pool.delete(entry.getDN());
        return new Change.Done();
    }

    Change add(Formed formed) throws LDAPException {
        return switch (formed) {
            case Formed.As(Entry entry) -> add(entry);
            case Formed.Not(String why) -> new Change.Declined(why);
        };
    }

    Change give(Order order) throws IOException {
        try {
            return order.carryOut();
        } catch (LDAPException refused) {
            ResultCode code = refused.getResultCode();
            if (code.equals(ResultCode.ENTRY_ALREADY_EXISTS) || code.equals(ResultCode.ATTRIBUTE_OR_VALUE_EXISTS)) {
                return new Change.Exists();
            }
            if (code.equals(ResultCode.NO_SUCH_OBJECT)) {
                return new Change.Missing();
            }
            if (code.isConnectionUsable() && !code.equals(ResultCode.UNAVAILABLE)) {
                String schema =
                        WITHOUT_SCHEMA.contains(code) ? ". Does the directory know the schema in ldap-schema/?" : "";
                return new Change.Declined(Reason.of(refused) + schema);
            }
            throw new IOException(Reason.of(refused), refused);
        }
    }

    /** Adds an entry, and the unit that it is to be in, if that is not there yet. */
    Change add(Entry entry) throws LDAPException {
        try {
            pool.add(entry);
        } catch (LDAPException refused) {
            if (!refused.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)) {
                throw refused;
            }
            if (pool.getEntry(directory.base(), SearchRequest.NO_ATTRIBUTES) == null) {
                return new Change.Declined(noBase());
            }
            DN parent = Objects.requireNonNull(entry.getParentDN());
            RDN name = Objects.requireNonNull(parent.getRDN());
            if (!name.hasAttribute("ou")) {
                throw refused;
            }
            var unit = new Entry(parent);
            unit.addAttribute("objectClass", "top", "organizationalUnit");
            unit.addAttribute("ou", name.getAttributeValues()[0]);
            pool.add(unit);
            addInto(unit, entry);
        }
        return new Change.Done();
    }

    /** A unit that was made for an entry does not stay without it. */
    private void addInto(Entry unit, Entry entry) throws LDAPException {
        try {
            pool.add(entry);
        } catch (LDAPException refused) {
            pool.delete(unit.getDN());
            throw refused;
        }
    }

    /** The entries that a filter finds, as far as there are more than one. */
    List<SearchResultEntry> few(Filter filter) throws LDAPException {
        SearchRequest request = request(filter);
        request.setSizeLimit(SEVERAL);
        request.setControls(directory.kind().searchControls());
        try {
            return entries(pool.search(request).getSearchEntries());
        } catch (LDAPSearchException partly) {
            if (partly.getResultCode().equals(ResultCode.SIZE_LIMIT_EXCEEDED)) {
                return entries(partly.getSearchEntries());
            }
            if (partly.getResultCode().equals(ResultCode.NO_SUCH_OBJECT)) {
                return List.of();
            }
            throw partly;
        }
    }

    private static List<SearchResultEntry> entries(@Nullable List<SearchResultEntry> found) {
        return found == null ? List.of() : found;
    }

    private SearchRequest request(Filter filter) {
        return new SearchRequest(
                directory.base(),
                SearchScope.SUB,
                filter,
                "*",
                directory.attributes().id());
    }

    List<SearchResultEntry> all(Filter filter) throws IOException {
        List<SearchResultEntry> entries = new ArrayList<>();
        told(request(filter), entries::add);
        return entries;
    }

    /** Shows entries one by one, as they may be all that there are. */
    void each(Filter filter, String[] attributes, Consumer<Entry> reader) throws IOException {
        told(new SearchRequest(directory.base(), SearchScope.SUB, filter, attributes), reader::accept);
    }

    private void told(SearchRequest request, Consumer<SearchResultEntry> reader) throws IOException {
        try {
            read(request, reader);
        } catch (LDAPException refused) {
            boolean nothing = refused.getResultCode().equals(ResultCode.NO_SUCH_OBJECT);
            throw new IOException(nothing ? noBase() : Reason.of(refused), refused);
        }
    }

    /** All entries that a filter finds. */
    List<SearchResultEntry> many(Filter filter) throws LDAPException {
        List<SearchResultEntry> entries = new ArrayList<>();
        read(request(filter), entries::add);
        return entries;
    }

    private void read(SearchRequest request, Consumer<SearchResultEntry> reader) throws LDAPException {
        request.setControls(directory.kind().searchControls());
        LDAPConnection connection = pool.getConnection();
        try {
            PagedSearch.read(connection, request, reader);
        } finally {
            pool.releaseConnection(connection);
        }
    }

    private String noBase() {
        return "the directory has no entry " + directory.base();
    }
}
