package waypost.mapping;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import waypost.identity.Secret;

/** Gives users of one directory their passwords. Blocks. */
sealed interface PasswordWriting permits PasswordChange, UnicodePassword {
    /** Whether the password is an operation of its own, on an entry that is there. */
    boolean leftToDirectory() throws LDAPException;

    void give(DN user, Secret password) throws LDAPException;

    /** Writes it into an entry that is yet to be added. */
    void write(Entry entry, Secret password);
}
