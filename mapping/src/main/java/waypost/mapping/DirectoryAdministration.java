package waypost.mapping;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import waypost.directory.DirectoryKind;
import waypost.directory.DirectoryPools;
import waypost.directory.FilterPattern;
import waypost.directory.PasswordScheme;
import waypost.directory.Reason;
import waypost.directory.TlsTrust;
import waypost.identity.AccountName;
import waypost.identity.AddressRules;
import waypost.identity.DirectoryId;
import waypost.identity.Secret;
import waypost.mapping.EntryForm.Formed;

/**
 * Adds, lists and changes users, groups, aliases and domains over LDAP, in the embedded directory, OpenLDAP or Active Directory. What is there is found as mail
 * finds it, wherever it is below the base; what is new has the form of its kind of directory. Each call blocks and uses a connection of its own pool; a
 * directory that cannot be asked is an {@link IOException}.
 */
public final class DirectoryAdministration implements AutoCloseable {
    private final LDAPConnectionPool pool;
    private final UserDirectory directory;
    private final DirectoryOrders orders;
    private final AddressRules rules;
    private final EntryForm form;
    private final EntryReader reader;
    private final PasswordWriting passwords;

    /** Connects when it is asked to do something. */
    public DirectoryAdministration(
            UserDirectory directory,
            TlsTrust trust,
            AddressRules rules,
            PasswordScheme scheme,
            RandomGenerator random) {
        this.pool = new DirectoryPools(directory.settings(), trust).changes();
        this.directory = directory;
        this.rules = rules;
        this.form = EntryForm.of(directory);
        this.reader = new EntryReader(
                directory.name(),
                UserMapSettings.Proof.BIND,
                directory.layout(),
                directory.attributes(),
                rules,
                Routes.to(),
                AccountClasses.NONE,
                InstantSource.system());
        this.orders = new DirectoryOrders(pool, directory, rules, reader);
        this.passwords = switch (directory.kind()) {
            case LDAP -> new PasswordChange(pool, directory.attributes().password(), scheme, random);
            case ACTIVE_DIRECTORY -> new UnicodePassword(pool);
        };
    }

    public GroupAdministration groups() {
        return new GroupAdministration(orders, form);
    }

    public AliasAdministration aliases() {
        return new AliasAdministration(orders, form);
    }

    public DomainAdministration domains() {
        return new DomainAdministration(orders, form);
    }

    public Change addUser(NewUser user) throws IOException {
        Optional<AccountName> name = orders.name(user.address());
        if (name.isEmpty()) {
            return DirectoryOrders.notAnAddress(user.address());
        }
        List<AccountName> addresses = new ArrayList<>(List.of(name.get()));
        for (String alias : user.aliases()) {
            Optional<AccountName> canonical = orders.any(alias);
            if (canonical.isEmpty()) {
                return DirectoryOrders.notAnAddress(alias);
            }
            addresses.add(canonical.get());
        }
        Optional<String> refusal = refusal(user.password());
        if (refusal.isPresent()) {
            return new Change.Declined(refusal.get());
        }
        List<String> written = addresses.stream().map(AccountName::toString).toList();
        return switch (form.user(user, name.get(), written)) {
            case Formed.Not(String why) -> new Change.Declined(why);
            case Formed.As(Entry entry) ->
                orders.give(() -> taken(addresses) ? new Change.Exists() : add(entry, user.password()));
        };
    }

    /**
     * Whether somebody has one of them already. Of two who give the same order at once the directory takes one: the entry is named by its address. Of an alias
     * that both give to others there are two then; mail for it is put off, with an alarm that names both entries, until one of them has it no more.
     */
    private boolean taken(List<AccountName> addresses) throws LDAPException {
        for (AccountName address : addresses) {
            if (orders.taken(address)) {
                return true;
            }
        }
        return false;
    }

    private Change add(Entry user, Secret password) throws LDAPException {
        if (!passwords.leftToDirectory()) {
            passwords.write(user, password);
            return orders.add(user);
        }
        if (shown()) {
            return new Change.Declined(inClear());
        }
        Change added = orders.add(user);
        if (added instanceof Change.Done) {
            try {
                passwords.give(user.getParsedDN(), password);
            } catch (LDAPException refused) {
                return withdrawn(user, refused);
            }
        }
        return added;
    }

    /** A user without a password is none, and would be in the way when the order is given again. */
    private Change withdrawn(Entry user, LDAPException refused) {
        String why = Reason.of(refused);
        try {
            pool.delete(user.getDN());
            return new Change.Declined(why);
        } catch (LDAPException stays) {
            return new Change.Declined(
                    why + ". The entry " + user.getDN() + " stays, without a password: " + Reason.of(stays));
        }
    }

    public Change deleteUser(String address) throws IOException {
        return orders.on(address, reader::isAccount, orders::delete);
    }

    public Change changePassword(String address, Secret password) throws IOException {
        Optional<String> refusal = refusal(password);
        if (refusal.isPresent()) {
            return new Change.Declined(refusal.get());
        }
        return orders.on(address, reader::isAccount, entry -> {
            if (passwords.leftToDirectory() && shown()) {
                return new Change.Declined(inClear());
            }
            passwords.give(entry.getParsedDN(), password);
            return new Change.Done();
        });
    }

    /** Why such a password is not even sent. */
    private Optional<String> refusal(Secret password) {
        if (password.value().isEmpty()) {
            return Optional.of("empty password");
        }
        return directory.kind() == DirectoryKind.ACTIVE_DIRECTORY && shown()
                ? Optional.of(inClear())
                : Optional.empty();
    }

