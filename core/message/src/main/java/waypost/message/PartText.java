package waypost.message;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which parts of a message are text to look for something in, and what charsets their octets may be in. */
public final class PartText {
    /** What a part may be in that does not say, or says US-ASCII and does not mean it. */
    private static final List<Charset> UNSAID = List.of(StandardCharsets.UTF_8, Charset.forName("windows-1252"));

    private static final Map<Charset, Boolean> KEEPS_ASCII = new ConcurrentHashMap<>();

    private PartText() {}

    /**
     * Whether a part without parts is searched: RFC 3501 §6.4.4 leaves other types out ("MAY exclude"), as nobody looks for text in the
     * octets of a picture, and so is text in a transfer encoding that nobody knows.
     */
    public static boolean searched(MimeFields fields) {
        boolean text = fields.text() || fields.type().equalsIgnoreCase("message");
        return text && TransferDecoder.of(fields.encoding()).isPresent();
    }

    /** The charset of a part, or all that it may be in; the text is what is found with any of them. */
    public static List<Charset> charsets(MimeFields fields) {
        return fields.parameter("charset")
                .filter(name -> !name.toLowerCase(Locale.ROOT).endsWith("ascii"))
                .flatMap(Charsets::lookup)
                .map(List::of)
                .orElse(UNSAID);
    }

    /** Whether in this charset octets below 128 are ASCII and no part of other characters: UTF-8 and most of one octet a character. */
    public static boolean keepsAscii(Charset charset) {
        return KEEPS_ASCII.computeIfAbsent(charset, asked -> {
            byte[] ascii = new byte[128];
            for (int i = 0; i < ascii.length; i++) {
                ascii[i] = (byte) i;
            }
            boolean oneOctet = asked.canEncode() && asked.newEncoder().maxBytesPerChar() == 1;
            return asked.equals(StandardCharsets.UTF_8)
                    || (oneOctet && new String(ascii, asked).equals(new String(ascii, StandardCharsets.US_ASCII)));
        });
    }
}
