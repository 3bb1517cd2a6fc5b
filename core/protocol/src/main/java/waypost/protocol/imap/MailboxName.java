package waypost.protocol.imap;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.stream.IntStream;

/** Mailbox names between the wire (modified UTF-7 or UTF-8, INBOX in any case) and the port (Unicode, INBOX in capitals). */
public final class MailboxName {
    static final char SEPARATOR = '/';
    static final String INBOX = "INBOX";
    private static final int MAX_LENGTH = 1000;

    private MailboxName() {}

    /** How Unicode is written on the wire. */
    enum Spelling {
        /** RFC 3501 §5.1.3. Raw UTF-8 is refused. */
        MODIFIED_UTF7,
        /** RFC 6855 §3, RFC 9051 §5.1: an ampersand is no more than that. */
        UTF8
    }

    /** A name or a pattern in modified UTF-7, from its raw octets. */
    static String parse(String octets) throws SyntaxError {
        return parse(octets, Spelling.MODIFIED_UTF7);
    }

    static String parse(String octets, Spelling spelling) throws SyntaxError {
        return withInbox(text(octets, spelling));
    }

    /** The name as it is written, INBOX in any case. */
    static String text(String octets, Spelling spelling) throws SyntaxError {
        String name = switch (spelling) {
            case MODIFIED_UTF7 ->
                ModifiedUtf7.decode(octets)
                        .orElseThrow(() -> new SyntaxError.NoName("Mailbox name is not modified UTF-7"));
            case UTF8 -> Tokens.decode(octets, StandardCharsets.UTF_8);
        };
        if (name.length() > MAX_LENGTH) {
            throw new SyntaxError("mailbox name too long");
        }
        if (name.chars().anyMatch(c -> Character.isISOControl(c) || spelling == Spelling.UTF8 && separates(c))) {
            throw new SyntaxError("control character in a mailbox name");
        }
        return name;
    }

    /** RFC 6855 §3: line separator and paragraph separator. */
    private static boolean separates(int character) {
        return character == 0x2028 || character == 0x2029;
    }

    /** RFC 5198 §2, as far as a new name must keep to it: the rest is checked when it is read. */
    static boolean normalized(String name) {
        return Normalizer.isNormalized(name, Normalizer.Form.NFC);
    }

    /** RFC 3501 §5.1: INBOX is the same name in any case; so is the first level above its children. */
    static String withInbox(String name) {
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
        return astring(name, Spelling.MODIFIED_UTF7);
    }

    static String astring(String name, Spelling spelling) {
        String text = spelling == Spelling.UTF8 ? name : ModifiedUtf7.encode(name);
        return !text.isEmpty() && Characters.ASTRING.holdAll(text) && !text.equalsIgnoreCase("NIL")
                ? text
                : Answers.quoted(text);
    }
}
