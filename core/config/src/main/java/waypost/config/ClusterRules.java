package waypost.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What belongs to nodes of one kind only, and what nodes of a kind need. */
record ClusterRules(Configuration configuration, Problems problems) {
    void check() {
        for (Item<ClusterNodeSection> node : Item.of("nodes", configuration.nodes())) {
            if (configuration.node().is(NodeSection.Role.STORE)
                    && !node.value().name().equals(configuration.node().name())) {
                node.value().link().ifPresent(_ -> linked(node));
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
                && problems.whole(item.key("login"))
                && (addressed || self(item) && configuration.node().is(NodeSection.Role.STORE));
    }

    private boolean self(Item<ClusterNodeSection> node) {
        return node.value().name().equals(configuration.node().name())
                && problems.whole("node.name")
                && problems.whole(node.key("name"));
    }

    /** Stores prove themselves to each other by certificates, and by nothing else: what could not work is told here. */
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

    private void own(Item<ClusterNodeSection> node) {
        String wanted = "remove it, or write login: password if the node is another product's";
        refuse(node, "smtp", node.value().smtp(), "nodes take mail from each other by LMTP", wanted);
        refuse(node, "trust", node.value().trust(), "nodes of the cluster have certificates of tls.trust", wanted);
    }

    private void refuse(Item<ClusterNodeSection> node, String key, Optional<?> value, String wrong, String instead) {
        value.ifPresent(_ -> problems.tell(new Problem(node.key(key), wrong, instead), node.key("login")));
    }
}
