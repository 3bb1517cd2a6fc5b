package waypost.protocol.imap;

/** A pattern of LIST and LSUB (RFC 3501 §6.3.8): {@code *} matches anything, {@code %} anything within one level. */
final class MailboxPattern {
    private final String pattern;

    MailboxPattern(String reference, String pattern) {
        this.pattern = reference + pattern;
    }

    boolean singleLevel() {
        return pattern.indexOf('%') >= 0;
    }

    /** INBOX matches in any case. */
    boolean matches(String name) {
        return name.equals(MailboxName.INBOX) ? run(name, Case.IGNORED) : run(name, Case.COUNTS);
    }

    private enum Case {
        COUNTS,
        IGNORED
    }

    /** All places in the pattern where the name read so far may stand, moved on by one character at a time. */
    private boolean run(String name, Case letters) {
        boolean[] at = new boolean[pattern.length() + 1];
        at[0] = true;
        passWildcards(at);
        for (int i = 0; i < name.length(); i++) {
            char next = name.charAt(i);
            boolean[] then = new boolean[at.length];
            for (int p = 0; p < pattern.length(); p++) {
                if (at[p]) {
                    switch (pattern.charAt(p)) {
                        case '*' -> then[p] = true;
                        case '%' -> then[p] |= next != MailboxName.SEPARATOR;
                        default -> then[p + 1] |= same(pattern.charAt(p), next, letters);
                    }
                }
            }
            at = then;
            passWildcards(at);
        }
        return at[pattern.length()];
    }

    private void passWildcards(boolean[] at) {
        for (int p = 0; p < pattern.length(); p++) {
            char wildcard = pattern.charAt(p);
            at[p + 1] |= at[p] && (wildcard == '*' || wildcard == '%');
        }
    }

    private static boolean same(char pattern, char name, Case letters) {
        return pattern == name || letters == Case.IGNORED && MailboxName.capital(pattern) == name;
    }
}
