package waypost.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import waypost.identity.Secret;

/** How a directory is reached and read. */
public record DirectorySection(
        @Key(value = "Its name, for user maps.", example = "main")
        String name,

        @Key(
                value = "Where it is, tried in this order; the embedded one where missing.",
                example = "[ldaps://ldap1.example.net]")
        List<String> uris,

        @Key("As whom to search; anonymously where missing.")
        Optional<Bind> bind,

        @Key(value = "Below which entry to search.", example = "dc=example,dc=net")
        String base,

        @Key(
                value = "Which entry is the user's: %e is the address, %n its local part, %d its domain.",
                standard = "(|(mail=%e)(mailLocalAddress=%e))")
        String filter,

        @Key("Names of attributes.") Attributes attributes,

        @Key(value = "How long an answer may take.", standard = "4s", least = "1ms", most = "1m")
        Duration timeout,

        @Key(
                value = "Connections of each pool: one searches, one checks passwords by bind.",
                standard = "8",
                least = "1",
                most = "256")
        int connections,

        @Key(value = "Whether ldap:// connections begin with StartTLS.", standard = "false")
        boolean startTls,

        @Key("Certificates that ldaps:// and StartTLS trust, PEM; the system's where missing.")
        Optional<Path> trust,

        @Key("An entry that is always there; where it is not seen, the directory is not believed.")
        Optional<String> canary) {

    /** As whom to search. */
    public record Bind(
            @Key(value = "Whom to bind as.", example = "cn=waypost,dc=example,dc=net")
            String dn,

            @Key(value = "Its password.", example = "\"${file:/etc/waypost/ldap.secret}\"")
            Secret password) {}

    /** Names of attributes. */
    public record Attributes(
            @Key(value = "Node or volume that holds the mailbox.", standard = "mailHost")
            String host,

            @Key(value = "Stored password.", standard = "userPassword")
            String password,

            @Key(value = "The entry's immutable id.", standard = "entryUUID")
            String id,

            @Key(value = "Primary address.", standard = "mail")
            String address,

            @Key(
                    value = "Further addresses; @domain among them stands for all names of the domain.",
                    standard = "mailLocalAddress")
            String alias,

            @Key(value = "Epoch of the owner that wrote the host.", standard = "waypostEpoch")
            String epoch,

            @Key(value = "Octets the mail may take.", standard = "waypostQuota")
            String quota,

            @Key(value = "State: active, disabled, locked, expired.", standard = "waypostState")
            String state,

            @Key(value = "Services the user may use; all where missing.", standard = "waypostService")
            String services) {}
}
