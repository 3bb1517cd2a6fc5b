package waypost.config;

import java.util.Locale;

/** Spelling of keys and of enumerated values. */
final class Names {
    private Names() {}

    /** {@code userMaps} is written {@code user-maps}. */
    static String key(String component) {
        StringBuilder key = new StringBuilder();
        for (char c : component.toCharArray()) {
            if (Character.isUpperCase(c)) {
                key.append('-');
            }
            key.append(Character.toLowerCase(c));
        }
        return key.toString();
    }

    /** {@code LDAP_BIND} is written {@code ldap-bind}. */
    static String value(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
