package waypost.config;

import java.util.List;
import java.util.Optional;
import waypost.identity.NodeName;
import waypost.identity.Secret;

/** A node of the cluster as the others see it. */
public record ClusterNodeSection(
        @Key(value = "Its name; what mailHost says.", example = "store1")
        NodeName name,

        @Key(value = "Its internal IMAP listener.", example = "10.0.0.11:2144")
        Optional<HostPort> imap,

        @Key(value = "Its internal POP3 listener.", example = "10.0.0.11:2111")
        Optional<HostPort> pop3,

        @Key(value = "Its internal LMTP listener.", example = "10.0.0.11:2024")
        Optional<HostPort> lmtp,

        @Key(value = "Its link listener.", example = "10.0.0.11:2050")
        Optional<HostPort> link,

        @Key(value = "How others log in to it for a user.", standard = "trusted")
        LogIn login,

        @Key("Secret that this node shows to it for a trusted log-in; the certificate alone where missing.")
        Optional<Secret> secret,

        @Key(value = "Whether connections to it use TLS.", standard = "true")
        boolean tls,

        @Key("Name in its certificate; its node name where missing.")
        Optional<String> certificateName,

        @Key("Names of its volumes that mailHost may use.") List<String> volumes) {

    /** A node of which nothing is known but its name and its volumes. */
    public static ClusterNodeSection named(NodeName name, List<String> volumes) {
        return new ClusterNodeSection(
                name,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                LogIn.TRUSTED,
                Optional.empty(),
                true,
                Optional.empty(),
                volumes);
    }

    public enum LogIn {
        /** As this node, for the user. */
        TRUSTED,
        /** With the password that the client sent. */
        PASSWORD
    }
}