    /** Whether others may read what is sent. */
    private boolean shown() {
        return !directory.settings().uris().stream()
                .allMatch(uri -> directory.settings().overTls(uri) || isHere(uri));
    }

    private String inClear() {
        return "the password would travel without TLS: name ldaps:// addresses of the directory " + directory.name()
                + ", or start-tls";
    }

    /** RFC 6761 §6.3: localhost is loopback; any other name may be anywhere. */
    static boolean isHere(URI uri) {
        String host = uri.getHost();
        try {
            return host.equals("localhost")
                    || InetAddress.ofLiteral(host.replaceAll("[\\[\\]]", "")).isLoopbackAddress();
        } catch (IllegalArgumentException aName) {
            return false;
        }
    }

    /** Sets the state of an account: {@code active}, {@code disabled}, {@code locked} or {@code expired}. */
    public Change changeState(String address, String state) throws IOException {
        Optional<AccountState> wanted = AccountState.parse(state);
        if (wanted.isEmpty()) {
            return new Change.Declined("not a state: " + state);
        }
        return orders.on(address, reader::isAccount, entry -> {
            Optional<List<Modification>> changes = form.state(entry, wanted.get());
            return changes.isPresent()
                    ? orders.modify(entry, changes.get())
                    : new Change.Declined("Active Directory knows no such state: " + state);
        });
    }

    /** @param values of none: the entry is silent on it */
    public Change change(String address, UserProperty property, List<String> values) throws IOException {
        return orders.on(address, reader::isAccount, entry -> orders.modify(entry, changes(entry, property, values)));
    }

    /** The epoch is of whoever wrote the host before. */
    private List<Modification> changes(Entry entry, UserProperty property, List<String> values) {
        AttributeNames names = directory.attributes();
        List<Modification> changes = new ArrayList<>(form.values(entry, property.attribute(names), values));
        if (property == UserProperty.HOST && entry.hasAttribute(names.epoch())) {
            changes.addAll(form.values(entry, names.epoch(), List.of()));
        }
        return changes;
    }

    public Change rename(String address, NewName to) throws IOException {
        return new Renaming(orders, form).carryOut(address, to);
    }

    /** @param to to nobody: mail stays in the mailbox */
    public Change forward(String address, List<String> to, Forward.Copy copy) throws IOException {
        Set<AccountName> names = new HashSet<>();
        for (String one : to) {
            Optional<AccountName> name = orders.name(one);
            if (name.isEmpty()) {
                return DirectoryOrders.notAnAddress(one);
            }
            names.add(name.get());
        }
        return orders.on(
                address,
                reader::isAccount,
                entry -> orders.modify(entry, form.forward(entry, new Forward(names, copy))));
    }

    /** Has all sessions of an account end, wherever they are: its entry counts that. */
    public Change revoke(String address) throws IOException {
        return orders.on(address, reader::isAccount, entry -> {
            Long before = entry.getAttributeValueAsLong(directory.attributes().generation());
            return orders.modify(
                    entry,
                    form.values(
                            entry,
                            directory.attributes().generation(),
                            List.of(Long.toString(before == null ? 1 : before + 1))));
        });
    }

    /** All users, in the order of their addresses. */
    public List<UserListing> users() throws IOException {
        return orders.all(form.users()).stream()
                .filter(reader::isAccount)
                .map(this::listing)
                .sorted(Comparator.comparing(UserListing::address))
                .toList();
    }

    private UserListing listing(Entry entry) {
        return new UserListing(
                reader.primary(entry).map(AccountName::toString).orElse(""),
                value(entry, directory.attributes().host()),
                state(entry),
                directory.layout().further(entry, directory.attributes()).toList());
    }

    /** The user whom mail for an address finds; several, or some of them, where the directory is at fault. */
    public List<UserEntry> users(String address) throws IOException {
        Optional<AccountName> name = orders.name(address);
        return name.isEmpty()
                ? List.of()
                : orders.all(FilterPattern.parse(directory.filter()).fill(name.get())).stream()
                        .filter(reader::isAccount)
                        .map(this::user)
                        .toList();
    }

    private UserEntry user(Entry entry) {
        AttributeNames names = directory.attributes();
        Map<UserProperty, List<String>> said = new EnumMap<>(UserProperty.class);
        for (UserProperty property : UserProperty.values()) {
            said.put(property, values(entry, property.attribute(names)));
        }
        return new UserEntry(
                listing(entry),
                entry.getDN(),
                reader.directoryId(entry).map(DirectoryId::value).orElse(""),
                value(entry, names.logins().login()),
                said,
                values(entry, names.forwards().forward()),
                value(entry, names.forwards().copy()).equalsIgnoreCase("TRUE")
                        ? Forward.Copy.KEPT
                        : Forward.Copy.NOT_KEPT);
    }

    private String state(Entry entry) {
        String named = directory.attributes().state();
        return ShownState.of(
                        entry,
                        directory.attributes(),
                        UserMapSettings.Proof.BIND,
                        reader.instants().instant())
                .map(ShownState::state)
                .map(state -> state == AccountState.ACTIVE ? value(entry, named) : state.word())
                .orElseGet(() -> value(entry, named));
    }

    private static List<String> values(Entry entry, String attribute) {
        String[] values = entry.getAttributeValues(attribute);
        return values == null ? List.of() : Arrays.stream(values).sorted().toList();
    }

    private static String value(Entry entry, String attribute) {
        String value = entry.getAttributeValue(attribute);
        return value == null ? "" : value;
    }

    @Override
    public void close() {
        pool.close();
    }
}
