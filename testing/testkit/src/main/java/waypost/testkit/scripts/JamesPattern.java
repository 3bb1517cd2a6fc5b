package waypost.testkit.scripts;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Regular expressions of lines, taken apart: what stands for itself stays, each other piece becomes one character of Unicode's private use, so
 * that parentheses, quotes and literals of IMAP can be read. {@link #arg} puts the pieces back.
 */
final class JamesPattern {
    private static final char FIRST = '\uE000';
    private static final Pattern UNIT =
            Pattern.compile("\\\\[^a-zA-Z0-9]|\\\\[a-zA-Z]|\\[(?:\\\\.|[^\\]\\\\])*\\]|\\(|.", Pattern.DOTALL);

    /** At the end of a line it is a literal's size, with the backslash forgotten. */
    private static final Pattern TIMES = Pattern.compile("[*+?]|\\{\\d+(?:,\\d*)?\\}(?!$)");

    private final List<String> pieces = new ArrayList<>();

    /** A line with its pieces replaced. */
    String plain(String expression) {
        StringBuilder plain = new StringBuilder();
        Matcher unit = UNIT.matcher(expression);
        Matcher times = TIMES.matcher(expression);
        int at = 0;
        while (at < expression.length()) {
            unit.region(at, expression.length()).lookingAt();
            int end = unit.group().equals("(") ? closing(expression, at) : unit.end();
            int all = times.region(end, expression.length()).lookingAt() ? times.end() : end;
            String whole = expression.substring(at, all);
            if (all > end || special(unit.group())) {
                pieces.add(whole);
                plain.append((char) (FIRST + pieces.size() - 1));
            } else {
                plain.append(whole.length() == 2 ? whole.substring(1) : whole);
            }
            at = all;
        }
        return plain.toString();
    }

    private static boolean special(String unit) {
        return unit.equals(".")
                || unit.equals("(")
                || unit.equals("|")
                || unit.length() > 2
                || unit.length() == 2 && Character.isLetter(unit.charAt(1));
    }

    private static int closing(String expression, int from) {
        int depth = 0;
        for (int at = from; at < expression.length(); at++) {
            switch (expression.charAt(at)) {
                case '\\' -> at++;
                case '(' -> depth++;
                case ')' -> depth--;
                default -> {}
            }
            if (depth == 0) {
                return at + 1;
            }
        }
        throw new AssertionError("a group is not closed: " + expression);
    }

    static boolean piece(char character) {
        return character >= FIRST && character < '\uF000';
    }

    /** As {@link Matching} compares it. */
    Arg arg(Arg arg) {
        return switch (arg) {
            case Arg.Nil nil -> nil;
            case Arg.Items(List<Arg> items) ->
                new Arg.Items(items.stream().map(this::arg).toList());
            case Arg.Expression expression -> expression;
            case Arg.Atom(String text) -> text.startsWith("$!") ? arg : text(arg, text, Pattern.CASE_INSENSITIVE);
            case Arg.Quoted(String text) -> text(arg, text, Pattern.CASE_INSENSITIVE);
            case Arg.Literal(String text) -> text(arg, text, 0);
        };
    }

    private Arg text(Arg arg, String text, int flags) {
        if (text.indexOf('$') < 0 && text.chars().noneMatch(c -> piece((char) c))) {
            return arg;
        }
        StringBuilder expression = new StringBuilder();
        for (char character : text.toCharArray()) {
            expression.append(
                    piece(character) ? pieces.get(character - FIRST) : Pattern.quote(String.valueOf(character)));
        }
        return new Arg.Expression(Pattern.compile(expression.toString(), Pattern.DOTALL | flags));
    }
}
