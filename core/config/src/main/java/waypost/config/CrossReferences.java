package waypost.config;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import waypost.identity.NodeName;

/** Checks what one value cannot know alone: names that must be defined elsewhere in the file, names that must be unique, keys that go together. */
final class CrossReferences {
    private final Configuration configuration;
    private final Problems problems;

    private CrossReferences(Configuration configuration, Problems problems) {
        this.configuration = configuration;
        this.problems = problems;
    }

    static void check(Configuration configuration, Problems problems) {
        CrossReferences check = new CrossReferences(configuration, problems);
        check.userMaps();
        new DirectoryRules(configuration, problems).check();
        new ReferralRules(configuration, problems).check();
        check.oauth();
        check.services();
        check.names(); // behind what refers to them: one that is there twice is known nevertheless
        check.guessing();
        check.cache();
        new CopyRules(configuration, problems).check();
        check.roles();
        check.volumes();
        new ClusterRules(configuration, problems).check();
        new ListenerRules(configuration, problems).check();
        new SocketRules(configuration, problems).check();
    }

    private void names() {
        AddressSection addresses = configuration.addresses();
        unique("directories", configuration.directories(), "name", DirectorySection::name);
        unique("user-maps", configuration.userMaps(), "name", UserMapSection::name);
        unique("classes", configuration.classes(), "name", section -> folded(section.name()));
        unique("addresses.domain-aliases", addresses.domainAliases(), "alias", alias -> folded(alias.alias()));
        unique("addresses.short-domains", addresses.shortDomains(), "name", domain -> folded(domain.name()));
        unique("oauth", configuration.oauth(), "name", OauthSection::name);
        unique("oauth", configuration.oauth(), "issuer", OauthSection::issuer);
        configuration
                .kerberos()
                .ifPresent(
                        kerberos -> unique("kerberos.realms", kerberos.realms(), "name", KerberosSection.Realm::name));
        unique("nodes", configuration.nodes(), "name", ClusterNodeSection::name);
        unique("trusted-peers", configuration.trustedPeers(), "name", TrustedPeerSection::name);
        unique("volumes", configuration.volumes(), "name", VolumeSection::name);
        unique("volumes", configuration.volumes(), "number", VolumeSection::number);
        unique(
                "volumes",
                configuration.volumes(),
                "path",
                volume -> volume.path().toAbsolutePath().normalize());
        unique("public-folders", configuration.publicFolders(), "domain", section -> folded(section.domain()));
        NodeName self = configuration.node().name();
        boolean listed =
                configuration.nodes().stream().anyMatch(node -> node.name().equals(self));
        if (!configuration.nodes().isEmpty() && !listed && problems.whole("node.name")) {
            problems.tell(
                    new Problem(
                            "node.name", self + " is not under nodes", "add it there: every node knows the same list"),
                    named("nodes", configuration.nodes()));
        }
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private <T> void unique(String list, List<T> sections, String key, Function<T, Object> name) {
        Set<Object> seen = new HashSet<>();
        for (Item<T> item : Item.of(list, sections)) {
            Object value = name.apply(item.value());
            String at = item.key(key);
            if (problems.whole(at) && !seen.add(value)) {
                problems.tell(new Problem(at, value + " twice", "give each its own"));
            }
        }
    }

    private void userMaps() {
        Set<String> directories =
                configuration.directories().stream().map(DirectorySection::name).collect(Collectors.toSet());
        for (Item<UserMapSection> item : Item.of("user-maps", configuration.userMaps())) {
            new UserMapRules(configuration, problems).check(item);
            String directory = item.key("directory");
            item.value()
                    .directory()
                    .filter(name -> !directories.contains(name))
                    .ifPresent(name ->
                            missing(directory, name, directories, named("directories", configuration.directories())));
        }
    }

    private void oauth() {
        for (Item<OauthSection> item : Item.of("oauth", configuration.oauth())) {
            boolean keys = item.value().jwks().isPresent();
            boolean asked = item.value().introspection().isPresent();
            String jwks = item.key("jwks");
            String introspection = item.key("introspection");
            if (!keys && !asked) {
                problems.tell(
                        new Problem(
                                jwks,
                                "missing",
                                "write where the issuer's keys are, as in https://login.example.net/keys, or introspection"),
                        jwks,
                        introspection);
            }
            if (keys && asked) {
                problems.tell(
                        new Problem(introspection, "an issuer with keys is not asked", "write one of the two"),
                        jwks,
                        introspection);
            }
        }
    }

    private void services() {
        Set<String> maps =
                configuration.userMaps().stream().map(UserMapSection::name).collect(Collectors.toSet());
        ServicesSection services = configuration.services();
        Map<String, List<String>> named = Map.of(
                "imap", services.imap().userMaps(),
                "pop3", services.pop3().userMaps(),
                "smtp", services.smtp().userMaps(),
                "submission", services.submission().userMaps());
        for (String service : List.of("imap", "pop3", "smtp", "submission")) {
            String key = "services." + service + ".user-maps";
            List<String> chosen = named.getOrDefault(service, List.of());
            if (Set.copyOf(chosen).size() < chosen.size() && problems.whole(key)) {
                problems.tell(new Problem(key, "a map twice", "name each map once"));
            }
            Item.of(key, chosen).stream()
                    .filter(name -> !maps.contains(name.value()))
                    .forEach(name ->
                            missing(name.key(), name.value(), maps, named("user-maps", configuration.userMaps())));
        }
    }

    private void missing(String key, String name, Set<String> known, String... from) {
        problems.tell(
                new Problem(
                        key,
                        "no such name: " + name,
                        known.isEmpty()
                                ? "define it first: there is none yet"
                                : "known are: " + known.stream().sorted().collect(Collectors.joining(", "))),
                from);
    }

    /** The keys of the names in a list. */
    private static String[] named(String list, List<?> sections) {
        return Item.of(list, sections).stream().map(item -> item.key("name")).toArray(String[]::new);
    }

    private void guessing() {
        GuessingSection guessing = configuration.guessing();
        if (guessing.banAfter() <= guessing.slowAfter()) {
            problems.tell(
                    new Problem(
                            "guessing.ban-after",
                            "no more than answers come late after",
                            "write more than guessing.slow-after is"),
                    "guessing.ban-after",
                    "guessing.slow-after");
        }
    }

    private void cache() {
        CacheSection cache = configuration.cache();
        longer("route", cache.staleness().route(), "positive", cache.positive());
        longer("quota", cache.staleness().quota(), "positive", cache.positive());
        longer("verifier", cache.staleness().verifier(), "verifier", cache.verifier());
    }

    private void longer(String limit, Duration staleness, String key, Duration lifetime) {
        if (staleness.compareTo(lifetime) < 0) {
            problems.tell(
                    new Problem(
                            "cache.staleness." + limit,
                            "shorter than answers are remembered anyway",
                            "write at least what cache." + key + " is"),
                    "cache");
        }
    }

    private void roles() {
        List<NodeSection.Role> roles = configuration.node().roles();
        boolean store = configuration.node().is(NodeSection.Role.STORE);
        if (Set.copyOf(roles).size() < roles.size()) {
            problems.tell(new Problem("node.roles", "a role twice", "name each role once"));
        }
        if (store && configuration.volumes().isEmpty()) {
            problems.tell(
                    new Problem("volumes", "missing", "a node with role store needs at least one volume"), "volumes");
        }
        if (!store && !configuration.volumes().isEmpty()) {
            problems.tell(
                    new Problem("volumes", "a node without role store has no volumes", "remove them, or add the role"),
                    "node.roles");
        }
        if (!store && !configuration.publicFolders().isEmpty()) {
            problems.tell(
                    new Problem(
                            "public-folders",
                            "a node without role store keeps no folders",
                            "remove them, or add the role"),
                    "node.roles");
        }
    }

    /** A route is the name of a node or of a volume, so that each name may have one owner only. */
    private void volumes() {
        NodeName self = configuration.node().name();
        Map<VolumeName, NodeName> owners = new HashMap<>();
        for (Item<VolumeSection> volume : Item.of("volumes", configuration.volumes())) {
            owned(new Item<>(volume.key("name"), volume.value().name()), self, owners);
        }
        for (Item<ClusterNodeSection> node : Item.of("nodes", configuration.nodes())) {
            for (Item<VolumeName> volume :
                    Item.of(node.key("volumes"), node.value().volumes())) {
                owned(volume, node.value().name(), owners);
            }
        }
    }

    private void owned(Item<VolumeName> volume, NodeName owner, Map<VolumeName, NodeName> owners) {
        if (!problems.whole(volume.key())) {
            return;
        }
        NodeName other = owners.getOrDefault(volume.value(), owner);
        owners.put(volume.value(), other);
        if (!other.equals(owner)) {
            problems.tell(
                    new Problem(
                            volume.key(),
                            volume.value() + " is a volume of " + other + " already",
                            "give each volume of the cluster its own name"),
                    "node.name");
        }
        boolean node = configuration.nodes().stream()
                .anyMatch(each -> each.name().value().equals(volume.value().value()));
        if (node || configuration.node().name().value().equals(volume.value().value())) {
            problems.tell(new Problem(
                    volume.key(),
                    volume.value() + " is the name of a node",
                    "give the volume another name, as in " + volume.value() + "-v1"));
        }
    }
}
