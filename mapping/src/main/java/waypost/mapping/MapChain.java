package waypost.mapping;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import waypost.directory.Connectors;
import waypost.identity.AccountName;
import waypost.identity.AddressRules;
import waypost.identity.DirectoryId;
import waypost.mapping.Mapping.DomainAnswer;

/**
 * The user maps in the order in which they are asked.
 *
 * @param said is counted
 * @param suspect whether it says nothing that a map, by its name, does not have somebody
 */
record MapChain(List<UserMap> maps, Said said, Predicate<String> suspect) {
    MapChain {
        maps = List.copyOf(maps);
    }

    /** @throws IOException if the file of a map cannot be read */
    static MapChain of(
            MappingSettings settings,
            AddressRules rules,
            Connectors connectors,
            Trials trials,
            Tools tools,
            Predicate<String> suspect)
            throws IOException {
        var routes = settings.routes();
        List<UserMap> maps = new ArrayList<>();
        for (UserMapSettings map : settings.maps()) {
            maps.add(
                    switch (map) {
                        case UserMapSettings.File file -> new FileMap(file, rules, routes, settings.classes(), tools);
                        case UserMapSettings.Node node -> new NodeMap(node, rules, tools.instants());
                        case UserMapSettings.Directory directory ->
                            new DirectoryMap(
                                    directory,
                                    settings.directory(directory.directory()),
                                    connectors.named(directory.directory()),
                                    EntryReader.of(settings, directory, rules, tools.instants()),
                                    tools,
                                    trials);
                    });
        }
        return new MapChain(maps, new Said(maps), suspect);
    }

    /** Asks the maps of the domain in their order; one that cannot say ends the chain, as does one that knows the name. */
    Finding ask(AccountName name, Function<UserMap, Finding> question) {
        for (UserMap map : maps) {
            switch (coverage(map, name)) {
                case NO -> {
                    continue;
                }
                case UNAVAILABLE -> {
                    return new Finding.Failed("user map " + map.name() + " cannot say whether it has " + name.domain());
                }
                case YES -> {}
            }
            Finding finding = said.count(map, question.apply(map));
            if (!(finding instanceof Finding.None)) {
                return finding;
            }
            if (suspect.test(map.name())) {
                return new Finding.Failed("user map " + map.name() + " misses many whom it had");
            }
        }
        return new Finding.None();
    }

    /** Whether a map is asked for a name: for the rest of a domain only one that may have it. */
    static UserMap.Coverage coverage(UserMap map, AccountName name) {
        return name.isRest() && !map.hasRest() ? UserMap.Coverage.NO : map.covers(name.domain());
    }

    /** The map that gave an account. */
    UserMap of(Account account) {
        return of(account.map());
    }

    private UserMap of(String name) {
        return maps.stream().filter(map -> map.name().equals(name)).findFirst().orElseThrow();
    }

    /** Whether a password for the account that this map has given by a name is the node's to check. */
    boolean leavesToNode(AccountName name, String map) {
        return of(map).leavesToNode(name);
    }

    /** Who stands in where it is believed that nobody logs in by a name. */
    Optional<Account> failOver(AccountName login) {
        return maps.stream().flatMap(map -> map.failOver(login).stream()).findFirst();
    }

    boolean has(String name) {
        return maps.stream().anyMatch(map -> map.name().equals(name));
    }

    DomainAnswer serves(String domain) {
        DomainAnswer answer = DomainAnswer.FOREIGN;
        for (UserMap map : maps) {
            switch (map.covers(domain)) {
                case YES -> {
                    return DomainAnswer.OURS;
                }
                case NO -> {}
                case UNAVAILABLE -> answer = DomainAnswer.UNAVAILABLE;
            }
        }
        return answer;
    }

    Presence presence(DirectoryId id) {
        Presence presence = new Presence.Absent();
        for (UserMap map : maps) {
            switch (map.presence(id)) {
                case Presence.Present present -> {
                    return present;
                }
                case Presence.Unavailable unavailable -> presence = unavailable;
                case Presence.Absent _
                when suspect.test(map.name()) ->
                    presence = new Presence.Unavailable("user map " + map.name() + " misses many whom it had");
                case Presence.Absent _ -> {}
            }
        }
        return presence;
    }

    Optional<Set<DirectoryId>> holders(AccountName name) {
        Set<DirectoryId> holders = new HashSet<>();
        for (UserMap map : maps) {
            Optional<Set<DirectoryId>> some = switch (coverage(map, name)) {
                case YES -> map.holders(name);
                case NO -> Optional.of(Set.of());
                case UNAVAILABLE -> Optional.empty();
            };
            if (some.isEmpty()) {
                return Optional.empty();
            }
            holders.addAll(some.get());
        }
        return Optional.of(holders);
    }

    List<Explanation.Tried> explain(AccountName name, Prospect.Use use) {
        return maps.stream()
                .filter(map -> coverage(map, name) != UserMap.Coverage.NO)
                .map(map -> map.explain(name, use))
                .toList();
    }
}
