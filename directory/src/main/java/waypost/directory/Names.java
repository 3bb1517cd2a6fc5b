package waypost.directory;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import java.util.regex.Pattern;

/** Reads names that a person configured, and says which one is wrong. */
public final class Names {
    private static final Pattern ATTRIBUTE = Pattern.compile("[A-Za-z][A-Za-z0-9-]*|[0-9]+(\\.[0-9]+)+");

    private Names() {}

    /** @throws IllegalArgumentException if it is no DN */
    public static DN dn(String text) {
        try {
            return new DN(text);
        } catch (LDAPException notADn) {
            throw new IllegalArgumentException("not a DN: " + text, notADn);
        }
    }

    /** RFC 4512 §1.4: a short name or a numeric OID. */
    public static boolean isAttribute(String name) {
        return ATTRIBUTE.matcher(name).matches();
    }

    /** @throws IllegalArgumentException if no attribute may be called so */
    public static String attribute(String name) {
        if (!isAttribute(name)) {
            throw new IllegalArgumentException("not an attribute name: " + name);
        }
        return name;
    }
}
