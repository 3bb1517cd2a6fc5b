package waypost.protocol.imap;

import java.util.stream.IntStream;

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
        boolean inbox = first.length() == INBOX.length()
                && IntStream.range(0, INBOX.length()).allMatch(i -> capital(first.charAt(i)) == INBOX.charAt(i));
        return inbox ? INBOX + name.substring(first.length()) : name;
    }

    /** Of ASCII letters only: elsewhere other letters have these capitals too, as the dotless i. */
    static char capital(char letter) {
        return letter >= 'a' && letter <= 'z' ? (char) (letter - 'a' + 'A') : letter;
    }

    /** As it stands in commands and answers: an astring. */
    public static String astring(String name) {
        String octets = ModifiedUtf7.encode(name);
        return !octets.isEmpty() && Characters.ASTRING.holdAll(octets) && !octets.equalsIgnoreCase("NIL")
                ? octets
                : Answers.quoted(octets);
    }
}
