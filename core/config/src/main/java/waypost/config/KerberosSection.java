package waypost.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** As whom this node takes tickets of Kerberos, and whose. */
public record KerberosSection(
        @Key(
                value =
                        "File with the keys of imap/HOST, pop/HOST and smtp/HOST, for those services whose listeners offer gssapi; read anew when it changes.",
                example = "/etc/waypost/waypost.keytab")
        Path keytab,

        @Key(value = "The realm that these are in, in capitals.", example = "EXAMPLE.NET")
        String realm,

        @Key(
                value = "HOST: the name that clients connect to; node.hostname where missing.",
                example = "mail.example.net")
        Optional<String> host,

        @Key(
                "Whose tickets are believed. Where none is named: of realm, whose users have it for a domain in small letters.")
        List<Realm> realms) {

    /** A realm whose users log in here. */
    public record Realm(
            @Key(value = "The realm.", example = "EXAMPLE.NET")
            String name,

            @Key(
                    value = "What is behind the @ when its users are looked up: anna of the realm is anna@domain.",
                    example = "example.net")
            String domain) {}
}
