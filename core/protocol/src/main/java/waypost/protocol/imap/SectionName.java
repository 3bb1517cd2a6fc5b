package waypost.protocol.imap;

import java.util.List;
import java.util.Optional;
import waypost.protocol.imap.FetchItem.Partial;
import waypost.protocol.imap.FetchItem.Section;

/** Writer of a section's name in an answer (RFC 3501 §7.4.2): as asked for, a partial as its first octet only. */
final class SectionName {
    private SectionName() {}

    static void write(ImapStrings line, Section section, Optional<Partial> partial) {
        line.ascii("BODY[");
        part(line, section.part());
        String kind = switch (section.kind()) {
            case ALL -> "";
            case HEADER -> "HEADER";
            case HEADER_FIELDS -> "HEADER.FIELDS ";
            case HEADER_FIELDS_NOT -> "HEADER.FIELDS.NOT ";
            case TEXT -> "TEXT";
            case MIME -> "MIME";
        };
        if (!section.part().isEmpty() && !kind.isEmpty()) {
            line.ascii('.');
        }
        line.ascii(kind);
        if (section.kind() == Section.Kind.HEADER_FIELDS || section.kind() == Section.Kind.HEADER_FIELDS_NOT) {
            names(line, section.fields());
        }
        end(line, partial);
    }

    /** RFC 3516 §7. */
    static void binary(ImapStrings line, List<Integer> part, Optional<Partial> partial) {
        line.ascii("BINARY[");
        part(line, part);
        end(line, partial);
    }

    static void binarySize(ImapStrings line, List<Integer> part) {
        line.ascii("BINARY.SIZE[");
        part(line, part);
        end(line, Optional.empty());
    }

    private static void part(ImapStrings line, List<Integer> numbers) {
        boolean first = true;
        for (int number : numbers) {
            if (!first) {
                line.ascii('.');
            }
            first = false;
            line.number(number);
        }
    }

    private static void end(ImapStrings line, Optional<Partial> partial) {
        line.ascii(']');
        if (partial.isPresent()) {
            line.ascii('<').number(partial.get().offset()).ascii('>');
        }
        line.ascii(' ');
    }

    private static void names(ImapStrings line, List<String> names) {
        char before = '(';
        for (String name : names) {
            line.ascii(before);
            before = ' ';
            if (atom(name)) {
                line.ascii(name);
            } else {
                line.string(name);
            }
        }
        line.ascii(')');
    }

    /** Whether the name can stand without quotes: RFC 3501 §9 atom. */
    private static boolean atom(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c <= ' ' || c >= 0x7f || "(){%*\"\\]".indexOf(c) >= 0) {
                return false;
            }
        }
        return !name.isEmpty();
    }
}
