package waypost.mapping;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import waypost.directory.ObjectGuid;
import waypost.identity.AccountName;
import waypost.identity.Address;
import waypost.identity.AddressRules;
import waypost.identity.DirectoryId;
import waypost.mapping.UserMapSettings.Proof;

/** Reads an entry of a directory as an account. An entry that cannot be meant is a fault of the directory, not an unknown user. */
record EntryReader(
        String map,
        Proof proof,
        Layout layout,
        AttributeNames names,
        AddressRules rules,
        Routes routes,
        AccountClasses classes,
        InstantSource instants) {

    static EntryReader of(
            MappingSettings settings, UserMapSettings.Directory map, AddressRules rules, InstantSource instants) {
        UserDirectory directory = settings.directory(map.directory());
        return new EntryReader(
                map.name(),
                map.proof(),
                directory.layout(),
                directory.attributes(),
                rules,
                settings.routes(),
                settings.classes(),
                instants);
    }

    Finding read(Entry entry) {
        return isAlias(entry) ? alias(entry) : account(entry);
    }

    /** Whether it has a mailbox, or should have one. */
    boolean isAccount(Entry entry) {
        return !isAlias(entry) && !names.groups().isGroup(entry);
    }

    /** Where there is a host, mail is for a mailbox, whatever address it is to be sent on to there. */
    private boolean isAlias(Entry entry) {
        return !entry.hasAttribute(names.host()) && targets(entry).isPresent();
    }

    private Optional<String> targets(Entry entry) {
        return names.forwards().targets().stream().filter(entry::hasAttribute).findFirst();
    }

    private Finding alias(Entry entry) {
        Optional<DirectoryId> id = directoryId(entry);
        if (id.isEmpty()) {
            return fault(entry, noId(entry));
        }
        return leads(entry)
                .<Finding>map(to -> new Finding.Leads(Signpost.alias(id.get(), to, map)))
                .orElseGet(() -> fault(entry, noTarget(entry)));
    }

    /** Whom an alias stands for; empty where that cannot be meant. */
    Optional<Set<AccountName>> leads(Entry alias) {
        return targets(alias).flatMap(attribute -> addresses(alias, attribute));
    }

    String noTarget(Entry alias) {
        return "no address in " + targets(alias).orElse("it");
    }

    /** Empty where a value is none. */
    private Optional<Set<AccountName>> addresses(Entry entry, String attribute) {
        Set<AccountName> addresses = new LinkedHashSet<>();
        String[] values = entry.getAttributeValues(attribute);
        for (String value : values == null ? new String[0] : values) {
            if (!(rules.parse(value) instanceof Address.Parsed(AccountName name, var _, var _))) {
                return Optional.empty();
            }
            addresses.add(name);
        }
        return Optional.of(addresses);
    }

    /** Empty where it cannot be meant. */
    Optional<Forward> forward(Entry entry) {
        String copy = entry.getAttributeValue(names.forwards().copy());
        Optional<Set<AccountName>> to = addresses(entry, names.forwards().forward());
        if (to.filter(Set::isEmpty).isPresent() || "TRUE".equalsIgnoreCase(copy)) {
            return to.map(names -> new Forward(names, Forward.Copy.KEPT));
        }
        return copy == null || copy.equalsIgnoreCase("FALSE")
                ? to.map(names -> new Forward(names, Forward.Copy.NOT_KEPT))
                : Optional.empty();
    }

    private Finding account(Entry entry) {
        OptionalLong epoch = number(entry, names.epoch());
        OptionalLong quota = number(entry, names.quota());
        Optional<DirectoryId> id = directoryId(entry);
        Optional<AccountName> name = primary(entry);
        Optional<Route> route =
                Optional.ofNullable(entry.getAttributeValue(names.host())).flatMap(host -> routes.read(host, epoch));
        Optional<Set<Service>> services = services(entry);
        Optional<ShownState> state = state(entry);
        Optional<Forward> forward = forward(entry);
        boolean whole = Stream.of(id, name, route, services, state, forward).allMatch(Optional::isPresent)
                && contradictions(entry).findAny().isEmpty();
        if (!whole || faulty(entry, names.epoch(), epoch) || faulty(entry, names.quota(), quota)) {
            return fault(entry, wrong(entry));
        }
        AccountClass allowed = classes.of(new AccountClasses.Own(named(entry), services.get(), quota), entry.getDN());
        return new Finding.Found(new Account(
                name.get(),
                id.get(),
                route.get(),
                state.get().state(),
                allowed.services(),
                allowed.limits(),
                map,
                instants.instant(),
                new Generation(generation(entry), 0),
                forward.get()));
    }

    /** Each thing that an account says more than once, and not the same. */
    Stream<String> contradictions(Entry account) {
        return Single.ofAccount(names).stream()
                .flatMap(single -> single.contradiction(account).stream())
                .distinct();
    }

    /** Empty where it is none, or one of several. */
    Optional<ShownState> state(Entry entry) {
        return ShownState.of(entry, names, proof, instants.instant());
    }

    /** The state of an account with its reason, for the operator's eyes; empty where it is no account. */
    Optional<String> stateInWords(Entry entry) {
        return isAccount(entry)
                ? Optional.of(state(entry).map(shown -> shown.words(entry)).orElse("cannot be told"))
                : Optional.empty();
    }

    /** As the directory counts it. */
    long generation(Entry entry) {
        return number(entry, names.generation()).orElse(0);
    }

    /** The class that it says it is of. */
    Optional<String> named(Entry entry) {
        return Optional.ofNullable(entry.getAttributeValue(names.accountClass()));
    }

    /** What it may use and have, and who says so, for the operator's eyes; nothing where it is no account, or says several things. */
    Map<String, String> explained(Entry entry) {
        return !isAccount(entry) || contradictions(entry).findAny().isPresent()
                ? Map.of()
                : services(entry)
                        .map(services -> classes.explain(
                                new AccountClasses.Own(named(entry), services, number(entry, names.quota()))))
                        .orElse(Map.of());
    }

    /** The first thing that is wrong with what should be an account. */
    private String wrong(Entry entry) {
        String host = entry.getAttributeValue(names.host());
        if (directoryId(entry).isEmpty()) {
            return noId(entry);
        }
        Optional<String> contradiction = contradictions(entry).findFirst();
        if (contradiction.isPresent()) {
            return contradiction.get();
        }
        if (primary(entry).isEmpty()) {
            return "no address in " + names.address();
        }
        if (host == null) {
            return "no " + names.host();
        }
        if (routes.read(host, OptionalLong.empty()).isEmpty()) {
            return names.host() + " names no node: " + host;
        }
        if (services(entry).isEmpty()) {
            return "unknown value of " + names.service();
        }
        if (state(entry).isEmpty()) {
            return "unknown value of " + names.state();
        }
        return forward(entry).isEmpty()
                ? "cannot be meant: " + names.forwards().forward() + " or "
                        + names.forwards().copy()
                : "not a number in " + names.epoch() + " or " + names.quota();
    }

    /** The attributes, for the operator's eyes: an octet string such as an objectGUID is no text. */
    Map<String, List<String>> legible(Entry entry) {
        Map<String, List<String>> attributes = new HashMap<>();
        entry.getAttributes().forEach(attribute -> attributes.put(attribute.getName(), legible(entry, attribute)));
        return attributes;
    }

    private List<String> legible(Entry entry, Attribute attribute) {
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

    /** Why there is no {@link #directoryId}. */
    String noId(Entry entry) {
        return Single.id(names).contradiction(entry).orElse("no usable " + names.id());
    }

    /** The id of an entry, if it has one that can be used. */
    Optional<DirectoryId> directoryId(Entry entry) {
        return id(entry).filter(id -> !id.isEmpty() && id.length() <= 255).map(DirectoryId::new);
    }

    /** Of several; empty if one has none. */
    Optional<Set<DirectoryId>> directoryIds(List<Entry> entries) {
        Set<DirectoryId> ids = new LinkedHashSet<>();
        for (Entry entry : entries) {
            Optional<DirectoryId> id = directoryId(entry);
            if (id.isEmpty()) {
                return Optional.empty();
            }
            ids.add(id.get());
        }
        return Optional.of(ids);
    }

    private Optional<String> id(Entry entry) {
        if (!octets()) {
            return Optional.ofNullable(entry.getAttributeValue(names.id()))
                    .filter(_ -> !Single.id(names).contradicts(entry));
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
        return layout.addresses(entry, names)
                .flatMap(place -> place.flatMap(this::parsed).min(AccountName::compareTo).stream())
                .findFirst();
    }

    /** Any of its addresses: the primary one if it has one, else the one that the entry is called by, as groups of OpenLDAP are. */
    Optional<AccountName> address(Entry entry) {
        Optional<AccountName> called = called(entry);
        return primary(entry)
                .or(() -> further(entry)
                        .filter(each -> called.equals(Optional.of(each)))
                        .findAny())
                .or(() -> further(entry).min(AccountName::compareTo));
    }

    private Stream<AccountName> further(Entry entry) {
        return layout.further(entry, names).flatMap(this::parsed);
    }

    private Optional<AccountName> called(Entry entry) {
        try {
            return Optional.ofNullable(entry.getRDN())
                    .flatMap(name -> parsed(name.getAttributeValues()[0]).findAny());
        } catch (LDAPException noName) {
            return Optional.empty();
        }
    }

    private Stream<AccountName> parsed(String value) {
        return rules.parse(value) instanceof Address.Parsed(AccountName name, var _, var _)
                ? Stream.of(name)
                : Stream.empty();
    }

    /** None where it says nothing of them; empty where it says what is none. */
    private Optional<Set<Service>> services(Entry entry) {
        String[] words = entry.getAttributeValues(names.service());
        if (words == null) {
            return Optional.of(Set.of());
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
