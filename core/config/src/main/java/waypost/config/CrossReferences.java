package waypost.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Checks what one record cannot know alone: names that must be defined elsewhere in the file, and names that must be unique. */
final class CrossReferences {
    private final Configuration configuration;
    private final List<Problem> problems = new ArrayList<>();

    private CrossReferences(Configuration configuration) {
        this.configuration = configuration;
    }

    static List<Problem> check(Configuration configuration) {
        CrossReferences check = new CrossReferences(configuration);
        check.names();
        check.userMaps();
        check.roles();
        check.link();
        check.foreign();
        return check.problems;
    }

    private void names() {
        unique("directories", configuration.directories(), DirectorySection::name);
        unique("user-maps", configuration.userMaps(), UserMapSection::name);
        unique("nodes", configuration.nodes(), node -> node.name().value());
        unique(
                "trusted-peers",
                configuration.trustedPeers(),
                peer -> peer.name().value());
        unique("volumes", configuration.volumes(), VolumeSection::name);
        unique("volumes", configuration.volumes(), volume -> String.valueOf(volume.number()));
        boolean listed = configuration.nodes().stream()
                .anyMatch(node -> node.name().equals(configuration.node().name()));
        if (!configuration.nodes().isEmpty() && !listed) {
            problems.add(new Problem(
                    "node.name",
                    configuration.node().name() + " is not under nodes",
                    "add it there: every node knows the same list"));
        }
    }

    private <T> void unique(String key, List<T> items, Function<T, String> name) {
        Set<String> seen = new HashSet<>();
        for (T item : items) {
            if (!seen.add(name.apply(item))) {
                problems.add(new Problem(key, name.apply(item) + " twice", "give each its own"));
            }
        }
    }

    private void userMaps() {
        Set<String> directories =
                configuration.directories().stream().map(DirectorySection::name).collect(Collectors.toSet());
        for (UserMapSection map : configuration.userMaps()) {
            map.directory()
                    .filter(name -> !directories.contains(name))
                    .ifPresent(name -> missing("user-maps." + map.name() + ".directory", name, directories));
        }
        Set<String> maps =
                configuration.userMaps().stream().map(UserMapSection::name).collect(Collectors.toSet());
        ServicesSection services = configuration.services();
        mapsOf("imap", services.imap().userMaps(), maps);
        mapsOf("pop3", services.pop3().userMaps(), maps);
        mapsOf("smtp", services.smtp().userMaps(), maps);
        mapsOf("submission", services.submission().userMaps(), maps);
        for (DirectorySection directory : configuration.directories()) {
            if (directory.uris().isEmpty() && configuration.embeddedDirectory().isEmpty()) {
                problems.add(new Problem(
                        "directories." + directory.name() + ".uris",
                        "missing",
                        "write where it is, as in [ldaps://ldap1.example.net]"));
            }
        }
    }

    private void mapsOf(String service, List<String> named, Set<String> maps) {
        for (String name : named) {
            if (!maps.contains(name)) {
                missing("services." + service + ".user-maps", name, maps);
            }
        }
    }

    private void missing(String key, String name, Set<String> known) {
        problems.add(new Problem(key, "no such name: " + name, "known are: " + String.join(", ", known)));
    }

    /** Stores prove themselves to each other by certificates, and by nothing else: what could not work is told here. */
    private void link() {
        if (!configuration.node().is(NodeSection.Role.STORE)) {
            return;
        }
        for (ClusterNodeSection node : configuration.nodes()) {
            boolean linked = node.link().isPresent()
                    && !node.name().equals(configuration.node().name());
            if (linked && node.tls() == ListenerSection.Tls.NONE) {
                problems.add(new Problem(
                        "nodes." + node.name() + ".tls",
                        "the link needs TLS, as nodes prove themselves there by certificates",
                        "remove tls: none, and give the node a certificate (waypost cert issue " + node.name() + ")"));
            }
            configuration.trustedPeers().stream()
                    .filter(peer -> linked && peer.name().equals(node.name()))
                    .filter(peer -> peer.secret().isPresent())
                    .forEach(peer -> problems.add(new Problem(
                            "trusted-peers." + peer.name() + ".secret",
                            "a secret does not count on the link, and " + peer.name() + " has one",
                            "remove the secret, and give both nodes certificates of one authority under tls"
                                    + " (waypost cert issue " + peer.name() + " makes them)")));
        }
    }

    /** What belongs to nodes of one kind only. */
    private void foreign() {
        for (ClusterNodeSection node : configuration.nodes()) {
            String key = "nodes." + node.name();
            if (node.foreign()) {
                node.secret()
                        .ifPresent(_ -> problems.add(new Problem(
                                key + ".secret",
                                "a foreign node is shown no secret",
                                "remove it, or login: password")));
                node.link()
                        .ifPresent(_ -> problems.add(new Problem(
                                key + ".link", "a foreign node has no link", "remove it, or login: password")));
                node.smtp()
                        .filter(_ -> node.lmtp().isPresent())
                        .ifPresent(_ -> problems.add(
                                new Problem(key + ".smtp", "there is lmtp already", "keep the one that it speaks")));
            } else {
                String wanted = "remove it, or write login: password if the node is another product's";
                node.smtp()
                        .ifPresent(_ -> problems.add(
                                new Problem(key + ".smtp", "nodes take mail from each other by LMTP", wanted)));
                node.trust()
                        .ifPresent(_ -> problems.add(new Problem(
                                key + ".trust", "nodes of the cluster have certificates of tls.trust", wanted)));
            }
        }
    }

    private void roles() {
        boolean store = configuration.node().is(NodeSection.Role.STORE);
        if (store && configuration.volumes().isEmpty()) {
            problems.add(new Problem("volumes", "missing", "a node with role store needs at least one volume"));
        }
        if (!store && !configuration.volumes().isEmpty()) {
            problems.add(
                    new Problem("volumes", "a node without role store has no volumes", "remove them, or add the role"));
        }
    }
}
