package waypost.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The fields of a header block in their order, raw. Names and values are octets as ISO-8859-1 characters. Lines that belong to no field
 * are left out.
 */
public final class HeaderFields {
    /** Octets of a header block that are looked at; fields beyond are left out. */
    public static final int LIMIT = 1024 * 1024;

    private final List<Field> fields;

    private HeaderFields(List<Field> fields) {
        this.fields = fields;
    }

    /**
     * One field.
     *
     * @param value all after the colon, folded as found, without the last line end
     * @param start offset of the field in its header block
     * @param end offset after the field's last line end
     */
    public record Field(String name, String value, int start, int end) {
        public boolean is(String otherName) {
            return name.equalsIgnoreCase(otherName);
        }

        /** The value on one line (RFC 5322 §2.2.3), without white space around. */
        public String unfolded() {
            return value.replace("\r\n", "").replace("\n", "").trim();
        }
    }

    /** Parses a header block; it ends with the empty line or with the array. */
    public static HeaderFields parse(byte[] header) {
        List<Field> fields = new ArrayList<>();
        int start = 0;
        while (start < header.length) {
            int end = lineEnd(header, start);
            int nameLength = nameLength(header, start, end);
            if (nameLength == 0 && blank(header, start, end)) {
                break;
            }
            while (nameLength > 0 && end < header.length && (header[end] == ' ' || header[end] == '\t')) {
                end = lineEnd(header, end);
            }
            if (nameLength > 0) {
                fields.add(field(header, start, end, nameLength));
            }
            start = end;
        }
        return new HeaderFields(List.copyOf(fields));
    }

    /** Reads and parses the header block {@code [from, to)}, the first {@link #LIMIT} octets of it. */
    public static HeaderFields read(Octets octets, long from, long to) throws IOException {
        ByteBuffer block = ByteBuffer.allocate((int) Math.min(LIMIT, to - from));
        octets.read(from, block.capacity(), block::put);
        return parse(block.array());
    }

    public List<Field> fields() {
        return fields;
    }

    public List<Field> all(String name) {
        return fields.stream().filter(field -> field.is(name)).toList();
    }

    public Optional<Field> first(String name) {
        return fields.stream().filter(field -> field.is(name)).findFirst();
    }

    /**
     * Length of the field name at the beginning of a line, 0 if the line is no field. RFC 5322 §3.6.8 gives the characters, §4.5 lets
     * white space stand before the colon.
     */
    static int nameLength(byte[] line, int from, int to) {
        int end = from;
        while (end < to && line[end] > ' ' && line[end] != ':' && line[end] != 0x7F) {
            end++;
        }
        int colon = end;
        while (colon < to && (line[colon] == ' ' || line[colon] == '\t')) {
            colon++;
        }
        return colon < to && line[colon] == ':' ? end - from : 0;
    }

    /** Whether a header may begin with this line though it is no field: the From_ line of mbox files, quoted or not, or white space. */
    static boolean precedesFields(byte[] line, int length) {
        String text = new String(line, 0, length, ISO_8859_1);
        return text.isBlank() || text.startsWith("From ") || text.startsWith(">From ");
    }

    private static Field field(byte[] header, int start, int end, int nameLength) {
        int colon = start + nameLength;
        while (header[colon] != ':') {
            colon++;
        }
        int valueEnd = end;
        if (valueEnd > colon + 1 && header[valueEnd - 1] == '\n') {
            valueEnd--;
            if (valueEnd > colon + 1 && header[valueEnd - 1] == '\r') {
                valueEnd--;
            }
        }
        return new Field(
                new String(header, start, nameLength, ISO_8859_1),
                new String(header, colon + 1, valueEnd - colon - 1, ISO_8859_1),
                start,
                end);
    }

    private static boolean blank(byte[] header, int start, int end) {
        int length = end - start;
        return length == 1 && header[start] == '\n'
                || length == 2 && header[start] == '\r' && header[start + 1] == '\n';
    }

    private static int lineEnd(byte[] header, int from) {
        int end = from;
        while (end < header.length && header[end] != '\n') {
            end++;
        }
        return Math.min(end + 1, header.length);
    }
}
