package waypost.protocol.imap;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import waypost.config.ClientWorkaround;

/**
 * The lexical part of RFC 3501 §9, read from one whole command: literals stand in place, announcement, CRLF and octets. Strings come out
 * as raw octets, one character each; {@link #decode} makes text of them.
 */
final class Tokens {
    static final int END = -1;
    private static final long MAX_NUMBER = 0xFFFF_FFFFL;

    private final byte[] octets;
    private final ImapExtensions extensions;
    private final Enabled enabled;
    private int position;

    /** @param extensions whose grammar is understood */
    Tokens(byte[] octets, ImapExtensions extensions, Enabled enabled) {
        this.octets = octets;
        this.extensions = extensions;
        this.enabled = enabled;
    }

    boolean offers(ImapExtension extension) {
        return extensions.has(extension);
    }

    boolean tolerates(ClientWorkaround mistake) {
        return extensions.has(mistake);
    }

    boolean enabled(ImapExtension extension) {
        return enabled.has(extension);
    }

    /** What has been read is of this extension. */
    void needs(ImapExtension extension) throws SyntaxError {
        if (!offers(extension)) {
            throw new SyntaxError(extension.capability() + " is not offered");
        }
    }

    int peek() {
        return position < octets.length ? octets[position] & 0xFF : END;
    }

    boolean skip(char wanted) {
        if (peek() == wanted) {
            position++;
            return true;
        }
        return false;
    }

    /** Skips a text that is there, in any case. */
    boolean skip(String wanted) {
        int end = position + wanted.length();
        boolean there = end <= octets.length && raw(position, end).equalsIgnoreCase(wanted);
        position = there ? end : position;
        return there;
    }

    void expect(char wanted) throws SyntaxError {
        if (!skip(wanted)) {
            throw new SyntaxError("expected '" + wanted + "'");
        }
    }

    void space() throws SyntaxError {
        if (!skip(' ')) {
            throw new SyntaxError(peek() == END ? "something is missing" : "expected a space");
        }
    }

    void end() throws SyntaxError {
        if (peek() != END) {
            throw new SyntaxError("something follows the command");
        }
    }

    void skipRest() {
        position = octets.length;
    }

    /** One or more characters of a set. */
    String run(Characters set, String what) throws SyntaxError {
        int from = position;
        while (set.contains(peek())) {
            position++;
        }
        if (position == from) {
            throw new SyntaxError("expected " + what);
        }
        return raw(from, position);
    }

    String tag() throws SyntaxError {
        return run(Characters.TAG, "a tag");
    }

    String atom() throws SyntaxError {
        return run(Characters.ATOM, "an atom");
    }

    /** A word of the grammar, in capitals. */
    String word() throws SyntaxError {
        return atom().toUpperCase(Locale.ROOT);
    }

    void word(String expected) throws SyntaxError {
        if (!word().equals(expected)) {
            throw new SyntaxError("expected " + expected);
        }
    }

    String astring() throws SyntaxError {
        return Characters.ASTRING.contains(peek()) ? run(Characters.ASTRING, "a string") : string();
    }

    Optional<String> nstring() throws SyntaxError {
        if (peek() == '"' || peek() == '{') {
            return Optional.of(string());
        }
        if (!word().equals("NIL")) {
            throw new SyntaxError("expected a string or NIL");
        }
        return Optional.empty();
    }

    String listMailbox() throws SyntaxError {
        return Characters.LIST.contains(peek()) ? run(Characters.LIST, "a pattern") : string();
    }

    String string() throws SyntaxError {
        return switch (peek()) {
            case '"' -> quoted();
            case '{' -> literal();
            default -> throw new SyntaxError("expected a string");
        };
    }

    /** The name of a mailbox. */
    String mailbox() throws SyntaxError {
        return MailboxName.parse(astring(), enabled.spelling());
    }

    /** The same, as it is written. */
    String writtenMailbox() throws SyntaxError {
        return MailboxName.text(astring(), enabled.spelling());
    }

    /** list-mailbox. */
    String mailboxPattern() throws SyntaxError {
        return MailboxName.parse(listMailbox(), enabled.spelling());
    }

