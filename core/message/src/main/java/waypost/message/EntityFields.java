package waypost.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Collects the fields of one header that structure and envelope need, line by line, and forgets the others. */
final class EntityFields {
    private static final Set<String> MIME = Set.of(
            "content-type",
            "content-transfer-encoding",
            "content-id",
            "content-description",
            "content-md5",
            "content-disposition",
            "content-language",
            "content-location");
    private static final Set<String> TEXTS = Set.of("date", "subject", "in-reply-to", "message-id", "references");
    private static final Set<String> ADDRESSES = Set.of("from", "sender", "reply-to", "to", "cc", "bcc");

    private final boolean message;
    private final KeptText budget;
    private final Map<String, String> values = new HashMap<>();
    private final ByteArrayOutputStream value = new ByteArrayOutputStream();
    private String name = "";
    private boolean anyField;
    private boolean inField;

    private EntityFields(boolean message, KeptText budget) {
        this.message = message;
        this.budget = budget;
    }

    static EntityFields ofMessage(KeptText budget) {
        return new EntityFields(true, budget);
    }

    static EntityFields ofPart(KeptText budget) {
        return new EntityFields(false, budget);
    }

    /**
     * Takes a line that is not empty. Answers false if the header is over: its first line is no field. Later lines that are none are
     * skipped, because the fields after them matter more than the text a missing empty line would hide.
     */
    boolean line(byte[] line, int length) {
        if (inField && (line[0] == ' ' || line[0] == '\t')) {
            append(line, 0, length);
            return true;
        }
        endField();
        int nameLength = HeaderFields.nameLength(line, 0, length);
        if (nameLength == 0) {
            inField = false;
            return anyField || HeaderFields.precedesFields(line, length);
        }
        anyField = true;
        inField = true;
        name = new String(line, 0, nameLength, ISO_8859_1).toLowerCase(Locale.ROOT);
        if (wanted(name)) {
            int colon = nameLength;
            while (line[colon] != ':') {
                colon++;
            }
            append(line, colon + 1, length);
        } else {
            name = "";
        }
        return true;
    }

    MimeFields mime(MimeFields otherwise) {
        endField();
        return new ContentFields(values).parse(otherwise);
    }

    Envelope envelope() {
        return new Envelope(
                text("date"),
                text("subject"),
                addresses("from"),
                addresses("sender"),
                addresses("reply-to"),
                addresses("to"),
                addresses("cc"),
                addresses("bcc"),
                text("in-reply-to"),
                text("message-id"),
                text("references"));
    }

    private boolean wanted(String field) {
        return MIME.contains(field) || message && (TEXTS.contains(field) || ADDRESSES.contains(field));
    }

    private void append(byte[] line, int from, int to) {
        if (!name.isEmpty()) {
            int room = Math.min(to - from, StructureBuilder.MAX_HEADER_LINE - value.size());
            value.write(line, from, budget.take(room));
        }
    }

    /** The first field of a name counts; those with addresses are combined (RFC 5322 §4.5.3). */
    private void endField() {
        if (!name.isEmpty()) {
            String text = value.toString(ISO_8859_1);
            if (ADDRESSES.contains(name)) {
                values.merge(name, text, (first, second) -> first + "," + second);
            } else {
                values.putIfAbsent(name, text);
            }
        }
        name = "";
        value.reset();
    }

    /** Empty if there is no such field; one that is there without a text is "" (RFC 9051 §7.5.2). */
    private Optional<String> text(String field) {
        return Optional.ofNullable(values.get(field)).map(String::trim);
    }

    private List<Envelope.Address> addresses(String field) {
        return AddressParser.parse(values.getOrDefault(field, ""));
    }
}
