package waypost.mapping;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import waypost.identity.AccountName;
import waypost.identity.Address;
import waypost.identity.AddressRules;
import waypost.identity.DirectoryId;
import waypost.mapping.UserMapSettings.Proof;

/** Reads an entry of a directory as an account. An entry that cannot be meant is a fault of the directory, not an unknown user. */
record EntryReader(
        String map,
        Proof proof,
        DirectoryKind kind,
        AttributeNames names,
        AddressRules rules,
        Routes routes,
        InstantSource instants) {

    Finding read(Entry entry) {
        Optional<DirectoryId> id = directoryId(entry);
        Optional<AccountName> name = primary(entry);
        Optional<Set<Service>> services = services(entry);
        Optional<AccountState> state = AccountState.of(entry, names.state(), proof, instants.instant());
        OptionalLong epoch = number(entry, names.epoch());
        OptionalLong quota = number(entry, names.quota());
        OptionalLong generation = number(entry, names.generation());
        String host = entry.getAttributeValue(names.host());
        if (id.isEmpty()) {
            return fault(entry, "no usable " + names.id());
        }
        if (name.isEmpty()) {
            return fault(entry, "no address in " + names.address());
        }
        if (host == null) {
            return fault(entry, "no " + names.host());
        }
        Optional<Route> route = routes.read(host, epoch);
        if (route.isEmpty()) {
            return fault(entry, names.host() + " names no node: " + host);
        }
        if (services.isEmpty() || state.isEmpty()) {
            return fault(entry, "unknown value of " + (state.isEmpty() ? names.state() : names.service()));
        }
        if (faulty(entry, names.epoch(), epoch) || faulty(entry, names.quota(), quota)) {
            return fault(entry, "not a number in " + names.epoch() + " or " + names.quota());
        }
        return new Finding.Found(new Account(
                name.get(),
                id.get(),
                route.get(),
                state.get(),
                services.get(),
                new Limits(quota),
                map,
                instants.instant(),
                new Generation(generation.orElse(0), 0)));
    }

    /** The values of an attribute, for the operator's eyes: an octet string such as an objectGUID is no text. */
    List<String> legible(Entry entry, Attribute attribute) {
        if (attribute.getName().equalsIgnoreCase(names.password())) {
            return List.of("(not shown)");
        }
        return attribute.getName().equalsIgnoreCase(names.id())
                ? id(entry).map(List::of).orElse(List.of())
                : List.of(attribute.getValues());
    }

    private static Finding.Faulty fault(Entry entry, String what) {
        return new Finding.Faulty(entry.getDN() + ": " + what);
    }

    private boolean octets() {
        return names.id().equalsIgnoreCase("objectGUID");
    }

    /** The id of an entry, if it has one that can be used. */
    Optional<DirectoryId> directoryId(Entry entry) {
        return id(entry).filter(id -> !id.isEmpty() && id.length() <= 255).map(DirectoryId::new);
    }

    private Optional<String> id(Entry entry) {
        if (!octets()) {
            return Optional.ofNullable(entry.getAttributeValue(names.id()));
        }
        return ObjectGuid.of(entry.getAttributeValueBytes(names.id()));
    }

    /** What finds the entry that was once read with this id; empty if no entry here can have it. */
    Optional<Filter> filter(DirectoryId id) {
        if (!octets()) {
            return Optional.of(Filter.createEqualityFilter(names.id(), id.value()));
        }
        try {
            return Optional.of(Filter.createEqualityFilter(names.id(), ObjectGuid.octets(id.value())));
        } catch (IllegalArgumentException anotherMaps) {
            return Optional.empty();
        }
    }

    /** Values of an attribute have no order: of several addresses in one place the lowest is the primary one, today and tomorrow. */
    Optional<AccountName> primary(Entry entry) {
        return kind.addresses(entry, names)
                .flatMap(place -> place.flatMap(this::parsed).min(AccountName::compareTo).stream())
                .findFirst();
    }

    private Stream<AccountName> parsed(String value) {
        return rules.parse(value) instanceof Address.Parsed(AccountName name, var _, var _)
                ? Stream.of(name)
                : Stream.empty();
    }

    private Optional<Set<Service>> services(Entry entry) {
        String[] words = entry.getAttributeValues(names.service());
        if (words == null) {
            return Optional.of(Account.ALL_SERVICES);
        }
        Set<Service> services = new LinkedHashSet<>();
        for (String word : words) {
            Optional<Service> service = Service.parse(word);
            if (service.isEmpty()) {
                return Optional.empty();
            }
            services.add(service.get());
        }
        return Optional.of(services);
    }

    static OptionalLong number(Entry entry, String attribute) {
        Long value = entry.getAttributeValueAsLong(attribute);
        return value == null || value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static boolean faulty(Entry entry, String attribute, OptionalLong read) {
        return entry.hasAttribute(attribute) && read.isEmpty();
    }
}
