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
        Optional<Path> trust,

        @Key("Who says who users are that log in by certificate (mechanism external).")
        Optional<Users> users) {

    /** Whose certificates users may log in with. */
    public record Users(
            @Key(
                    value = "Authorities that users' certificates come from, PEM; never those of nodes.",
                    example = "[/etc/waypost/users-ca.pem]",
                    least = "1")
            List<Path> trust,

            @Key(
                    "Revocation lists of these authorities, PEM or DER, read anew when they change; where there are any, each authority needs one that is in date.")
            List<Path> revoked,

            @Key(
                    "Where in a certificate its user's name is: email, upn, common-name. The first that it has counts; where none is named, email, then upn.")
            List<UserNameForm> names) {
        private static final List<UserNameForm> USUAL = List.of(UserNameForm.EMAIL, UserNameForm.UPN);

        /** In the order in which they count. */
        public List<UserNameForm> forms() {
            return names.isEmpty() ? USUAL : names;
        }
    }

    /** A certificate with its chain, and its key, PEM. */
    public record Certificate(
            @Key(value = "Certificate and chain.", example = "/etc/waypost/mail.pem")
            Path certificate,

            @Key(value = "Private key.", example = "/etc/waypost/mail.key")
            Path key) {}
}