    /** RFC 6855 §3: where UTF-8 is enabled, octets that are none are BAD. */
    private String quoted() throws SyntaxError {
        expect('"');
        StringBuilder text = new StringBuilder();
        while (!skip('"')) {
            boolean escaped = skip('\\');
            int octet = peek();
            if (escaped ? octet != '"' && octet != '\\' : !Characters.QUOTED.contains(octet)) {
                throw new SyntaxError("unfinished or invalid quoted string");
            }
            text.append((char) octet);
            position++;
        }
        if (enabled.utf8()) {
            decode(text.toString(), StandardCharsets.UTF_8);
        }
        return text.toString();
    }

    /** nstring, or a literal8 (RFC 3516 §7), which may have NULs. */
    Optional<String> nstringOrLiteral8() throws SyntaxError {
        return skip('~') ? Optional.of(literalOctets()) : nstring();
    }

    private String literal() throws SyntaxError {
        String text = literalOctets();
        if (text.indexOf('\0') >= 0) {
            throw new SyntaxError("NUL in a literal"); // RFC 3501 §9: CHAR8
        }
        return text;
    }

    private String literalOctets() throws SyntaxError {
        long size = announcement().size();
        if (!skip('\r') || !skip('\n') || size > octets.length - position) {
            throw new SyntaxError("incomplete literal");
        }
        int from = position;
        position += (int) size;
        return raw(from, position);
    }

    /** The announcement of a literal, without its octets: the end of APPEND as the parser sees it. */
    LiteralMark announcement() throws SyntaxError {
        expect('{');
        long size = size();
        ImapCommand.Literal kind =
                skip('+') ? ImapCommand.Literal.NON_SYNCHRONIZING : ImapCommand.Literal.SYNCHRONIZING;
        expect('}');
        return new LiteralMark(size, kind);
    }

    long number() throws SyntaxError {
        String digits = run(Characters.DIGIT, "a number");
        if (digits.length() > 10 || Long.parseLong(digits) > MAX_NUMBER) {
            throw new SyntaxError("number too large");
        }
        return Long.parseLong(digits);
    }

    /** A size, which RFC 9051 §9 has as number64 and RFC 3501 as a number of 32 bits. */
    long size() throws SyntaxError {
        return enabled.rev2() ? number63() : number();
    }

    /** number64 of RFC 9051 §9 and RFC 9208 §7, mod-sequence-valzer of RFC 7162 §7: 63 bits, zero included. */
    long number63() throws SyntaxError {
        String digits = run(Characters.DIGIT, "a number");
        if (digits.length() > 19 || digits.length() == 19 && digits.compareTo(String.valueOf(Long.MAX_VALUE)) > 0) {
            throw new SyntaxError("number too large");
        }
        return Long.parseLong(digits);
    }

    long positiveNumber() throws SyntaxError {
        long number = number();
        if (number == 0) {
            throw new SyntaxError("zero is no number here");
        }
        return number;
    }

    /** RFC 5182 §3. Declined: a $ among numbers, which the recursion of RFC 3501's rule lets through. */
    SequenceSet sequenceSet() throws SyntaxError {
        if (skip('$')) {
            needs(ImapExtension.SEARCHRES);
            return new SequenceSet.SearchResult();
        }
        List<SequenceSet.Range> ranges = new ArrayList<>();
        do {
            long first = sequenceNumber();
            ranges.add(new SequenceSet.Range(first, skip(':') ? sequenceNumber() : first));
        } while (skip(','));
        return new SequenceSet.Numbers(ranges);
    }

    /** seq-number. */
    long sequenceNumber() throws SyntaxError {
        return skip('*') ? SequenceSet.STAR : positiveNumber();
    }

    /** Raw octets as text; refused where they are none. */
    static String decode(String raw, Charset charset) throws SyntaxError {
        try {
            return charset.newDecoder()
                    .decode(ByteBuffer.wrap(raw.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException notText) {
            throw new SyntaxError("text is not " + charset.name());
        }
    }

    private String raw(int from, int to) {
        return new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
