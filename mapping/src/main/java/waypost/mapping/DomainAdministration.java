package waypost.mapping;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.SearchResultEntry;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import waypost.directory.FilterPattern;

/** The domains that are entries of one directory. Blocks, as {@link DirectoryAdministration} does. */
public final class DomainAdministration {
    private final DirectoryOrders orders;
    private final EntryForm form;

    DomainAdministration(DirectoryOrders orders, EntryForm form) {
        this.orders = orders;
        this.form = form;
    }

    public Change add(String domain) throws IOException {
        Optional<String> canonical = orders.rules().domain(domain);
        if (canonical.isEmpty()) {
            return notADomain(domain);
        }
        Change added = orders.give(() -> orders.add(form.domain(canonical.get())));
        return added instanceof Change.Declined(String why)
                ? new Change.Declined(why + form.withoutDomains(canonical.get()))
                : added;
    }

    private static Change notADomain(String text) {
        return new Change.Declined("not a domain: " + text);
    }

    /** All of them, in their order. */
    public List<String> all() throws IOException {
        return orders.all(form.domains()).stream().flatMap(this::names).sorted().toList();
    }

    private String attribute() {
        return orders.directory().attributes().made().domain();
    }

    private Stream<String> names(Entry entry) {
        String[] names = entry.getAttributeValues(attribute());
        return names == null ? Stream.empty() : Arrays.stream(names);
    }

    /** Whose addresses are in a domain, be it an entry or not; empty where that is none. */
    public Optional<DomainUse> use(String domain) throws IOException {
        Optional<String> canonical = orders.rules().domain(domain);
        return canonical.isEmpty() ? Optional.empty() : Optional.of(used(canonical.get()));
    }

    private DomainUse used(String domain) throws IOException {
        UserDirectory directory = orders.directory();
        List<AddressPlace> places = AddressPlace.of(directory);
        DomainUsers users = new DomainUsers(domain, places, orders.rules(), orders.reader());
        Set<String> attributes = new TreeSet<>(List.of(directory.attributes().requested()));
        places.forEach(place -> attributes.add(place.attribute()));
        Filter anybody = FilterPattern.parse(directory.filter()).anybody();
        orders.each(anybody, attributes.toArray(String[]::new), users);
        return users.use(entries(domain).stream().map(Entry::getDN).findFirst());
    }

    private List<SearchResultEntry> entries(String domain) throws IOException {
        return orders.all(Filter.createANDFilter(form.domains(), Filter.createEqualityFilter(attribute(), domain)));
    }

    /** Of a domain in which nobody has an address any more. */
    public Change delete(String domain) throws IOException {
        Optional<String> canonical = orders.rules().domain(domain);
        if (canonical.isEmpty()) {
            return notADomain(domain);
        }
        List<SearchResultEntry> entries = entries(canonical.get());
        if (entries.isEmpty()) {
            return new Change.Missing();
        }
        DomainUse use = used(canonical.get());
        return use.none()
                ? orders.give(() -> delete(entries.getFirst(), canonical.get()))
                : new Change.Declined(inUse(use));
    }

    private Change delete(Entry entry, String domain) throws LDAPException {
        return names(entry).count() > 1
                ? orders.modify(entry, List.of(new Modification(ModificationType.DELETE, attribute(), domain)))
                : orders.delete(entry);
    }

    private static String inUse(DomainUse use) {
        int all = use.users() + use.groups() + use.aliases();
        return "users: " + use.users() + ", groups: " + use.groups() + ", aliases: " + use.aliases()
                + " have addresses in it, as " + String.join(", ", use.some())
                + (all > use.some().size() ? " and others" : "");
    }
}
