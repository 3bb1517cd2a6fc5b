package waypost.mapping;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.RDN;
import java.util.List;
import java.util.Optional;
import waypost.directory.Names;
import waypost.identity.AccountName;

/** What users, groups and aliases are as entries of one kind of directory. Asks nobody. */
sealed interface EntryForm permits LdapForm, ActiveDirectoryForm {
    /** A form, or what keeps it from being one. */
    sealed interface Formed {
        record As(Entry entry) implements Formed {}

        record Not(String why) implements Formed {}
    }

    static EntryForm of(UserDirectory directory) {
        DN base = Names.dn(directory.base());
        return switch (directory.kind()) {
            case LDAP -> new LdapForm(base, directory.attributes());
            case ACTIVE_DIRECTORY -> new ActiveDirectoryForm(base, directory.attributes());
        };
    }

    /**
     * One without a password.
     *
     * @param addresses all of them, the primary one first
     */
    Formed user(NewUser user, AccountName name, List<String> addresses);

    /** @param members DNs */
    Formed group(AccountName name, List<String> members);

    static Formed noGroup() {
        return new Formed.Not("no class of groups is configured that names members by their entries");
    }

    /** An alias for somebody who has no entry. */
    Formed alias(AccountName name, AccountName target);

    Formed domain(String domain);

    /** What else can be done where the directory does not take such an entry; nothing, as a rule. */
    String withoutDomains(String domain);

    /** Finds all users. */
    Filter users();

    Filter groups();

    /** Finds all aliases that are entries of their own; empty where there are none. */
    Optional<Filter> aliases();

    Filter domains();

    /** An address more or less, which is not the primary one. */
    List<Modification> address(Entry entry, ModificationType type, String address);

    /** Empty where the directory knows no such state. */
    Optional<List<Modification>> state(Entry user, AccountState state);

    /** Has an attribute of an account have these values, and no others. */
    List<Modification> values(Entry user, String attribute, List<String> values);

    /**
     * The same user with other addresses.
     *
     * @param primary of them
     * @param further of them, the primary one not among them
     */
    List<Modification> addresses(Entry user, AccountName primary, List<String> further);

    /** Why that cannot be a name to log in with; empty if it can. */
    Optional<String> noLogin(String name);

    static Modification replaced(String attribute, List<String> values) {
        return new Modification(ModificationType.REPLACE, attribute, values.toArray(String[]::new));
    }

    /** To nobody: mail stays in the mailbox. */
    List<Modification> forward(Entry user, Forward forward);

    /** The values that are written of it, as {@link EntryReader} reads them. */
    static List<Modification> written(Forward forward, ForwardNames names) {
        String[] to = forward.to().stream().map(AccountName::toString).sorted().toArray(String[]::new);
        String[] copy =
                to.length == 0 ? new String[0] : new String[] {forward.copy() == Forward.Copy.KEPT ? "TRUE" : "FALSE"};
        return List.of(
                new Modification(ModificationType.REPLACE, names.forward(), to),
                new Modification(ModificationType.REPLACE, names.copy(), copy));
    }

    static DN below(String type, String value, DN parent) {
        return new DN(new RDN(type, value), parent);
    }
}
