package waypost.protocol.imap;

import java.util.Locale;

/** Mailbox names between the wire (modified UTF-7, INBOX in any case) and the port (Unicode, INBOX in capitals). */
public final class MailboxName {
    static final char SEPARATOR = '/';
    static final String INBOX = "INBOX";
    private static final int MAX_LENGTH = 1000;

    private MailboxName() {}

    /** A name or a pattern, from its raw octets. Raw UTF-8 is refused: it takes an extension that nobody has enabled. */
    static String parse(String octets) throws SyntaxError {
        String name =
                ModifiedUtf7.decode(octets).orElseThrow(() -> new SyntaxError("mailbox name is not modified UTF-7"));
        if (name.length() > MAX_LENGTH) {
            throw new SyntaxError("mailbox name too long");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new SyntaxError("control character in a mailbox name");
        }
        return withInbox(name);
    }

    /** RFC 3501 §5.1: INBOX is the same name in any case; so is the first level above its children. */
    private static String withInbox(String name) {
        int end = name.indexOf(SEPARATOR);
        String first = end < 0 ? name : name.substring(0, end);
        return first.toUpperCase(Locale.ROOT).equals(INBOX) ? INBOX + name.substring(first.length()) : name;
    }

    /** As it stands in commands and answers: an astring. */
    public static String astring(String name) {
        String octets = ModifiedUtf7.encode(name);
        return !octets.isEmpty() && Characters.ASTRING.holdAll(octets) && !octets.equalsIgnoreCase("NIL")
                ? octets
                : Answers.quoted(octets);
    }
}
