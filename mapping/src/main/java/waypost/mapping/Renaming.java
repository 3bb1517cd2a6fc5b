package waypost.mapping;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.SearchResultEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import waypost.directory.Names;
import waypost.identity.AccountName;
import waypost.identity.Address;

/**
 * Gives a user another primary address, another name to log in with, or both. It stays the same entry, with its id. What has the old address as its value has the
 * new one then: that may be a name to log in with, and what the entry is named by. Groups that name the entry go on to do so.
 */
record Renaming(DirectoryOrders orders, EntryForm form) {
    /** Which values become which, whatever attribute has them. */
    private record Swaps(Map<String, String> all) {
        boolean swap(String value) {
            return !of(value).equals(value);
        }

        String of(String value) {
            return all.entrySet().stream()
                    .filter(one -> one.getKey().equalsIgnoreCase(value))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(value);
        }
    }

    /** What is to become of an entry. */
    private record Plan(DN dn, Optional<RDN> rdn, List<Modification> changes, Swaps swaps) {
        /** The attributes that an entry has then. */
        Entry attributes(Entry before) throws LDAPException {
            Entry nameless = before.duplicate();
            nameless.setDN(DN.NULL_DN);
            return changes.isEmpty() ? nameless : Entry.applyModifications(nameless, true, changes);
        }

        DN renamed() {
            return rdn.map(name -> new DN(name, Objects.requireNonNull(dn.getParent())))
                    .orElse(dn);
        }
    }

    private String login() {
        return orders.directory().attributes().logins().login();
    }

    /** Attributes of which a value may be the address, and which are no addresses of mail. */
    private List<String> logins() {
        return Stream.concat(orders.directory().attributes().logins().principal().stream(), Stream.of(login()))
                .toList();
    }

    Change carryOut(String address, NewName to) throws IOException {
        Optional<AccountName> after = to.address().flatMap(orders::name);
        if (to.address().isPresent() && after.isEmpty()) {
            return DirectoryOrders.notAnAddress(to.address().get());
        }
        Optional<String> fault = to.login().flatMap(form::noLogin);
        return fault.isPresent()
                ? new Change.Declined(fault.get())
                : orders.on(address, orders.reader()::isAccount, entry -> renamed(entry, after, to));
    }

    private Change renamed(Entry entry, Optional<AccountName> after, NewName to) throws LDAPException {
        Optional<AccountName> before = orders.reader().primary(entry);
        if (before.isEmpty()) {
            return new Change.Declined(entry.getDN() + " has no primary address");
        }
        Optional<String> taken = taken(entry, after, to.login());
        if (taken.isPresent()) {
            return new Change.Declined(taken.get());
        }
        Plan plan = plan(entry, before.get(), after.orElse(before.get()), to);
        Optional<AccountName> primary = orders.reader().primary(plan.attributes(entry));
        return !primary.equals(after.or(() -> before))
                ? new Change.Declined("its primary address would be "
                        + primary.map(AccountName::toString).orElse("none") + ", as that is the first of those in "
                        + orders.directory().attributes().address())
                : carryOut(entry, plan);
    }

    /** Who else has it already. */
    private Optional<String> taken(Entry entry, Optional<AccountName> address, Optional<String> login)
            throws LDAPException {
        List<SearchResultEntry> others = new ArrayList<>();
        if (address.isPresent()) {
            others.addAll(orders.entries(address.get()));
        }
        if (login.isPresent()) {
            others.addAll(orders.few(Filter.createEqualityFilter(login(), login.get())));
        }
        return others.stream()
                .map(Entry::getDN)
                .filter(dn -> !dn.equals(entry.getDN()))
                .findFirst()
                .map(dn -> dn + " has that already");
    }

    private Plan plan(Entry entry, AccountName before, AccountName after, NewName to) {
        DN dn = Names.dn(entry.getDN());
        RDN rdn = Objects.requireNonNull(dn.getRDN());
        Swaps swaps = swaps(entry, rdn, before, after, to);
        List<Modification> changes = new ArrayList<>();
        if (!after.equals(before)) {
            changes.addAll(form.addresses(entry, after, further(entry, before, after, to.before())));
        }
        for (String attribute : logins()) {
            List<String> values = values(entry, attribute);
            if (values.stream().anyMatch(swaps::swap)) {
                changes.add(EntryForm.replaced(
                        attribute, values.stream().map(swaps::of).toList()));
            }
        }
        if (to.login().isPresent() && !entry.hasAttribute(login())) {
            changes.add(EntryForm.replaced(login(), List.of(to.login().get())));
        }
        String name = rdn.getAttributeValues()[0];
        return new Plan(
                dn,
                rdn.isMultiValued() || !swaps.swap(name)
                        ? Optional.empty()
                        : Optional.of(new RDN(rdn.getAttributeNames()[0], swaps.of(name))),
                changes,
                swaps);
    }

    /** Of several names to log in with, the one by which the entry is named. */
    private Swaps swaps(Entry entry, RDN rdn, AccountName before, AccountName after, NewName to) {
        Map<String, String> swaps = new LinkedHashMap<>();
        String login = rdn.hasAttribute(login()) ? rdn.getAttributeValues()[0] : entry.getAttributeValue(login());
        if (login != null) {
            to.login().ifPresent(name -> swaps.put(login, name));
        }
        swaps.putIfAbsent(before.toString(), after.toString());
        return new Swaps(swaps);
    }

    /** All addresses that there were, but the new one; the old one as is asked. */
    private List<String> further(Entry entry, AccountName before, AccountName after, NewName.Before old) {
        UserDirectory directory = orders.directory();
        Stream<String> there = Stream.concat(
                values(entry, directory.attributes().address()).stream(),
                directory.layout().further(entry, directory.attributes()));
        List<String> others = there.filter(value -> !means(value, before) && !means(value, after))
                .distinct()
                .toList();
        return switch (old) {
            case GIVEN_UP -> others;
            case KEPT ->
                Stream.concat(Stream.of(before.toString()), others.stream()).toList();
        };
    }

    private boolean means(String value, AccountName name) {
        return orders.rules().parse(value) instanceof Address.Parsed(AccountName meant, var _, var _)
                && meant.equals(name);
    }

    private static List<String> values(Entry entry, String attribute) {
        String[] values = entry.getAttributeValues(attribute);
        return values == null ? List.of() : Arrays.asList(values);
    }

    /** The name first, as another entry may have it. */
    private Change carryOut(Entry entry, Plan plan) throws LDAPException {
        String dn = plan.renamed().toString();
        if (plan.rdn().isPresent()) {
            orders.pool().modifyDN(entry.getDN(), plan.rdn().get().toString(), true);
        }
        try {
            if (!plan.changes().isEmpty()) {
                orders.pool().modify(dn, plan.changes());
            }
        } catch (LDAPException refused) {
            if (plan.rdn().isPresent()) {
                orders.pool()
                        .modifyDN(dn, Objects.requireNonNull(plan.dn().getRDN()).toString(), true);
            }
            throw refused;
        }
        return new MovedMember(orders, entry.getDN(), dn, uids(entry, plan.swaps())).carryOut();
    }

    private Map<String, String> uids(Entry entry, Swaps swaps) {
        return values(entry, login()).stream().filter(swaps::swap).collect(Collectors.toMap(uid -> uid, swaps::of));
    }
}
