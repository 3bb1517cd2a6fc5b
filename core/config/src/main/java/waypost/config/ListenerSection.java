package waypost.config;

import java.util.List;

/** An address at which a service answers. */
public record ListenerSection(
        @Key(value = "Where it listens.", example = "0.0.0.0:993")
        HostPort address,

        @Key(value = "TLS from the first byte (implicit), by command (starttls), or none.", standard = "starttls")
        Tls tls,

        @Key(
                value = "For nodes of the cluster only: trusted log-in is possible, users' log-in is not.",
                standard = "false")
        boolean internal,

        @Key(value = "Whether passwords may travel without TLS.", standard = "false")
        boolean clearPasswords,

        @Key(
                value = "Whether clients are asked for their user's certificate: none, optional or required.",
                standard = "none")
        ClientCertificates clientCertificates,

        @Key("Ways to log in with TLS; where none is named, plain and login.")
        List<LoginMechanism> mechanisms,

        @Key("Ways to log in without TLS that show no password: scram-sha-256, scram-sha-1, cram-md5 or gssapi.")
        List<LoginMechanism> clearMechanisms,

        @Key("Networks whose connections must begin with a PROXY protocol header; others must not.")
        List<Network> proxyProtocol,

        @Key(value = "Connections at a time.", standard = "20000", least = "1")
        int maxConnections,

        @Key(value = "Connections at a time from one client address.", standard = "1000", least = "1")
        int maxConnectionsPerClient) {

    /** What is made of clients that show no certificate of a user, or one that is not believed. */
    public enum ClientCertificates {
        /** None is asked for. */
        NONE,
        /** They may log in in other ways. */
        OPTIONAL,
        /** They are not spoken with. */
        REQUIRED
    }

    public enum Tls {
        NONE,
        STARTTLS,
        IMPLICIT
    }
}
