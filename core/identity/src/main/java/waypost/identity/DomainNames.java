package waypost.identity;

import com.ibm.icu.text.IDNA;
import java.util.Locale;
import java.util.Optional;

/** The canonical form of a domain: A-labels in lower case (RFC 5890 §2.3.2.1, by way of UTS #46), no trailing dot. */
final class DomainNames {
    private static final int MAX_LENGTH = 253;
    private static final IDNA UTS46 = IDNA.getUTS46Instance(IDNA.USE_STD3_RULES
            | IDNA.CHECK_BIDI
            | IDNA.CHECK_CONTEXTJ
            | IDNA.NONTRANSITIONAL_TO_ASCII
            | IDNA.NONTRANSITIONAL_TO_UNICODE);

    private DomainNames() {}

    static Optional<String> canonical(String domain) {
        var info = new IDNA.Info();
        var ascii = new StringBuilder(domain.length() + 8);
        UTS46.nameToASCII(domain, ascii, info);
        if (ascii.length() > 0 && ascii.charAt(ascii.length() - 1) == '.') {
            ascii.setLength(ascii.length() - 1);
        }
        if (info.hasErrors() || ascii.length() == 0 || ascii.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        return Optional.of(ascii.toString().toLowerCase(Locale.ROOT));
    }
}
