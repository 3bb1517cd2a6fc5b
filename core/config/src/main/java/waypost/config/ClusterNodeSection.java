package waypost.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import waypost.identity.NodeName;
import waypost.identity.Secret;

/** A node of the cluster as the others see it. */
public record ClusterNodeSection(
        @Key(value = "Its name; what mailHost says.", example = "store1")
        NodeName name,

        @Key(
                value =
                        "What it does, as node.roles says there: store where missing. Front ends (proxy) that have a link tell each"
                                + " other who guesses passwords.",
                example = "[proxy, store]")
        List<NodeSection.Role> roles,

        @Key(value = "Its internal IMAP listener; a foreign node's IMAP.", example = "10.0.0.11:2144")
        Optional<HostPort> imap,

        @Key(value = "Its internal POP3 listener; a foreign node's POP3.", example = "10.0.0.11:2111")
        Optional<HostPort> pop3,

        @Key(value = "Its internal LMTP listener; a foreign node's LMTP.", example = "10.0.0.11:2024")
        Optional<HostPort> lmtp,

        @Key("Where a foreign node takes mail by SMTP, in place of LMTP, as in 10.0.0.21:25.")
        Optional<HostPort> smtp,

        @Key(
                value =
                        "Its link listener: a must where several nodes keep mailboxes; for front ends, to tell each other what they know.",
                example = "10.0.0.11:2050")
        Optional<HostPort> link,

        @Key(
                value =
                        "How others log in to it for a user: as themselves (trusted), which holds where nothing is written; or with what the"
                                + " user has shown, which makes it a foreign node, that is, another product's: the password, the"
                                + " bearer token (token), or either, as in [password, token].",
                example = "trusted")
        List<LogIn> login,

        @Key("Secret that this node shows to it for a trusted log-in; the certificate alone where missing.")
        Optional<Secret> secret,

        @Key(
                value =
                        "TLS towards it: from the first byte (implicit), by command (starttls), or none. The link is always implicit.",
                standard = "implicit")
        ListenerSection.Tls tls,

        @Key("Name in its certificate; its node name where missing.")
        Optional<String> certificateName,

        @Key("Authority that a foreign node's certificate comes from, PEM; that of the cluster where missing.")
        Optional<Path> trust,

        @Key(
                value =
                        "Most connections that each front end has to it at a time, for each service: IMAP, POP3, mail, and submission where it is"
                                + " asked about passwords. The link is not counted.",
                standard = "unlimited",
                least = "1")
        CountLimit maxConnections,

        @Key(
                value =
                        "Whether connections to a foreign node begin with a PROXY protocol header (version 2) that names the client.",
                standard = "false")
        boolean proxyProtocol,

        @Key(
                "Hosts that mailHost may name in place of a node, each of which is a foreign node like this one: its addresses have the host"
                        + " where these have a star, as in imap: \"*:143\".")
        List<HostPattern> hosts,

        @Key("Names of its volumes that mailHost may use.") List<VolumeName> volumes) {

    /** A node of which nothing is known but its name and its volumes. */
    public static ClusterNodeSection named(NodeName name, List<VolumeName> volumes) {
        return new ClusterNodeSection(
                name,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                ListenerSection.Tls.IMPLICIT,
                Optional.empty(),
                Optional.empty(),
                CountLimit.NONE,
                false,
                List.of(),
                volumes);
    }

    /** Whether it is no node, but what many hosts are like. */
    public boolean manyHosts() {
        return !hosts.isEmpty();
    }

    /** Whether a host that is named in place of a node is one of its hosts. */
    public boolean isLike(NodeName host) {
        return hosts.stream().anyMatch(pattern -> pattern.matches(host.value()));
    }

    /** One of its hosts as a node. */
    public ClusterNodeSection at(NodeName host) {
        return new ClusterNodeSection(
                host,
                roles,
                imap.map(address -> address.at(host.value())),
                pop3.map(address -> address.at(host.value())),
                lmtp.map(address -> address.at(host.value())),
                smtp.map(address -> address.at(host.value())),
                link,
                login,
                secret,
                tls,
                certificateName,
                trust,
                maxConnections,
                proxyProtocol,
                List.of(),
                volumes);
    }

    /** Of what nothing is said, it keeps mailboxes. */
    public boolean is(NodeSection.Role role) {
        return roles.isEmpty() ? role == NodeSection.Role.STORE : roles.contains(role);
    }

    /** Whether it is another product's, which is shown nothing that only nodes of the cluster may know, and believed nothing that they say. */
    public boolean foreign() {
        for (LogIn way : login) {
            if (way.ofUser()) {
                return true;
            }
        }
        return false;
    }

    /** Whether it may be shown what a user has shown, of that kind. */
    public boolean takes(LogIn shown) {
        return shown.ofUser() && login.contains(shown);
    }

    public enum LogIn {
        /** As this node, for the user. */
        TRUSTED,
        /** With the password that the client sent; mail without any. */
        PASSWORD,
        /** With the bearer token that the client sent; mail without any. */
        TOKEN;

        private boolean ofUser() {
            return switch (this) {
                case TRUSTED -> false;
                case PASSWORD, TOKEN -> true;
            };
        }
    }
}
