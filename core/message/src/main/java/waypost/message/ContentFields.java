package waypost.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waypost.message.MimeFields.Disposition;
import waypost.message.MimeFields.Parameter;

/** Parses the Content-* fields of one header. Parameters of RFC 2231 stay as they are: it is the reader who joins and decodes them. */
final class ContentFields {
    private static final String TYPE_STOPS = "/;,=\"<>@";
    private static final String NAME_STOPS = "=;\"";

    private final Map<String, String> values;

    /** @param values unfolded values by lower-case name */
    ContentFields(Map<String, String> values) {
        this.values = values;
    }

    /** @param otherwise the content type when there is none or none that makes sense (RFC 2045 §5.2) */
    MimeFields parse(MimeFields otherwise) {
        MimeFields type = contentType(otherwise);
        return new MimeFields(
                type.type(),
                type.subtype(),
                type.parameters(),
                text("content-id"),
                text("content-description"),
                encoding(),
                text("content-md5"),
                disposition(),
                languages(),
                text("content-location"));
    }

    private MimeFields contentType(MimeFields otherwise) {
        FieldLexer lexer = lexer("content-type");
        lexer.skipSpace();
        String type = lexer.until(TYPE_STOPS);
        lexer.skipSpace();
        String subtype = "";
        if (lexer.skip('/')) {
            lexer.skipSpace();
            subtype = lexer.until(TYPE_STOPS);
        } else if (type.equalsIgnoreCase("text")) {
            subtype = "plain"; // the type alone, as before MIME (RFC 1049)
        } else if (type.equalsIgnoreCase("multipart")) {
            subtype = "mixed"; // RFC 2046 §5.1.3
        }
        if (type.isEmpty() || subtype.isEmpty()) {
            return otherwise;
        }
        return new MimeFields(
                type,
                subtype,
                parameters(lexer),
                otherwise.id(),
                otherwise.description(),
                otherwise.encoding(),
                otherwise.md5(),
                otherwise.disposition(),
                otherwise.languages(),
                otherwise.location());
    }

    private Optional<Disposition> disposition() {
        FieldLexer lexer = lexer("content-disposition");
        lexer.skipSpace();
        String type = lexer.until(TYPE_STOPS);
        return type.isEmpty() ? Optional.empty() : Optional.of(new Disposition(type, parameters(lexer)));
    }

    private String encoding() {
        FieldLexer lexer = lexer("content-transfer-encoding");
        lexer.skipSpace();
        String encoding = lexer.peek() == '"' ? lexer.quoted().trim() : lexer.until(";,\"");
        return encoding.isEmpty() ? "7BIT" : encoding;
    }

    private List<String> languages() {
        FieldLexer lexer = lexer("content-language");
        List<String> languages = new ArrayList<>();
        while (!lexer.done()) {
            lexer.skipSpace();
            String language = lexer.until(",;");
            if (!language.isEmpty()) {
                languages.add(language);
            }
            lexer.skipSpace();
            if (lexer.peek() == ',' || lexer.peek() == ';') {
                lexer.next();
            }
        }
        return List.copyOf(languages);
    }

    private Optional<String> text(String field) {
        return Optional.ofNullable(values.get(field)).map(String::trim).filter(text -> !text.isEmpty());
    }

    private FieldLexer lexer(String field) {
        return new FieldLexer(values.getOrDefault(field, ""));
    }

    private static List<Parameter> parameters(FieldLexer lexer) {
        List<Parameter> parameters = new ArrayList<>();
        while (true) {
            lexer.skipSpace();
            while (lexer.skip(';')) {
                lexer.skipSpace();
            }
            if (lexer.done()) {
                return List.copyOf(parameters);
            }
            String name = lexer.until(NAME_STOPS);
            lexer.skipSpace();
            if (!name.isEmpty() && lexer.skip('=')) {
                lexer.skipSpace();
                parameters.add(new Parameter(name, lexer.peek() == '"' ? lexer.quoted() : bareValue(lexer)));
            } else if (name.isEmpty()) {
                lexer.next();
            }
        }
    }

    /** A value without quotes. Many a file name stands there with its blanks, which RFC 2045 §5.1 forbids. */
    private static String bareValue(FieldLexer lexer) {
        StringBuilder value = new StringBuilder(lexer.until(";"));
        while (lexer.skipSpace() && !lexer.done() && lexer.peek() != ';' && !lexer.startsParameter()) {
            value.append(' ').append(lexer.until(";"));
        }
        return value.toString();
    }
}
