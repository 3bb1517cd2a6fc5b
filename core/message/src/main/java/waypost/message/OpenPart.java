package waypost.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import waypost.message.MessageStructure.Enclosed;
import waypost.message.MessageStructure.Part;

/** A part whose end has not been seen yet. */
final class OpenPart {
    private enum State {
        HEADER,
        CONTENT,
        MESSAGE,
        MULTIPART,
        EPILOGUE
    }

    private final long headerStart;
    private final MimeFields otherwise;
    private final EntityFields fields;
    private final List<Part> parts = new ArrayList<>();
    private final List<Enclosed> message = new ArrayList<>(1);
    private State state = State.HEADER;
    private MimeFields mime;
    private byte[] boundary = {};
    private long bodyStart;
    private long lineEndsBefore;

    private OpenPart(long headerStart, MimeFields otherwise, EntityFields fields) {
        this.headerStart = headerStart;
        this.otherwise = otherwise;
        this.fields = fields;
        this.mime = otherwise;
    }

    static OpenPart message(long headerStart, KeptText budget) {
        return new OpenPart(headerStart, MimeFields.TEXT_PLAIN, EntityFields.ofMessage(budget));
    }

    /** @param otherwise what the part is when its header does not say */
    static OpenPart child(long headerStart, MimeFields otherwise, KeptText budget) {
        return new OpenPart(headerStart, otherwise, EntityFields.ofPart(budget));
    }

    EntityFields fields() {
        return fields;
    }

    boolean inHeader() {
        return state == State.HEADER;
    }

    /** @param mayNest whether the limits allow to look inside */
    void endHeader(long start, long lineEnds, boolean mayNest) {
        bodyStart = start;
        lineEndsBefore = lineEnds;
        mime = fields.mime(otherwise);
        state = State.CONTENT;
        if (mime.multipart()) {
            boundary = mime.parameter("boundary").orElse("").stripTrailing().getBytes(StandardCharsets.ISO_8859_1);
            boolean usable = boundary.length > 0 && boundary.length < StructureBuilder.MAX_DELIMITER_LINE - 4;
            if (!usable) {
                mime = mime.as(MimeFields.TEXT_PLAIN); // RFC 2045 §5.2: not a valid Content-Type
            } else if (!mayNest) {
                mime = mime.as(MimeFields.OCTET_STREAM);
            } else {
                state = State.MULTIPART;
            }
        } else if (mime.enclosesMessage()) {
            if (mayNest) {
                state = State.MESSAGE;
            } else {
                mime = mime.as(MimeFields.OCTET_STREAM);
            }
        }
    }

    boolean awaitsDelimiter() {
        return state == State.MULTIPART;
    }

    boolean encloses() {
        return state == State.MESSAGE;
    }

    int boundaryLength() {
        return boundary.length;
    }

    boolean delimitedBy(byte[] line, int length) {
        int rest = length - 2 - boundary.length;
        return (rest == 0 || rest == 2 && line[length - 1] == '-' && line[length - 2] == '-')
                && Arrays.equals(line, 2, 2 + boundary.length, boundary, 0, boundary.length);
    }

    void closed() {
        state = State.EPILOGUE;
    }

    /** RFC 2046 §5.1.5: in a digest the default is a message. */
    MimeFields childDefault() {
        return mime.subtype().equalsIgnoreCase("digest") ? MimeFields.MESSAGE : MimeFields.TEXT_PLAIN;
    }

    void add(Part part, OpenPart source) {
        if (state == State.MESSAGE) {
            message.add(new Enclosed(source.envelope(), part));
        } else {
            parts.add(part);
        }
    }

    Envelope envelope() {
        return fields.envelope();
    }

    /** The body must not end before what is inside it. */
    long leastEnd() {
        if (!parts.isEmpty()) {
            return parts.getLast().bodyEnd();
        }
        return message.isEmpty() ? bodyStart : message.getFirst().part().bodyEnd();
    }

    Part close(long bodyEnd, long lineEnds) {
        long lines = lineEnds - lineEndsBefore;
        if ((state == State.MULTIPART || state == State.EPILOGUE) && parts.isEmpty()) {
            parts.add(new Part(bodyStart, bodyStart, bodyEnd, lines, MimeFields.TEXT_PLAIN, List.of(), List.of()));
        }
        return new Part(headerStart, bodyStart, bodyEnd, lines, mime, List.copyOf(parts), List.copyOf(message));
    }
}
