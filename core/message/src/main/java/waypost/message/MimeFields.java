package waypost.message;

import java.util.List;
import java.util.Optional;

/**
 * The Content-* fields of a part, parsed leniently, with the defaults of RFC 2045 §5.2 and RFC 2046 §5.1.5. Strings are raw octets as
 * ISO-8859-1 characters, so that a protocol can send them on unchanged; comments are gone, quotes undone.
 *
 * @param type as written, TEXT where missing
 * @param encoding as written, 7BIT where missing
 */
public record MimeFields(
        String type,
        String subtype,
        List<Parameter> parameters,
        Optional<String> id,
        Optional<String> description,
        String encoding,
        Optional<String> md5,
        Optional<Disposition> disposition,
        List<String> languages,
        Optional<String> location) {

    public record Parameter(String name, String value) {}

    public record Disposition(String type, List<Parameter> parameters) {}

    public boolean is(String otherType, String otherSubtype) {
        return type.equalsIgnoreCase(otherType) && subtype.equalsIgnoreCase(otherSubtype);
    }

    public boolean multipart() {
        return type.equalsIgnoreCase("multipart");
    }

    public boolean text() {
        return type.equalsIgnoreCase("text");
    }
}
