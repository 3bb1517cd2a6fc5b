package waypost.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import waypost.config.ClusterNodeSection.LogIn;
import waypost.config.NodeSection.Role;

/** What belongs to nodes of one kind only, and what nodes of a kind need. */
record ClusterRules(Configuration configuration, Problems problems) {
    void check() {
        for (Item<ClusterNodeSection> node : Item.of("nodes", configuration.nodes())) {
            if (node.value().link().isPresent()) {
                if (self(node)) {
                    saysWhatItIs(node);
                } else if (told(node.value())) {
                    linked(node);
                }
            }
            if (node.value().foreign() || !node.value().manyHosts()) {
                stars(node);
            }
            if (node.value().foreign()) {
                foreign(node);
            } else {
                own(node);
            }
        }
        links();
        peers();
    }

    private void peers() {
        List<ClusterNodeSection> nodes = configuration.nodes();
        String[] names =
                Item.of("nodes", nodes).stream().map(node -> node.key("name")).toArray(String[]::new);
        for (Item<TrustedPeerSection> peer : Item.of("trusted-peers", configuration.trustedPeers())) {
            String name = peer.key("name");
            boolean listed = nodes.stream()
                    .anyMatch(node -> node.name().equals(peer.value().name()));
            if (!nodes.isEmpty() && !listed && problems.whole(name)) {
                problems.tell(
                        new Problem(
                                name,
                                peer.value().name() + " is not under nodes",
                                "add it there: every node knows the same list"),
                        names);
            }
        }
    }

    /** Stores that do not ask each other who has an account would both make it. */
    private void links() {
        List<Item<ClusterNodeSection>> stores = Item.of("nodes", configuration.nodes()).stream()
                .filter(this::keepsMailboxes)
                .toList();
        if (stores.size() < 2) {
            return;
        }
        for (Item<ClusterNodeSection> store : stores) {
            String link = store.key("link");
            if (store.value().link().isEmpty()) {
                problems.tell(
                        new Problem(
                                link,
                                "missing: stores ask each other over the link before one makes a mailbox, and "
                                        + store.value().name() + " is one of several",
                                "write where its link listens, as in link: \"10.0.0.11:2050\""),
                        link);
            }
        }
    }

    /** As the addresses that are written for it say; of this node its role says it, too. */
    private boolean keepsMailboxes(Item<ClusterNodeSection> item) {
        ClusterNodeSection node = item.value();
        boolean addressed =
                Stream.of(node.imap(), node.pop3(), node.lmtp(), node.link()).anyMatch(Optional::isPresent);
        return !node.foreign()
                && node.is(Role.STORE)
                && problems.whole(item.key("login"))
                && problems.whole(item.key("roles"))
                && (addressed || self(item) && configuration.node().is(Role.STORE));
    }

    private boolean self(Item<ClusterNodeSection> node) {
        return node.value().name().equals(configuration.node().name())
                && problems.whole("node.name")
                && problems.whole(node.key("name"));
    }

    /** Whether there is something that the two have to say to each other. */
    private boolean told(ClusterNodeSection other) {
        return Stream.of(Role.values()).anyMatch(role -> configuration.node().is(role) && other.is(role));
    }

    /** Or others would ask a front end what it keeps, and wait for its answer, or would not ask a store. */
    private void saysWhatItIs(Item<ClusterNodeSection> own) {
        boolean same = Stream.of(Role.values())
                .allMatch(role -> configuration.node().is(role) == own.value().is(role));
        String roles = own.key("roles");
        if (!same && problems.whole("node.roles")) {
            String names =
                    configuration.node().roles().stream().map(Names::value).collect(Collectors.joining(", "));
            problems.tell(
                    new Problem(
                            roles,
                            "node.roles says " + names + ", and the others go by this one",
                            "write roles: [" + names + "], on every node"),
                    roles,
                    "node.roles",
                    own.key("name"));
        }
    }

    /** Nodes prove themselves to each other by certificates, and by nothing else: what could not work is told here. */
    private void linked(Item<ClusterNodeSection> node) {
        String name = node.value().name().value();
        if (node.value().tls() == ListenerSection.Tls.NONE) {
            problems.tell(
                    new Problem(
                            node.key("tls"),
                            "the link needs TLS, as nodes prove themselves there by certificates",
                            "remove tls: none, and give the node a certificate (waypost cert issue " + name + ")"),
                    node.key("name"));
        }
        Item.of("trusted-peers", configuration.trustedPeers()).stream()
                .filter(peer -> peer.value().name().value().equals(name))
                .filter(peer -> peer.value().secret().isPresent())
                .forEach(peer -> problems.tell(
                        new Problem(
                                peer.key("secret"),
                                "a secret does not count on the link, and " + name + " has one",
                                "remove the secret, and give both nodes certificates of one authority under tls"
                                        + " (waypost cert issue " + name + " makes them)"),
                        peer.key("name"),
                        node.key("name")));
    }

