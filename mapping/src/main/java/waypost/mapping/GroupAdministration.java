package waypost.mapping;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchResultEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import waypost.identity.AccountName;

/** Groups of one directory. A member is an entry of that directory: a user, another group, an alias. Blocks, as {@link DirectoryAdministration} does. */
public final class GroupAdministration {
    private final DirectoryOrders orders;
    private final EntryForm form;

    GroupAdministration(DirectoryOrders orders, EntryForm form) {
        this.orders = orders;
        this.form = form;
    }

    private AttributeNames names() {
        return orders.reader().names();
    }

    /** @param members addresses */
    public record Listing(String address, List<String> members) {
        public Listing {
            members = List.copyOf(members);
        }
    }

    /** @param members their addresses */
    public Change add(String address, List<String> members) throws IOException {
        Optional<AccountName> name = orders.name(address);
        return name.isEmpty()
                ? DirectoryOrders.notAnAddress(address)
                : orders.give(() -> {
                    if (orders.taken(name.get())) {
                        return new Change.Exists();
                    }
                    List<String> dns = new ArrayList<>();
                    for (String member : members) {
                        Optional<Entry> entry = entry(member);
                        if (entry.isEmpty()) {
                            return noMember(member);
                        }
                        dns.add(entry.get().getDN());
                    }
                    return orders.add(form.group(name.get(), dns));
                });
    }

    public Change delete(String address) throws IOException {
        return orders.on(address, names().groups()::isGroup, orders::delete);
    }

    public Change addMember(String group, String member) throws IOException {
        Change added = change(group, member, (entry, sign) -> modify(entry, ModificationType.ADD, sign));
        return added instanceof Change.Exists ? new Change.Declined(member + " is a member of it already") : added;
    }

    /** RFC 4519 §3.5: of some classes a group has a member at least. */
    public Change removeMember(String group, String member) throws IOException {
        return change(group, member, (entry, sign) -> {
            if (!isIn(entry, sign.value())) {
                return new Change.Missing();
            }
            try {
                return modify(entry, ModificationType.DELETE, sign);
            } catch (LDAPException refused) {
                if (refused.getResultCode().equals(ResultCode.OBJECT_CLASS_VIOLATION)) {
                    return new Change.Declined(member + " is its last member, and it has to have one");
                }
                throw refused;
            }
        });
    }

    private interface Step {
        Change on(Entry group, Membership.Sign sign) throws LDAPException;
    }

    private Change change(String group, String member, Step step) throws IOException {
        return orders.on(group, names().groups()::isGroup, entry -> {
            Optional<Membership.Sign> sign = entry(member).flatMap(found -> Membership.of(entry, found, names()));
            return sign.isPresent() ? step.on(entry, sign.get()) : noMember(member);
        });
    }

    private Change modify(Entry group, ModificationType type, Membership.Sign sign) throws LDAPException {
        return orders.modify(group, List.of(new Modification(type, sign.attribute(), sign.value())));
    }

    private boolean isIn(Entry group, String member) {
        Membership membership = Membership.of(group, names().groups());
        return membership.rest().isPresent()
                || membership.uids().contains(member)
                || membership.dns().stream().anyMatch(dn -> same(dn, member));
    }

    private static boolean same(String one, String other) {
        try {
            return DN.equals(one, other);
        } catch (LDAPException unusual) {
            return one.equalsIgnoreCase(other);
        }
    }

    private static Change noMember(String member) {
        return new Change.Declined("the directory has no entry, or several, with the address " + member);
    }

    private Optional<Entry> entry(String address) throws LDAPException {
        Optional<AccountName> name = orders.name(address);
        List<SearchResultEntry> entries = name.isEmpty() ? List.of() : orders.entries(name.get());
        return entries.size() == 1 ? Optional.of(entries.getFirst()) : Optional.empty();
    }

    /** All that have an address, in its order. */
    public List<Listing> all() throws IOException {
        return orders.all(form.groups()).stream()
                .flatMap(group -> listing(group).stream())
                .sorted(Comparator.comparing(Listing::address))
                .toList();
    }

    /** The one that has an address, be it a further one. */
    public Optional<Listing> of(String address) throws IOException {
        List<Listing> found = new ArrayList<>();
        orders.on(address, names().groups()::isGroup, entry -> {
            listing(entry).ifPresent(found::add);
            return new Change.Done();
        });
        return found.stream().findAny();
    }

    private Optional<Listing> listing(Entry group) {
        return orders.reader().address(group).map(name -> new Listing(name.toString(), members(group)));
    }

    /** Members that have no address are shown as the directory names them. */
    private List<String> members(Entry group) {
        Membership membership = Membership.of(group, names().groups());
        return Stream.concat(membership.dns().stream().map(this::shown), membership.uids().stream())
                .sorted()
                .toList();
    }

    private String shown(String dn) {
        try {
            Entry entry = orders.pool().getEntry(dn);
            return Optional.ofNullable(entry)
                    .flatMap(orders.reader()::address)
                    .map(AccountName::toString)
                    .orElse(dn);
        } catch (LDAPException unsaid) {
            return dn;
        }
    }
}
