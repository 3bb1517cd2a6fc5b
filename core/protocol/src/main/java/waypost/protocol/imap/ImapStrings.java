package waypost.protocol.imap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import waypost.protocol.Output;

/**
 * Response bytes in the making: atoms, numbers and the strings of RFC 3501 §4.3, gathered in one array until {@link #drainTo}. Text is
 * octets as ISO-8859-1 characters. Used by one thread.
 */
final class ImapStrings {
    /** Beyond this a string is a literal: clients' line buffers are short (RFC 2683 §3.2.1.5). */
    private static final int MAX_QUOTED = 1000;

    /** RFC 3501 §9 CHAR8 has no NUL, neither quoted nor in a literal; it is shown as this. */
    private static final byte NUL_SHOWN = '?';

    private static final byte[] NIL = {'N', 'I', 'L'};

    private byte[] bytes = new byte[512];
    private int length;

    /** Appends characters as they are: atoms, blanks, parentheses. */
    @SuppressWarnings("deprecation") // the only conversion that is a plain copy of the low bytes
    ImapStrings ascii(String text) {
        int count = text.length();
        room(count);
        text.getBytes(0, count, bytes, length);
        length += count;
        return this;
    }

    ImapStrings ascii(char character) {
        room(1);
        bytes[length++] = (byte) character;
        return this;
    }

    /** Appends a number that is not negative. */
    ImapStrings number(long value) {
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        room(digits);
        length += digits;
        int at = length;
        long rest = value;
        do {
            bytes[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (at > length - digits);
        return this;
    }

    ImapStrings nil() {
        room(NIL.length);
        System.arraycopy(NIL, 0, bytes, length, NIL.length);
        length += NIL.length;
        return this;
    }

    ImapStrings nstring(Optional<String> text) {
        return text.isPresent() ? string(text.get()) : nil();
    }

    /** Appends a string, quoted where it can be, else a literal. */
    ImapStrings string(String text) {
        if (!quotable(text)) {
            return literal(text);
        }
        room(2 * text.length() + 2);
        bytes[length++] = '"';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                bytes[length++] = '\\';
            }
            bytes[length++] = c == 0 ? NUL_SHOWN : (byte) c;
        }
        bytes[length++] = '"';
        return this;
    }

    /** Announces a literal of that many octets, which the caller sends next. */
    ImapStrings literalOf(long octets) {
        return ascii('{').number(octets).ascii("}\r\n");
    }

    /** The same for octets among which are NULs (RFC 3516 §4.3). */
    ImapStrings literal8Of(long octets) {
        return ascii('~').literalOf(octets);
    }

    /** Hands what was gathered to the output and is empty again. */
    void drainTo(Output out) throws IOException {
        out.write(ByteBuffer.wrap(bytes, 0, length));
        length = 0;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    private ImapStrings literal(String text) {
        literalOf(text.length());
        int start = length;
        ascii(text);
        for (int i = start; i < length; i++) {
            if (bytes[i] == 0) {
                bytes[i] = NUL_SHOWN;
            }
        }
        return this;
    }

    private static boolean quotable(String text) {
        if (text.length() > MAX_QUOTED) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80 || c == '\r' || c == '\n') {
                return false;
            }
        }
        return true;
    }

    private void room(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
        }
    }
}
