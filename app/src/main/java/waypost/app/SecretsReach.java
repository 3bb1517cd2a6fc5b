package waypost.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import waypost.config.ClusterNodeSection;
import waypost.config.Configuration;
import waypost.config.Item;
import waypost.config.ListenerSection;
import waypost.config.NodeSection.Role;
import waypost.config.Problem;
import waypost.config.ServicesSection;

/** Which stores a front end can ask about app passwords and second factors, as far as its own file says: by the link, with its certificate. */
record SecretsReach(Configuration configuration) {
    /** Whether this node can show its certificate on that one's link. */
    boolean leadsTo(ClusterNodeSection node) {
        return node.link().isPresent() && certified() && shown(node);
    }

    private boolean certified() {
        return configuration.tls().node().isPresent();
    }

    private static boolean shown(ClusterNodeSection node) {
        return node.secret().isEmpty() && node.tls() != ListenerSection.Tls.NONE;
    }

    /** Whether another node keeps mailboxes. What the roles of one that has no addresses say is not known. */
    boolean concerns(ClusterNodeSection node) {
        return node.is(Role.STORE)
                && !node.foreign()
                && !node.name().equals(configuration.node().name())
                && Stream.of(node.imap(), node.pop3(), node.lmtp()).anyMatch(Optional::isPresent);
    }

    /** What keeps it from asking, and what to write. */
    List<Problem> warnings() {
        if (!configuration.node().is(Role.PROXY) || !takesUsers(configuration.services())) {
            return List.of();
        }
        List<Item<ClusterNodeSection>> stores = Item.of("nodes", configuration.nodes()).stream()
                .filter(node -> concerns(node.value()))
                .toList();
        List<Problem> warnings = new ArrayList<>();
        stores.forEach(store -> warn(store, warnings));
        if (!stores.isEmpty() && !certified()) {
            warnings.add(new Problem(
                    "tls.node",
                    "missing: without a certificate this front end cannot ask stores" + costs(),
                    "write its certificate and key, which waypost cert issue "
                            + configuration.node().name() + " makes"));
        }
        return warnings;
    }

    private static boolean takesUsers(ServicesSection services) {
        return Stream.of(
                        services.imap().listeners(),
                        services.pop3().listeners(),
                        services.submission().listeners())
                .flatMap(List::stream)
                .anyMatch(listener -> !listener.internal());
    }

    private static void warn(Item<ClusterNodeSection> store, List<Problem> warnings) {
        ClusterNodeSection node = store.value();
        if (node.link().isEmpty()) {
            warnings.add(new Problem(
                    store.key("link"),
                    "missing: this front end cannot ask " + node.name() + costs(),
                    "write where its link listens, as in link: \"10.0.0.11:2050\""));
        }
        if (node.secret().isPresent()) {
            warnings.add(new Problem(
                    store.key("secret"),
                    "does not count on the link: this front end cannot ask " + node.name() + costs(),
                    "remove it, and have both nodes show certificates of one authority (waypost cert issue)"));
        }
        if (node.tls() == ListenerSection.Tls.NONE) {
            warnings.add(new Problem(
                    store.key("tls"),
                    "the link needs TLS: this front end cannot ask " + node.name() + costs(),
                    "remove tls: none"));
        }
    }

    private static String costs() {
        return " about app passwords and second factors, so it puts app passwords off, and takes mail for submission by the password"
                + " alone of users with a second factor";
    }
}
