package waypost.app;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import waypost.config.ClusterNodeSection;
import waypost.config.ClusterNodeSection.LogIn;
import waypost.config.Configuration;
import waypost.config.Item;
import waypost.config.ListenerSection;
import waypost.config.LoginMechanism;
import waypost.config.NodeSection.Role;
import waypost.config.Problem;
import waypost.config.ServicesSection;
import waypost.config.UserMapSection;

/** Passwords that user maps leave to nodes: whether any node takes them, and any listener asks for them. */
record LeftPasswords(Configuration configuration) {
    /** What keeps users of such maps out, and what to write. */
    List<Problem> warnings() {
        if (!configuration.node().is(Role.PROXY)) {
            return List.of();
        }
        ServicesSection services = configuration.services();
        ServicesSection.Submission submission = services.submission();
        return Stream.of(
                        untaken(),
                        unasked(
                                "imap",
                                services.imap().listeners(),
                                services.imap().userMaps()),
                        unasked(
                                "pop3",
                                services.pop3().listeners(),
                                services.pop3().userMaps()),
                        unasked("submission", submission.listeners(), submission.userMaps()))
                .flatMap(Function.identity())
                .toList();
    }

    private Stream<Problem> untaken() {
        return configuration.nodes().stream().anyMatch(LeftPasswords::takes)
                ? Stream.empty()
                : Item.of("user-maps", configuration.userMaps()).stream()
                        .filter(map -> map.value().type() == UserMapSection.Type.LDAP_ROUTE)
                        .map(
                                map -> new Problem(
                                        map.key("type"),
                                        "ldap-route leaves passwords to the node of the mailbox, and no node takes them by imap or pop3",
                                        "name the other product's server under nodes, with login: [password], or write ldap-password"));
    }

    /** @param names of the user maps of the service; all where there are none */
    private Stream<Problem> unasked(String service, List<ListenerSection> listeners, List<String> names) {
        return configuration.userMaps().stream()
                .filter(map -> names.isEmpty() || names.contains(map.name()))
                .filter(LeftPasswords::leaves)
                .findFirst()
                .stream()
                .flatMap(map -> Item.of("services." + service + ".listeners", listeners).stream()
                        .filter(listener -> !listener.value().internal() && !asks(listener.value()))
                        .map(listener -> new Problem(
                                listener.key("mechanisms"),
                                "none shows a password, so users of " + map.name() + " are refused here",
                                "add plain")));
    }

    private static boolean leaves(UserMapSection map) {
        return switch (map.type()) {
            case LDAP_ROUTE, NODE -> true;
            case FILE, LDAP_PASSWORD, LDAP_BIND -> false;
        };
    }

    private static boolean takes(ClusterNodeSection node) {
        return node.foreign()
                && node.takes(LogIn.PASSWORD)
                && Stream.of(node.imap(), node.pop3()).anyMatch(Optional::isPresent);
    }

    private static boolean asks(ListenerSection listener) {
        return listener.mechanisms().isEmpty()
                || listener.mechanisms().contains(LoginMechanism.PLAIN)
                || listener.mechanisms().contains(LoginMechanism.LOGIN);
    }
}
