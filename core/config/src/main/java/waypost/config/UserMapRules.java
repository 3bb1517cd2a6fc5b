package waypost.config;

import java.util.Optional;
import waypost.config.ClusterNodeSection.LogIn;
import waypost.identity.NodeName;

/** What a user map of each type needs, and what is not for it. */
record UserMapRules(Configuration configuration, Problems problems) {
    void check(Item<UserMapSection> item) {
        switch (item.value().type()) {
            case FILE -> {
                needs(item, "file", item.value().file(), "name the file that a map of type file reads");
                asksNoDirectory(item, "a file");
                leavesNoNames(item);
            }
            case LDAP_PASSWORD, LDAP_BIND, LDAP_ROUTE -> {
                readsNoFile(item);
                needs(item, "directory", item.value().directory(), "name one of the directories");
                leavesNoNames(item);
            }
            case NODE -> {
                readsNoFile(item);
                node(item);
                asksNoDirectory(item, "a node");
            }
        }
    }

    private void readsNoFile(Item<UserMapSection> item) {
        String wrong = "only a map of type file reads one";
        hasNo(item, "file", item.value().file(), wrong, "remove it, or write type: file");
    }

    private void leavesNoNames(Item<UserMapSection> item) {
        String wrong = "only a map of type node leaves names to one";
        hasNo(item, "node", item.value().node(), wrong, "remove it, or write type: node");
    }

    private void asksNoDirectory(Item<UserMapSection> item, String what) {
        UserMapSection map = item.value();
        String wrong = "a map of type " + Names.value(map.type()) + " asks no directory";
        hasNo(item, "directory", map.directory(), wrong, "remove it, or change the type");
        wrong = what + " has no directory to ask";
        hasNo(item, "domain-query", map.domainQuery(), wrong, "write domains in its place");
    }

    private void needs(Item<UserMapSection> item, String key, Optional<?> value, String instead) {
        if (value.isEmpty()) {
            problems.tell(new Problem(item.key(key), "missing", instead), item.key(key), item.key("type"));
        }
    }

    private void hasNo(Item<UserMapSection> item, String key, Optional<?> value, String wrong, String instead) {
        if (value.isPresent()) {
            problems.tell(new Problem(item.key(key), wrong, instead), item.key(key), item.key("type"));
        }
    }

    private void node(Item<UserMapSection> item) {
        UserMapSection map = item.value();
        // without domains it would take mail for all the world
        needs(
                item,
                "domains",
                map.domains().stream().findFirst(),
                "name the domains whose other names the node may have");
        needs(item, "node", map.node(), "name a foreign node");
        map.node()
                .filter(name -> configuration.nodes().stream().noneMatch(node -> isMeant(node, name)))
                .ifPresent(name -> problems.tell(
                        new Problem(
                                item.key("node"),
                                name + " is no foreign node that takes passwords",
                                "name one that has login: [password] under nodes"),
                        item.key("node"),
                        "nodes"));
    }

    private static boolean isMeant(ClusterNodeSection node, NodeName name) {
        return node.name().equals(name) && node.foreign() && !node.manyHosts() && node.takes(LogIn.PASSWORD);
    }
}
