package waypost.identity;

import com.ibm.icu.text.IDNA;
import java.util.Locale;
import java.util.Optional;

/** The canonical form of a domain: A-labels in lower case (RFC 5890 §2.3.2.1, by way of UTS #46), no trailing dot. */
final class DomainNames {
    private static final int MAX_LENGTH = 253;
    private static final int MAX_LABEL = 63;

    private DomainNames() {}

    /** The full rules with their tables, which are only read when a name needs them. */
    private static final class Uts46 {
        private static final IDNA RULES = IDNA.getUTS46Instance(IDNA.USE_STD3_RULES
                | IDNA.CHECK_BIDI
                | IDNA.CHECK_CONTEXTJ
                | IDNA.NONTRANSITIONAL_TO_ASCII
                | IDNA.NONTRANSITIONAL_TO_UNICODE);
    }

    static Optional<String> canonical(String domain) {
        return plain(domain) ? Optional.of(domain.toLowerCase(Locale.ROOT)) : byUts46(domain);
    }

    /** Whether all labels are letters, digits and single hyphens inside, of which UTS #46 changes nothing but the case. */
    static boolean plain(String domain) {
        int label = 0;
        for (int i = 0; i < domain.length(); i++) {
            char c = domain.charAt(i);
            boolean inner = c == '-' && label > 0 && domain.charAt(i - 1) != '-';
            boolean end = c == '.' && label > 0 && domain.charAt(i - 1) != '-';
            if (!inner && !end && !letterOrDigit(c)) {
                return false;
            }
            label = end ? 0 : label + 1;
            if (label > MAX_LABEL) {
                return false;
            }
        }
        return label > 0 && domain.charAt(domain.length() - 1) != '-' && domain.length() <= MAX_LENGTH;
    }

    private static boolean letterOrDigit(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    static Optional<String> byUts46(String domain) {
        var info = new IDNA.Info();
        var ascii = new StringBuilder(domain.length() + 8);
        Uts46.RULES.nameToASCII(domain, ascii, info);
        if (ascii.length() > 0 && ascii.charAt(ascii.length() - 1) == '.') {
            ascii.setLength(ascii.length() - 1);
        }
        if (info.hasErrors() || ascii.length() == 0 || ascii.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        return Optional.of(ascii.toString().toLowerCase(Locale.ROOT));
    }
}
