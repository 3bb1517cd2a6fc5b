package waypost.protocol.imap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import waypost.message.HeaderFields;
import waypost.message.Octets;
import waypost.protocol.imap.FetchItem.Section;

/**
 * HEADER.FIELDS and HEADER.FIELDS.NOT: the fields of a header whose name is, or is not, in a list; octets and order as they are. Lines
 * that are no field are in neither. The empty line is part of any subset, "except in the case of a message which has no body and no blank
 * line" (RFC 3501 §6.4.5).
 */
final class SectionFields {
    private static final byte[] EMPTY_LINE = {'\r', '\n'};

    private SectionFields() {}

    /** The subset of the header {@code [start, end)} of the message; of a very long header, of its first fields. */
    static byte[] select(Octets octets, long start, long end, Section section) throws IOException {
        boolean cut = end - start > HeaderFields.LIMIT;
        byte[] header = read(octets, start, (int) Math.min(end - start, HeaderFields.LIMIT));
        boolean wanted = section.kind() == Section.Kind.HEADER_FIELDS;
        ByteArrayOutputStream subset = new ByteArrayOutputStream();
        for (HeaderFields.Field field : HeaderFields.parse(header).fields()) {
            boolean whole = !cut || field.end() < header.length;
            if (whole && listed(field, section.fields()) == wanted) {
                subset.write(header, field.start(), field.end() - field.start());
            }
        }
        if (cut || endsWithEmptyLine(header)) {
            subset.writeBytes(EMPTY_LINE);
        }
        return subset.toByteArray();
    }

    private static byte[] read(Octets octets, long start, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        octets.read(start, length, bytes::put);
        return bytes.array();
    }

    private static boolean listed(HeaderFields.Field field, List<String> names) {
        return names.stream().anyMatch(field::is);
    }

    private static boolean endsWithEmptyLine(byte[] header) {
        int last = header.length - 1;
        if (last < 0 || header[last] != '\n') {
            return false;
        }
        int before = last > 0 && header[last - 1] == '\r' ? last - 2 : last - 1;
        return before < 0 || header[before] == '\n';
    }
}
