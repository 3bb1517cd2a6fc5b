package waypost.message;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import waypost.message.MessageStructure.Part;

/**
 * The beginning of what a person reads in a message, on one line, for a list of messages (RFC 8970 §3.3): of the first part of plain text or
 * HTML that has any. Read and made anew each time, within bounds.
 */
public final class Preview {
    /** Characters of Unicode in a preview (RFC 8970 §3.3). */
    public static final int LENGTH = 200;

    /** Parts that are looked at; one that has no text of its own is passed over. */
    private static final int PARTS = 4;

    /** Encoded octets of a part that are read; HTML has its styles first. */
    private static final int PLAIN_OCTETS = 16 * 1024;

    private static final int HTML_OCTETS = 128 * 1024;

    private Preview() {}

    /** Empty where there is nothing that could be shown: no text, or nothing but encrypted text. */
    public static String of(Octets message, MessageStructure structure) throws IOException {
        for (Part part : texts(structure.root()).limit(PARTS).toList()) {
            String text = text(message, part);
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }

    /** Leaves of plain text and HTML, the first ones first; not those of enclosed messages, and no attachments. */
    private static Stream<Part> texts(Part part) {
        if (!part.parts().isEmpty()) {
            return part.parts().stream().flatMap(Preview::texts);
        }
        boolean attached = part.fields()
                .disposition()
                .filter(disposition -> disposition.type().equalsIgnoreCase("attachment"))
                .isPresent();
        boolean shown = part.fields().text() && (isHtml(part) || hasSubtype(part, "plain"));
        return shown && !attached ? Stream.of(part) : Stream.of();
    }

    private static boolean isHtml(Part part) {
        return hasSubtype(part, "html");
    }

    private static boolean hasSubtype(Part part, String subtype) {
        return part.fields().subtype().equalsIgnoreCase(subtype);
    }

    private static String text(Octets message, Part part) throws IOException {
        Optional<TransferDecoder> decoder = TransferDecoder.of(part.fields().encoding());
        if (decoder.isEmpty()) {
            return "";
        }
        ByteArrayOutputStream decoded = new ByteArrayOutputStream();
        Octets.Sink sink = slice -> {
            byte[] copy = new byte[slice.remaining()];
            slice.get(copy);
            decoded.writeBytes(copy);
        };
        long octets = Math.min(part.bodyLength(), isHtml(part) ? HTML_OCTETS : PLAIN_OCTETS);
        message.read(part.bodyStart(), octets, slice -> decoder.get().decode(slice, sink));
        decoder.get().finish(sink);
        String text = decode(decoded.toByteArray(), part.fields());
        return isHtml(part) ? HtmlText.preview(text) : PlainText.preview(text);
    }

    /** What does not say its charset, or says US-ASCII and does not mean it, is UTF-8 if it can be. */
    private static String decode(byte[] octets, MimeFields fields) {
        List<Charset> possible = PartText.charsets(fields);
        if (possible.size() == 1) {
            return new String(octets, possible.getFirst());
        }
        CharBuffer text = CharBuffer.allocate(octets.length);
        boolean utf8 = !StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(octets), text, false) // its end may be cut off
                .isError();
        return utf8 ? text.flip().toString() : new String(octets, possible.getLast());
    }
}
