package waypost.config;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A directory to which another one refers is asked as well, for each name for which that one is: by a user map of its own, wherever one of the other's is used.
 * Else a user who is there would be unknown.
 */
record ReferralRules(Configuration configuration, Problems problems) {
    private static final String ALL = "user-maps";

    void check() {
        Set<String> directories =
                configuration.directories().stream().map(DirectorySection::name).collect(Collectors.toSet());
        for (Item<DirectorySection> directory : Item.of("directories", configuration.directories())) {
            DirectorySection section = directory.value();
            for (Item<String> other : Item.of(directory.key("refers-to"), section.refersTo())) {
                if (!directories.contains(other.value()) || other.value().equals(section.name())) {
                    problems.tell(
                            new Problem(
                                    other.key(),
                                    other.value() + " is no other directory",
                                    "name one that is under directories"),
                            other.key(),
                            "directories");
                } else {
                    asked(section.name(), other);
                }
            }
        }
    }

    private void asked(String directory, Item<String> other) {
        choices()
                .forEach((key, maps) -> maps.stream()
                        .filter(map -> isOn(map, directory))
                        .filter(map -> maps.stream().noneMatch(one -> isOn(one, other.value()) && covers(one, map)))
                        .findFirst()
                        .ifPresent(map -> problems.tell(
                                new Problem(
                                        other.key(),
                                        "no user map asks " + other.value() + " for all domains of " + map.name()
                                                + (key.equals(ALL) ? "" : " in " + key),
                                        "add one with directory: " + other.value() + " and these domains"),
                                other.key(),
                                key)));
    }

    /** Which maps are asked one after the other, by the key that says so. */
    private Map<String, List<UserMapSection>> choices() {
        ServicesSection services = configuration.services();
        Map<String, List<UserMapSection>> choices = new LinkedHashMap<>();
        choices.put(ALL, configuration.userMaps());
        choice(choices, "imap", services.imap().userMaps());
        choice(choices, "pop3", services.pop3().userMaps());
        choice(choices, "smtp", services.smtp().userMaps());
        choice(choices, "submission", services.submission().userMaps());
        return choices;
    }

    private void choice(Map<String, List<UserMapSection>> choices, String service, List<String> names) {
        if (!names.isEmpty()) {
            choices.put(
                    "services." + service + ".user-maps",
                    configuration.userMaps().stream()
                            .filter(map -> names.contains(map.name()))
                            .toList());
        }
    }

    private static boolean isOn(UserMapSection map, String directory) {
        return map.directory().equals(Optional.of(directory));
    }

    /** Whether one map is asked for each domain for which another one is. */
    private static boolean covers(UserMapSection one, UserMapSection other) {
        boolean all = isForAll(one);
        boolean query = other.domainQuery().isEmpty() || other.domainQuery().equals(one.domainQuery());
        return all || !isForAll(other) && query && folded(one).containsAll(folded(other));
    }

    private static boolean isForAll(UserMapSection map) {
        return map.domains().isEmpty() && map.domainQuery().isEmpty();
    }

    private static Set<String> folded(UserMapSection map) {
        Set<String> domains = new HashSet<>();
        map.domains().forEach(domain -> domains.add(domain.toLowerCase(Locale.ROOT)));
        return domains;
    }
}
