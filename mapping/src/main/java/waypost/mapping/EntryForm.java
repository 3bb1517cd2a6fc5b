package waypost.mapping;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.RDN;
import java.util.List;
import java.util.Optional;
import waypost.identity.AccountName;

/** What users, groups and aliases are as entries of one kind of directory. Asks nobody. */
sealed interface EntryForm permits LdapForm, ActiveDirectoryForm {
    /** A form, or what keeps it from being one. */
    sealed interface Formed {
        record As(Entry entry) implements Formed {}

        record Not(String why) implements Formed {}
    }

    static EntryForm of(DirectorySettings directory) {
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

    /** An alias for somebody who has no entry. */
    Formed alias(AccountName name, AccountName target);

    Formed domain(String domain);

    /** Finds all users. */
    Filter users();

    Filter groups();

    /** Finds all aliases that are entries of their own; empty where there are none. */
    Optional<Filter> aliases();

    /** Empty where domains are no entries. */
    Optional<Filter> domains();

    /** An address more or less, which is not the primary one. */
    List<Modification> address(Entry entry, ModificationType type, String address);

    /** Empty where the directory knows no such state. */
    Optional<List<Modification>> state(Entry user, AccountState state);

    /** The number that has sessions end. */
    List<Modification> generation(Entry user, long number);

    /** Of none: that of all who name none. */
    List<Modification> accountClass(Entry user, Optional<String> name);

    static Modification written(Optional<String> value, String attribute) {
        return new Modification(
                ModificationType.REPLACE, attribute, value.stream().toArray(String[]::new));
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
