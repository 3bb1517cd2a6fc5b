package waypost.testkit.scripts;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the arguments of a response, one line with its literals. An atom ends at a space or parenthesis only: {@code BODY[HEADER.FIELDS (FROM)]} is
 * an atom, a list and the atom {@code ]}, in what is expected and in what comes alike.
 */
final class ArgReader {
    private final String octets;
    private int at;

    private ArgReader(String octets) {
        this.octets = octets;
    }

    static List<Arg> read(String octets) {
        ArgReader reader = new ArgReader(octets);
        List<Arg> args = reader.items();
        if (reader.at < octets.length()) {
            throw new AssertionError("a parenthesis too many: " + octets);
        }
        return args;
    }

    /** Up to the parenthesis that closes, or to the end. */
    private List<Arg> items() {
        List<Arg> items = new ArrayList<>();
        while (at < octets.length() && octets.charAt(at) != ')') {
            if (octets.charAt(at) == ' ') {
                at++;
            } else {
                items.add(item());
            }
        }
        return items;
    }

    private Arg item() {
        return switch (octets.charAt(at)) {
            case '(' -> list();
            case '"' -> quoted();
            case '{' -> literal(at + 1);
            case '~' -> octets.startsWith("{", at + 1) ? literal(at + 2) : atom();
            default -> atom();
        };
    }

    private Arg list() {
        at++;
        List<Arg> items = items();
        if (at == octets.length()) {
            throw new AssertionError("a parenthesis is not closed: " + octets);
        }
        at++;
        return new Arg.Items(items);
    }

    private Arg quoted() {
        StringBuilder text = new StringBuilder();
        for (at++; next() != '"'; at++) {
            if (next() == '\\') {
                at++;
            }
            text.append(next());
        }
        at++;
        return new Arg.Quoted(text.toString());
    }

    private char next() {
        if (at >= octets.length()) {
            throw new AssertionError("a quoted string does not end: " + octets);
        }
        return octets.charAt(at);
    }

    private Arg literal(int digits) {
        int end = octets.indexOf("}\r\n", digits);
        if (end < 0) {
            return atom();
        }
        int from = end + 3;
        at = from + Integer.parseInt(octets.substring(digits, end).replace("+", ""));
        return new Arg.Literal(octets.substring(from, at));
    }

    private Arg atom() {
        int from = at;
        while (at < octets.length() && " ()".indexOf(octets.charAt(at)) < 0) {
            at++;
        }
        String text = octets.substring(from, at);
        return text.equalsIgnoreCase("NIL") ? new Arg.Nil() : new Arg.Atom(text);
    }
}
