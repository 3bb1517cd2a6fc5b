package waypost.protocol.smtp;

/**
 * A mailbox as SMTP names it (RFC 5321 §4.1.2), the spelling of the peer kept.
 *
 * @param local the local part without quoting
 * @param domain a domain or, in brackets, an address literal; empty only for {@code <Postmaster>} (RFC 5321 §4.1.1.3)
 */
public record Mailbox(String local, String domain) {
    /** Whether the address needs SMTPUTF8 (RFC 6531 §3.2). */
    public boolean ascii() {
        return local.chars().allMatch(c -> c < 0x80) && domain.chars().allMatch(c -> c < 0x80);
    }

    /** Whether it names a host by its address (RFC 5321 §4.1.3). */
    public boolean literal() {
        return domain.startsWith("[");
    }

    /** As it stands between angle brackets: the local part quoted where it must be. */
    @Override
    public String toString() {
        String written = isDotString(local) ? local : quoted(local);
        return domain.isEmpty() ? written : written + "@" + domain;
    }

    private static boolean isDotString(String text) {
        boolean needsAtom = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                if (needsAtom) {
                    return false;
                }
                needsAtom = true;
            } else if (!Octet.atext(c)) {
                return false;
            } else {
                needsAtom = false;
            }
        }
        return !needsAtom;
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.append('"').toString();
    }
}
