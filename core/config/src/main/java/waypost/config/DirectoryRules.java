package waypost.config;

import java.util.Optional;
import waypost.config.DirectorySection.Bind;
import waypost.config.DirectorySection.BindMechanism;

/** What a directory needs to be reached, and what each way to bind needs, or has no use for. */
record DirectoryRules(Configuration configuration, Problems problems) {
    void check() {
        for (Item<DirectorySection> directory : Item.of("directories", configuration.directories())) {
            place(directory);
            groups(directory);
            directory.value().bind().ifPresent(bind -> {
                Item<Bind> item = new Item<>(directory.key("bind"), bind);
                bind(item);
                if (bind.mechanism() == BindMechanism.EXTERNAL) {
                    overTls(directory, item);
                }
            });
        }
    }

    private void place(Item<DirectorySection> directory) {
        if (directory.value().uris().isEmpty()
                && configuration.embeddedDirectory().isEmpty()) {
            String uris = directory.key("uris");
            problems.tell(
                    new Problem(uris, "missing", "write where it is, as in [ldaps://ldap1.example.net]"),
                    uris,
                    "embedded-directory");
        }
    }

    private void groups(Item<DirectorySection> directory) {
        DirectorySection section = directory.value();
        boolean nested = section.groupMembers().equals(Optional.of(DirectorySection.GroupMembers.MEMBER_OF_NESTED));
        if (nested && section.type() != DirectorySection.Type.ACTIVE_DIRECTORY) {
            String key = directory.key("group-members");
            problems.tell(
                    new Problem(key, "only Active Directory is searched so", "write member-of, or member"),
                    key,
                    directory.key("type"));
        }
    }

    private void bind(Item<Bind> item) {
        Bind bind = item.value();
        part(item, BindMechanism.SIMPLE, "dn", bind.dn(), "write whom to bind as, as in cn=waypost,dc=example,dc=net");
        part(item, BindMechanism.SIMPLE, "password", bind.password(), "write the password of that entry");
        part(item, BindMechanism.EXTERNAL, "certificate", bind.certificate(), "name the file of a certificate, PEM");
        part(item, BindMechanism.EXTERNAL, "key", bind.key(), "name the file of its key, PEM");
        if (bind.mechanism() != BindMechanism.GSSAPI || bind.ticketCache().isEmpty()) {
            part(item, BindMechanism.GSSAPI, "principal", bind.principal(), "write one, as in waypost@EXAMPLE.NET");
            part(item, BindMechanism.GSSAPI, "keytab", bind.keytab(), "name the file of its keys, or a ticket-cache");
        } else {
            none(item, "principal", bind.principal(), "the tickets in ticket-cache say whose they are");
            none(item, "keytab", bind.keytab(), "tickets come from ticket-cache");
        }
        if (bind.mechanism() != BindMechanism.GSSAPI) {
            none(item, "ticket-cache", bind.ticketCache(), useless(bind));
            none(item, "quality", bind.quality(), useless(bind));
        }
    }

    /** What one mechanism needs, and no other one takes. */
    private void part(Item<Bind> item, BindMechanism owner, String name, Optional<?> value, String instead) {
        if (item.value().mechanism() != owner) {
            none(item, name, value, useless(item.value()));
        } else if (value.isEmpty()) {
            String key = item.key(name);
            problems.tell(new Problem(key, "missing", instead), key, item.key("mechanism"));
        }
    }

    private static String useless(Bind bind) {
        return "of no use to mechanism " + Names.value(bind.mechanism());
    }

    private void none(Item<Bind> item, String name, Optional<?> value, String why) {
        if (value.isPresent()) {
            String key = item.key(name);
            problems.tell(new Problem(key, why, "remove it"), key, item.key("mechanism"));
        }
    }

    private void overTls(Item<DirectorySection> directory, Item<Bind> bind) {
        DirectorySection section = directory.value();
        boolean tls = section.startTls() || section.uris().stream().allMatch(uri -> uri.startsWith("ldaps:"));
        if (!tls) {
            problems.tell(
                    new Problem(
                            bind.key("mechanism"),
                            "a certificate is shown in TLS only",
                            "write ldaps:// URIs, or start-tls: true"),
                    bind.key("mechanism"),
                    directory.key("uris"),
                    directory.key("start-tls"));
        }
    }
}
