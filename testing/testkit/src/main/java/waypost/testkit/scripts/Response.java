package waypost.testkit.scripts;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One response of the server, with its literals.
 *
 * @param tag {@code *}, {@code +} or the command's
 * @param args behind the tag; of OK, NO, BAD, BYE and PREAUTH the word and its code, without the text for people
 * @param text as received, without the last CRLF
 */
record Response(String tag, List<Arg> args, String text) {
    private static final Pattern LITERAL = Pattern.compile("\\{(\\d+)\\}$");
    private static final Set<String> STATUS = Set.of("OK", "NO", "BAD", "BYE", "PREAUTH");

    /** All responses in what a server sent. */
    static List<Response> read(String octets) {
        List<Response> responses = new ArrayList<>();
        int from = 0;
        int at = 0;
        while (at < octets.length()) {
            int end = octets.indexOf("\r\n", at);
            if (end < 0) {
                throw new AssertionError("the last line has no end: " + octets.substring(from));
            }
            Matcher literal = LITERAL.matcher(octets.substring(at, end));
            if (literal.find()) {
                at = end + 2 + Integer.parseInt(literal.group(1));
            } else {
                responses.add(of(octets.substring(from, end)));
                at = end + 2;
                from = at;
            }
        }
        return responses;
    }

    private static Response of(String text) {
        int space = text.indexOf(' ');
        String tag = space < 0 ? text : text.substring(0, space);
        String rest = space < 0 ? "" : text.substring(space + 1);
        return new Response(tag, tag.equals("+") ? List.of() : args(rest), text);
    }

    private static List<Arg> args(String rest) {
        int space = rest.indexOf(' ');
        String word = space < 0 ? rest : rest.substring(0, space);
        if (!STATUS.contains(word)) {
            return ArgReader.read(rest);
        }
        if (!rest.startsWith("[", space + 1)) {
            return ArgReader.read(word);
        }
        int close = rest.indexOf(']', space);
        return ArgReader.read(close < 0 ? rest : rest.substring(0, close + 1));
    }

    /** Whether it is OK, NO, BAD, BYE or PREAUTH. */
    boolean status() {
        return !args.isEmpty() && args.getFirst() instanceof Arg.Atom(String word) && STATUS.contains(word);
    }
}
