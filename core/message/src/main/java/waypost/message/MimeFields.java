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

    /** RFC 2045 §5.2: what a part is that does not say. */
    static final MimeFields TEXT_PLAIN = of("TEXT", "PLAIN", List.of(new Parameter("CHARSET", "US-ASCII")));

    static final MimeFields MESSAGE = of("MESSAGE", "RFC822", List.of());
    static final MimeFields OCTET_STREAM = of("APPLICATION", "OCTET-STREAM", List.of());

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

    /** Whether the body is a message: message/rfc822 (RFC 2046 §5.2.1) or message/global (RFC 6532 §3.7). */
    public boolean enclosesMessage() {
        return is("message", "rfc822") || is("message", "global");
    }

    /** The value of the first parameter of that name. */
    public Optional<String> parameter(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equalsIgnoreCase(name))
                .map(Parameter::value)
                .findFirst();
    }

    /** These fields with the content type of others. */
    MimeFields as(MimeFields other) {
        return new MimeFields(
                other.type,
                other.subtype,
                other.parameters,
                id,
                description,
                encoding,
                md5,
                disposition,
                languages,
                location);
    }

    private static MimeFields of(String type, String subtype, List<Parameter> parameters) {
        return new MimeFields(
                type,
                subtype,
                parameters,
                Optional.empty(),
                Optional.empty(),
                "7BIT",
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }
}
