package waypost.mapping;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.ExtendedResult;
import com.unboundid.ldap.sdk.LDAPConnectionPool;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPExtendedOperationException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.RootDSE;
import com.unboundid.ldap.sdk.extensions.PasswordModifyExtendedRequest;
import java.util.random.RandomGenerator;
import waypost.directory.PasswordScheme;
import waypost.identity.Secret;

/**
 * Gives users of one directory their passwords. A directory that announces the Password Modify operation (RFC 3062) hashes them itself,
 * as it is set up to and by its own policy: only so is it sure that it can check them at a bind. Elsewhere our hash is written.
 *
 * @param attribute where it is written
 */
record PasswordChange(LDAPConnectionPool pool, String attribute, PasswordScheme scheme, RandomGenerator random)
        implements PasswordWriting {
    @Override
    public boolean leftToDirectory() throws LDAPException {
        RootDSE root = pool.getRootDSE();
        return root != null
                && root.supportsExtendedOperation(PasswordModifyExtendedRequest.PASSWORD_MODIFY_REQUEST_OID);
    }

    @Override
    public void give(DN user, Secret password) throws LDAPException {
        if (leftToDirectory()) {
            order(user, password);
        } else {
            pool.modify(
                    user.toString(),
                    new Modification(ModificationType.REPLACE, attribute, scheme.store(password, random)));
        }
    }

    /** Our hash. */
    @Override
    public void write(Entry entry, Secret password) {
        entry.addAttribute(attribute, scheme.store(password, random));
    }

    /** RFC 3062 §2: the identity is a DN as it is, not an authorization identity with {@code dn:} before it. */
    private void order(DN user, Secret password) throws LDAPException {
        ExtendedResult result = pool.processExtendedOperation(
                new PasswordModifyExtendedRequest(user.toString(), null, password.value()));
        if (!result.getResultCode().equals(ResultCode.SUCCESS)) {
            throw new LDAPExtendedOperationException(result);
        }
    }
}
