package waypost.message;

import java.util.List;

/**
 * MIME structure of a message as offsets into its verbatim bytes (RFC 2045, 2046). Total: any input has one; what is not MIME is one
 * text/plain part. Lines are counted by their ends (LF), so a last line without one does not count.
 *
 * @param root the message itself
 * @param size octets of the whole message
 * @param lines lines of the whole message
 */
public record MessageStructure(Part root, long size, long lines) {

    /**
     * One part. Offsets are from the start of the message: header {@code [headerStart, bodyStart)}, empty line included; body
     * {@code [bodyStart, bodyEnd)}, without the line end that belongs to the next boundary (RFC 2046 §5.1.1).
     *
     * @param fields MIME fields of the part, defaults applied
     * @param lines lines of the body
     * @param parts of a multipart, at least one (its whole body, if it has no delimiter); empty otherwise
     * @param message the enclosed message of a message/rfc822 or message/global part, always one; empty otherwise
     */
    public record Part(
            long headerStart,
            long bodyStart,
            long bodyEnd,
            long lines,
            MimeFields fields,
            List<Part> parts,
            List<Enclosed> message) {

        public long bodyLength() {
            return bodyEnd - bodyStart;
        }
    }

    /** The message inside a message/rfc822 part: its own header and body as a part, and its envelope. */
    public record Enclosed(Envelope envelope, Part part) {}
}
