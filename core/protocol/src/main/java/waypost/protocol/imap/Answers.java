package waypost.protocol.imap;

import java.util.Collection;
import java.util.List;

/** Small pieces of server answers in their wire form. */
final class Answers {
    /** RFC 2971 §3.2. No version: it helps whoever looks for old ones. */
    static final String ID = "* ID (\"name\" \"Waypost\")\r\n";

    private Answers() {}

    /** A quoted string, of text without CR, LF and NUL. */
    static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    static String flagList(Collection<String> flags) {
        return "(" + String.join(" ", flags) + ")";
    }

    /** uid-set of RFC 4315 §4: in the given order, runs of growing numbers as ranges. */
    static String uidSet(List<Long> uids) {
        StringBuilder set = new StringBuilder();
        int at = 0;
        while (at < uids.size()) {
            int from = at;
            while (at + 1 < uids.size() && uids.get(at + 1) == uids.get(at) + 1) {
                at++;
            }
            set.append(set.isEmpty() ? "" : ",").append(uids.get(from));
            if (at > from) {
                set.append(':').append(uids.get(at));
            }
            at++;
        }
        return set.toString();
    }
}
