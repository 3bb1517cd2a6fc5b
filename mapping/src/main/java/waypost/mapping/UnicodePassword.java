package waypost.mapping;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.nio.charset.StandardCharsets;
import waypost.identity.Secret;

/** Passwords of Active Directory (MS-ADTS §3.1.1.3.1.5): an attribute that is written and never read, in quotes and UTF-16. */
record UnicodePassword(LDAPConnectionPool pool) implements PasswordWriting {
    private static final String ATTRIBUTE = "unicodePwd";

    @Override
    public boolean leftToDirectory() {
        return false;
    }

    @Override
    public void give(DN user, Secret password) throws LDAPException {
        pool.modify(user.toString(), new Modification(ModificationType.REPLACE, ATTRIBUTE, written(password)));
    }

    @Override
    public void write(Entry entry, Secret password) {
        entry.addAttribute(ATTRIBUTE, written(password));
    }

    private static byte[] written(Secret password) {
        return ('"' + password.value() + '"').getBytes(StandardCharsets.UTF_16LE);
    }
}
