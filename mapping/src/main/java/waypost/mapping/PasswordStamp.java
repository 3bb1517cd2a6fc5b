package waypost.mapping;

import com.unboundid.ldap.sdk.Entry;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * When an entry's password was last set, as its directory writes it.
 *
 * @param text empty where the directory does not tell
 */
record PasswordStamp(String text) {
    /** Of OpenLDAP's password policy and of Active Directory. */
    static final List<String> ATTRIBUTES = List.of("pwdChangedTime", "pwdLastSet");

    static PasswordStamp of(Entry entry, AttributeNames names) {
        return new PasswordStamp(names.passwordStamps().stream()
                .map(entry::getAttributeValues)
                .filter(Objects::nonNull)
                .map(values -> Stream.of(values).sorted().collect(Collectors.joining("\n")))
                .findFirst()
                .orElse(""));
    }

    /** It may be a hash. */
    @Override
    public String toString() {
        return known() ? "known" : "";
    }

    boolean known() {
        return !text.isEmpty();
    }
}
