package waypost.message;

import java.util.ArrayList;
import java.util.List;

/** The Message IDs that a field names, normalized: quoting makes no difference (RFC 5256 §BASE.6.4.THREAD). */
public final class MessageIds {
    private MessageIds() {}

    /** Those that are valid, in their order, without the angle brackets. */
    public static List<String> in(String field) {
        List<String> ids = new ArrayList<>();
        int at = field.indexOf('<');
        while (at >= 0) {
            StringBuilder id = new StringBuilder();
            int end = read(field, at + 1, id);
            if (end < field.length() && field.charAt(end) == '>' && valid(id)) {
                ids.add(id.toString());
            }
            at = field.indexOf('<', end);
        }
        return ids;
    }

    /** Reads up to a bracket outside quotes and answers where it is. */
    private static int read(String field, int from, StringBuilder id) {
        boolean quoted = false;
        int at = from;
        while (at < field.length() && (quoted || (field.charAt(at) != '<' && field.charAt(at) != '>'))) {
            char c = field.charAt(at++);
            if (c == '"') {
                quoted = !quoted;
            } else if (quoted && c == '\\' && at < field.length()) {
                id.append(field.charAt(at++));
            } else if (quoted || c > ' ') {
                id.append(c);
            }
        }
        return at;
    }

    private static boolean valid(StringBuilder id) {
        int domain = id.lastIndexOf("@");
        return domain > 0 && domain < id.length() - 1;
    }
}
