package waypost.protocol.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringTokenizer;

/**
 * A line of a server as far as a log-in needs it (RFC 3501 §7): tag, the word behind it, response code without its brackets. A line that
 * is something else still has all three, and no meaning.
 */
record StatusLine(String tag, String status, Optional<String> code, Optional<List<String>> capabilities) {
    private static final String CAPABILITY = "CAPABILITY ";

    static StatusLine parse(String line) {
        String[] words = line.split(" ", 3);
        String status = words.length > 1 ? words[1].toUpperCase(Locale.ROOT) : "";
        String rest = words.length > 2 ? words[2] : "";
        Optional<String> code = Optional.empty();
        int end = rest.indexOf(']');
        if (rest.startsWith("[") && end > 0) {
            code = Optional.of(rest.substring(1, end));
        }
        boolean untagged = words[0].equals("*") && status.equals("CAPABILITY");
        return new StatusLine(
                words[0],
                status,
                code,
                untagged
                        ? Optional.of(names(rest))
                        : code.filter(text -> text.startsWith(CAPABILITY))
                                .map(text -> names(text.substring(CAPABILITY.length()))));
    }

    private static List<String> names(String text) {
        List<String> names = new ArrayList<>();
        StringTokenizer words = new StringTokenizer(text, " ");
        while (words.hasMoreTokens()) {
            names.add(words.nextToken());
        }
        return List.copyOf(names);
    }
}
