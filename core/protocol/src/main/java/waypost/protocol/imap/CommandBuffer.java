package waypost.protocol.imap;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The octets of one command as they come in, up to a limit; between commands it holds nothing. Knows where its last line begins. */
final class CommandBuffer {
    private static final int FIRST = 512;
    private static final byte[] NOTHING = {};
    private static final byte[] APPEND = "APPEND ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] REPLACE = "REPLACE ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UID_REPLACE = "UID REPLACE ".getBytes(StandardCharsets.US_ASCII);
    static final byte[] SETMETADATA = "SETMETADATA ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] URL = "URL ".getBytes(StandardCharsets.US_ASCII);
    static final byte[] LOGIN = "LOGIN ".getBytes(StandardCharsets.US_ASCII);

    private final int limit;
    private byte[] octets = NOTHING;
    private int length;
    private int lineStart;

    CommandBuffer(int limit) {
        this.limit = limit;
    }

    int room() {
        return limit - length;
    }

    boolean isEmpty() {
        return length == 0;
    }

    /** Takes octets that have room. */
    void take(ByteBuffer in, int count) {
        if (length + count > octets.length) {
            int roomy = Math.max(FIRST, 2 * octets.length);
            octets = Arrays.copyOf(octets, Math.min(limit, Math.max(length + count, roomy)));
        }
        in.get(octets, length, count);
        length += count;
    }

    /** Ends a line: its LF and the CR before it are not part of the command. Clients typed by hand send LF alone. */
    void endLine() {
        length--;
        if (length > lineStart && octets[length - 1] == '\r') {
            length--;
        }
    }

    Optional<LiteralMark> literal() {
        return LiteralMark.endOf(octets, lineStart, length);
    }

    /** Makes ready for a literal's octets and the line behind them. */
    void startLiteral() {
        octets = Arrays.copyOf(octets, Math.max(octets.length, length + 2));
        octets[length++] = '\r';
        octets[length++] = '\n';
    }

    void startLine() {
        lineStart = length;
    }

    byte[] content() {
        return Arrays.copyOf(octets, length);
    }

    void clear() {
        Arrays.fill(octets, 0, length, (byte) 0); // may have held a password
        octets = NOTHING;
        length = 0;
        lineStart = 0;
    }

    /** Forgets all but the end, where a literal may be announced. */
    void keepEnd() {
        int kept = Math.min(length, LiteralMark.MAX_LENGTH);
        byte[] end = Arrays.copyOfRange(octets, length - kept, length);
        clear();
        take(ByteBuffer.wrap(end), kept);
    }

    /** Whether the literal that ends this line is a message for a mailbox, and not the mailbox's name. */
    boolean announcesMessage() {
        int mailbox = destination();
        return mailbox > 0 && (octets[mailbox] != '{' || lineStart > 0) && !announcesUrl(mailbox + 1);
    }

    /**
     * Whether the literal that ends this line is a URL of RFC 4469 §5.
     *
     * @param from where the word ahead of it may begin
     */
    boolean announcesUrl(int from) {
        int mark = length - 1;
        while (mark > lineStart && octets[mark] != '{') {
            mark--;
        }
        int word = mark - URL.length;
        return word > from && (octets[word - 1] == ' ' || octets[word - 1] == '(') && standsAt(word, URL);
    }

    /** Where the mailbox is named that the command brings a message for; 0 where it brings none. */
    private int destination() {
        int verb = indexOf(' ', 0) + 1;
        if (begins(APPEND)) {
            return verb + APPEND.length;
        }
        if (begins(REPLACE)) {
            return indexOf(' ', verb + REPLACE.length) + 1;
        }
        return begins(UID_REPLACE) ? indexOf(' ', verb + UID_REPLACE.length) + 1 : 0;
    }

    /** Whether a command is begun by this word, in any case, and the space behind it, and has more. */
    boolean begins(byte[] word) {
        int verb = indexOf(' ', 0) + 1;
        return verb > 0 && verb + word.length < length && standsAt(verb, word);
    }

    private boolean standsAt(int from, byte[] word) {
        for (int i = 0; i < word.length; i++) {
            int octet = octets[from + i];
            int upper = octet >= 'a' && octet <= 'z' ? octet - ('a' - 'A') : octet;
            if (upper != word[i]) {
                return false;
            }
        }
        return true;
    }

    private int indexOf(char wanted, int from) {
        for (int i = from; i < length; i++) {
            if (octets[i] == wanted) {
                return i;
            }
        }
        return -1;
    }
}
