package waypost.config;

import java.util.List;
import waypost.config.ListenerSection.ClientCertificates;
import waypost.config.NodeSection.Role;

/** Listeners that could never be of use: those that no role of the node would open, and those that nobody could get past. */
record ListenerRules(Configuration configuration, Problems problems) {
    private static final String NO_PROXY = "clients are for role proxy, which this node has not: nothing would listen";
    private static final String NO_STORE = "nodes are for role store, which this node has not: nothing would listen";

    void check() {
        ServicesSection services = configuration.services();
        sessions("imap", services.imap().listeners());
        sessions("pop3", services.pop3().listeners());
        mechanisms("imap", services.imap().listeners(), services.imap().userMaps());
        mechanisms("pop3", services.pop3().listeners(), services.pop3().userMaps());
        mechanisms(
                "submission",
                services.submission().listeners(),
                services.submission().userMaps());
        of("smtp", services.smtp().listeners()).forEach(listener -> {
            clients(listener);
            noUsers(listener);
        });
        of("submission", services.submission().listeners()).forEach(this::clients);
        of("lmtp", services.lmtp().listeners()).forEach(listener -> {
            nodes(listener);
            noUsers(listener);
        });
        of("link", services.link().listeners()).forEach(listener -> {
            internal(listener);
            noUsers(listener);
            link(listener);
        });
    }

    private static List<Item<ListenerSection>> of(String service, List<ListenerSection> listeners) {
        return Item.of("services." + service + ".listeners", listeners);
    }

    /** Sessions of clients at a front end, sessions of nodes for their clients at a store. */
    private void sessions(String service, List<ListenerSection> listeners) {
        for (Item<ListenerSection> listener : of(service, listeners)) {
            String internal = listener.key("internal");
            if (listener.value().internal()) {
                needs(Role.STORE, internal, NO_STORE, "remove the listener, or add store to node.roles", internal);
            } else {
                needs(Role.PROXY, internal, NO_PROXY, "write internal: true, or add proxy to node.roles", internal);
            }
        }
    }

    private void mechanisms(String service, List<ListenerSection> listeners, List<String> maps) {
        for (Item<ListenerSection> listener : of(service, listeners)) {
            certificates(listener);
            String clear = listener.key("clear-mechanisms");
            for (Item<LoginMechanism> mechanism :
                    Item.of(listener.key("mechanisms"), listener.value().mechanisms())) {
                checkable(mechanism, service, maps);
                certified(mechanism, listener);
            }
            for (Item<LoginMechanism> mechanism :
                    Item.of(clear, listener.value().clearMechanisms())) {
                checkable(mechanism, service, maps);
                if (!mechanism.value().fitForClear()) {
                    problems.tell(
                            new Problem(
                                    mechanism.key(),
                                    Names.value(mechanism.value()) + " is of no use without TLS",
                                    "write it under mechanisms; for passwords in clear, clear-passwords: true"),
                            mechanism.key());
                }
            }
        }
    }

    private void checkable(Item<LoginMechanism> mechanism, String service, List<String> names) {
        String name = Names.value(mechanism.value());
        switch (mechanism.value().needs()) {
            case PASSWORD -> {}
            case STORED -> {
                boolean reads = configuration.userMaps().stream()
                        .filter(map -> names.isEmpty() || names.contains(map.name()))
                        .anyMatch(map -> map.type().readsPasswords());
                if (!reads && problems.whole("user-maps")) {
                    String wrong = " needs what is stored of a password, and no user map of " + service + " reads it";
                    String instead = "remove it, or add a user map of type ldap-password or file";
                    problems.tell(new Problem(mechanism.key(), name + wrong, instead), mechanism.key(), "user-maps");
                }
            }
            case ISSUER -> {
                if (configuration.oauth().isEmpty() && problems.whole("oauth")) {
                    String wrong = name + " needs an issuer of tokens, and there is none";
                    problems.tell(
                            new Problem(mechanism.key(), wrong, "remove it, or name an issuer under oauth"),
                            mechanism.key(),
                            "oauth");
                }
            }
            case CERTIFICATE -> {}
            case KEYTAB -> {
                if (configuration.kerberos().isEmpty() && problems.whole("kerberos")) {
                    problems.tell(
                            new Problem(
                                    mechanism.key(),
                                    name + " needs keys of Kerberos, and none are named",
                                    "remove it, or name a keytab under kerberos"),
                            mechanism.key(),
                            "kerberos");
                }
            }
        }
    }

    /** Whether users' certificates can be asked for, if they are. */
    private void certificates(Item<ListenerSection> listener) {
        String asked = listener.key("client-certificates");
        if (listener.value().clientCertificates() == ClientCertificates.NONE) {
            return;
        }
        if (listener.value().internal()) {
            noUsers(listener);
        }
        if (listener.value().tls() == ListenerSection.Tls.NONE) {
            String tls = listener.key("tls");
            problems.tell(
                    new Problem(asked, "certificates are shown in TLS only", "write tls: implicit or tls: starttls"),
                    asked,
                    tls);
        }
        if (configuration.tls().users().isEmpty() && problems.whole("tls.users")) {
            problems.tell(
                    new Problem(
                            asked,
                            "nobody is named whose certificates are believed",
                            "name a file of authorities under tls.users.trust"),
                    asked,
                    "tls.users");
        }
    }

    private void certified(Item<LoginMechanism> mechanism, Item<ListenerSection> listener) {
        if (mechanism.value().needs() == LoginMechanism.Needs.CERTIFICATE
                && listener.value().clientCertificates() == ClientCertificates.NONE) {
            String asked = listener.key("client-certificates");
            problems.tell(
                    new Problem(
                            mechanism.key(),
                            Names.value(mechanism.value()) + " needs a certificate, and none is asked for",
                            "remove it, or write client-certificates: optional"),
                    mechanism.key(),
                    asked);
        }
    }

    private void noUsers(Item<ListenerSection> listener) {
        String asked = listener.key("client-certificates");
        if (listener.value().clientCertificates() != ClientCertificates.NONE) {
            problems.tell(new Problem(asked, "no user logs in here", "remove it"), asked);
        }
    }

    private void clients(Item<ListenerSection> listener) {
        needs(Role.PROXY, listener.key(), NO_PROXY, "remove the listener, or add proxy to node.roles");
    }

    private void nodes(Item<ListenerSection> listener) {
        needs(Role.STORE, listener.key(), NO_STORE, "remove the listener, or add store to node.roles");
        internal(listener);
    }

    private void internal(Item<ListenerSection> listener) {
        String internal = listener.key("internal");
        if (!listener.value().internal()) {
            problems.tell(
                    new Problem(internal, "only nodes connect here, and would all be refused", "write internal: true"),
                    internal);
        }
    }

    private void link(Item<ListenerSection> listener) {
        String tls = listener.key("tls");
        if (listener.value().tls() != ListenerSection.Tls.IMPLICIT) {
            problems.tell(
                    new Problem(tls, "the link begins with TLS, and would never come to stand", "write tls: implicit"),
                    tls);
        }
    }

    /** @param from what was concluded from, beside the roles */
    private void needs(Role role, String key, String wrong, String instead, String... from) {
        if (problems.whole("node.roles") && !configuration.node().is(role)) {
            problems.tell(new Problem(key, wrong, instead), from);
        }
    }
}
