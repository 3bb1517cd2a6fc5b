package waypost.mapping;

import com.unboundid.ldap.sdk.Entry;
import java.util.List;
import java.util.Objects;

/**
 * When an entry's password was last set, as its directory writes it.
 *
 * @param text empty where the directory does not tell
 */
record PasswordStamp(String text) {
    /** Of OpenLDAP's password policy and of Active Directory. */
    static final List<String> ATTRIBUTES = List.of("pwdChangedTime", "pwdLastSet");

    static PasswordStamp of(Entry entry) {
        return new PasswordStamp(ATTRIBUTES.stream()
                .map(entry::getAttributeValue)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(""));
    }

    boolean known() {
        return !text.isEmpty();
    }
}
