package waypost.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Certificates. Without any, the node makes its own authority and certificate below its data folder. */
public record TlsSection(
        @Key("Certificates of the public listeners; the first one is the default.")
        List<Certificate> certificates,

        @Key("Certificate shown to other nodes; the node's own where missing.")
        Optional<Certificate> node,

        @Key(
                value = "Authority that the nodes' certificates come from, PEM; the node's own where missing.",
                example = "/etc/waypost/ca.pem")
        Optional<Path> trust) {

    /** A certificate with its chain, and its key, PEM. */
    public record Certificate(
            @Key(value = "Certificate and chain.", example = "/etc/waypost/mail.pem")
            Path certificate,

            @Key(value = "Private key.", example = "/etc/waypost/mail.key")
            Path key) {}
}
