package waypost.protocol.imap;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import waypost.message.MessageStructure.Enclosed;
import waypost.message.MessageStructure.Part;
import waypost.protocol.imap.FetchItem.Section;

/** What a section of RFC 3501 §6.4.5 is in one message. */
sealed interface SectionText {
    /** There is no such section; the answer is NIL. */
    record Missing() implements SectionText {}

    /** Octets {@code [start, end)} of the message. */
    record Range(long start, long end) implements SectionText {}

    /** A subset of a header's fields, put together. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Fields(byte[] octets) implements SectionText {}

    static SectionText of(FetchSource source, Section section) throws IOException {
        if (section.part().isEmpty()) {
            return section.kind() == Section.Kind.ALL
                    ? new Range(0, source.octets().length())
                    : ofMessage(source, source.structure().root(), section);
        }
        Optional<Part> found = StructureParts.find(source.structure().root(), section.part());
        if (found.isEmpty()) {
            return new Missing();
        }
        Part part = found.get();
        return switch (section.kind()) {
            case ALL -> new Range(part.bodyStart(), part.bodyEnd());
            case MIME -> new Range(part.headerStart(), part.bodyStart());
            case HEADER, TEXT, HEADER_FIELDS, HEADER_FIELDS_NOT -> {
                List<Enclosed> message = part.message();
                yield message.isEmpty()
                        ? new Missing()
                        : ofMessage(source, message.getFirst().part(), section);
            }
        };
    }

    private static SectionText ofMessage(FetchSource source, Part message, Section section) throws IOException {
        return switch (section.kind()) {
            case HEADER -> new Range(message.headerStart(), message.bodyStart());
            case TEXT -> new Range(message.bodyStart(), message.bodyEnd());
            case HEADER_FIELDS, HEADER_FIELDS_NOT ->
                new Fields(SectionFields.select(source.octets(), message.headerStart(), message.bodyStart(), section));
            // RFC 3501 §6.4.5: MIME must be prefixed by a part number; ALL of a message is its range.
            case MIME -> new Missing();
            case ALL -> new Range(message.headerStart(), message.bodyEnd());
        };
    }
}