    private void foreign(Item<ClusterNodeSection> node) {
        String login = node.key("login");
        if (node.value().login().contains(LogIn.TRUSTED)) {
            problems.tell(
                    new Problem(
                            login,
                            "a node that takes trusted log-ins is shown nothing of the user's",
                            "write login: trusted, or one or both of password and token"),
                    login);
        }
        if (node.value().takes(LogIn.TOKEN)) {
            tokensInTls(node);
        }
        refuse(
                node,
                "secret",
                node.value().secret(),
                "a foreign node is shown no secret",
                "remove it, or login: password");
        refuse(node, "link", node.value().link(), "a foreign node has no link", "remove it, or login: password");
        refuse(
                node,
                "smtp",
                node.value().smtp().filter(_ -> node.value().lmtp().isPresent()),
                "there is lmtp already",
                "keep the one that it speaks");
    }

    /** What many hosts are like has the addresses of none of them; a node has its own. */
    private void stars(Item<ClusterNodeSection> node) {
        Map<String, Optional<HostPort>> addresses = new LinkedHashMap<>();
        addresses.put("imap", node.value().imap());
        addresses.put("pop3", node.value().pop3());
        addresses.put("lmtp", node.value().lmtp());
        addresses.put("smtp", node.value().smtp());
        addresses.forEach((key, address) -> address.filter(
                        known -> known.anyHost() != node.value().manyHosts())
                .ifPresent(known -> problems.tell(
                        node.value().manyHosts()
                                ? new Problem(
                                        node.key(key),
                                        known + " is one host, and this is for several",
                                        "write *:" + known.port() + ", or remove hosts")
                                : new Problem(
                                        node.key(key),
                                        "no host",
                                        "write one, or under hosts which may stand there, as in"
                                                + " hosts: [\"*.old.example.net\"]"),
                        node.key("hosts"))));
    }

    /** RFC 6750 §5.3: bearer tokens must not be sent in clear; to this machine itself there is no way on which they could be read. */
    private void tokensInTls(Item<ClusterNodeSection> node) {
        ClusterNodeSection section = node.value();
        if (section.tls() != ListenerSection.Tls.NONE) {
            return;
        }
        Stream.of(section.imap(), section.pop3())
                .flatMap(Optional::stream)
                .filter(address -> !address.loopback())
                .findFirst()
                .ifPresent(address -> problems.tell(
                        new Problem(
                                node.key("tls"),
                                "users' tokens would travel in clear to " + address,
                                "write tls: starttls or tls: implicit, or take token out of login"),
                        node.key("login"),
                        node.key("tls"),
                        node.key("imap"),
                        node.key("pop3")));
    }

    private void own(Item<ClusterNodeSection> node) {
        if (!node.value().is(Role.STORE)) {
            keepsNone(node);
        }
        String wanted = "remove it, or write login: password if the node is another product's";
        refuse(node, "smtp", node.value().smtp(), "nodes take mail from each other by LMTP", wanted);
        refuse(node, "trust", node.value().trust(), "nodes of the cluster have certificates of tls.trust", wanted);
        refuse(
                node,
                "proxy-protocol",
                Optional.of(node.value()).filter(ClusterNodeSection::proxyProtocol),
                "nodes of the cluster hear who the client is when they are logged in to",
                wanted);
        refuse(
                node,
                "hosts",
                node.value().hosts().stream().findFirst(),
                "a node of the cluster is one, and known by name",
                wanted);
    }

    private void keepsNone(Item<ClusterNodeSection> node) {
        boolean addressed = Stream.of(
                        node.value().imap(), node.value().pop3(), node.value().lmtp())
                .anyMatch(Optional::isPresent);
        if (addressed || !node.value().volumes().isEmpty()) {
            problems.tell(
                    new Problem(
                            node.key("roles"),
                            "imap, pop3, lmtp and volumes are of nodes that keep mailboxes",
                            "add store, or remove them"),
                    node.key("roles"));
        }
    }

    private void refuse(Item<ClusterNodeSection> node, String key, Optional<?> value, String wrong, String instead) {
        value.ifPresent(_ -> problems.tell(new Problem(node.key(key), wrong, instead), node.key("login")));
    }
}
