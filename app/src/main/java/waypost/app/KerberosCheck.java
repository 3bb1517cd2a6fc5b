package waypost.app;

import java.nio.file.Files;
import java.util.List;
import waypost.config.Configuration;
import waypost.config.Item;
import waypost.config.KerberosSection;
import waypost.config.Problem;
import waypost.config.Problems;

/** Whether a node can read the tickets that its listeners ask for. */
record KerberosCheck(Configuration configuration, Problems problems) {
    private static final String KEYTAB = "kerberos.keytab";

    static void of(Configuration configuration, Problems problems) {
        KerberosCheck check = new KerberosCheck(configuration, problems);
        configuration.kerberos().ifPresent(check::section);
    }

    private void section(KerberosSection section) {
        name("kerberos.realm", section.realm());
        section.host().ifPresent(host -> name("kerberos.host", host));
        for (Item<KerberosSection.Realm> realm : Item.of("kerberos.realms", section.realms())) {
            name(realm.key("name"), realm.value().name());
            name(realm.key("domain"), realm.value().domain());
        }
        if (!Files.isReadable(section.keytab())) {
            tell(
                    KEYTAB,
                    "cannot read " + section.keytab(),
                    "put the keys of the services there, and let Waypost's user read them");
        } else if (problems.whole("kerberos")) {
            keys(section);
        }
    }

    private void keys(KerberosSection section) {
        List<String> missing = KerberosSetup.open(configuration)
                .map(tickets -> tickets.missing(KerberosSetup.offered(configuration.services())))
                .orElseGet(List::of);
        if (!missing.isEmpty()) {
            tell(
                    KEYTAB,
                    section.keytab() + " has no keys of " + String.join(", ", missing),
                    "add them, by ktadd or samba-tool domain exportkeytab");
        }
    }

    /** As part of a principal. */
    private void name(String key, String text) {
        if (text.isBlank() || text.chars().anyMatch(c -> c <= ' ' || "/@\\".indexOf(c) >= 0)) {
            tell(
                    key,
                    "no name: " + text,
                    "write a name without /, @ and blanks, as in EXAMPLE.NET or mail.example.net");
        }
    }

    private void tell(String key, String wrong, String instead) {
        problems.tell(new Problem(key, wrong, instead), key);
    }
}
