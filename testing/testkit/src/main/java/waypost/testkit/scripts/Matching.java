package waypost.testkit.scripts;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares responses with what a script of imaptest expects. {@code $name} takes the value that it meets first and stands for it from then on,
 * {@code $2} is the message that had this number before the command, {@code $} is anything. Atoms and quoted strings are the same in either case,
 * literals are not.
 */
final class Matching {
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{([^}]*)\\}|(\\$)|(\\w*))");

    private final Map<String, String> variables = new HashMap<>();
    private IntFunction<Optional<Integer>> numbers = _ -> Optional.empty();

    void set(String name, String value) {
        variables.put(name, value);
    }

    void remove(String name) {
        variables.remove(name);
    }

    /** @param numbers what the messages that had these numbers have now; empty for those that are gone */
    void renumber(IntFunction<Optional<Integer>> numbers) {
        this.numbers = numbers;
    }

    /** A command with the values of its variables. */
    String expand(String command) {
        return VARIABLE.matcher(command).replaceAll(found -> {
            String value = found.group(2) != null
                    ? "$"
                    : value(name(found)).orElseThrow(() -> new AssertionError("no " + found.group()));
            return Matcher.quoteReplacement(value);
        });
    }

    private static String name(MatchResult found) {
        return found.group(1) != null ? found.group(1) : found.group(3);
    }

    private Optional<String> value(String name) {
        if (!name.isEmpty() && name.chars().allMatch(Character::isDigit)) {
            return Optional.of(
                    numbers.apply(Integer.parseInt(name)).map(String::valueOf).orElse("no such message"));
        }
        return Optional.ofNullable(variables.get(name));
    }

    /**
     * Variables keep what they have met only if all matches.
     *
     * @param open whether more may follow, behind the last argument or in it
     */
    boolean matches(List<Arg> expected, List<Arg> args, boolean open) {
        Map<String, String> before = Map.copyOf(variables);
        if (all(expected, args, open)) {
            return true;
        }
        variables.clear();
        variables.putAll(before);
        return false;
    }

    private boolean all(List<Arg> expected, List<Arg> args, boolean open) {
        int at = 0;
        for (int i = 0; i < expected.size(); i++) {
            if (expected.get(i).is("$]")) {
                while (at < args.size() && !(args.get(at) instanceof Arg.Atom(String text) && text.endsWith("]"))) {
                    at++;
                }
            }
            boolean beginning = open && i == expected.size() - 1;
            if (at == args.size() || !one(expected.get(i), args.get(at), beginning)) {
                return false;
            }
            at++;
        }
        return open || at >= args.size();
    }

    private boolean one(Arg expected, Arg arg, boolean beginning) {
        return switch (expected) {
            case Arg.Nil _ -> arg instanceof Arg.Nil;
            case Arg.Items(List<Arg> items) -> arg instanceof Arg.Items(List<Arg> found) && list(items, found);
            case Arg.Expression(Pattern pattern) ->
                text(arg).filter(text -> pattern.matcher(text).matches()).isPresent();
            case Arg.Atom(String text) -> text.equals("$") || text.equals("$]") || text(text, arg, beginning, true);
            case Arg.Quoted(String text) -> text(text, arg, beginning, true);
            case Arg.Literal(String text) -> text(text, arg, beginning, false);
        };
    }

    private static Optional<String> text(Arg arg) {
        return switch (arg) {
            case Arg.Nil _ -> Optional.of("NIL");
            case Arg.Atom(String text) -> Optional.of(text);
            case Arg.Quoted(String text) -> Optional.of(text);
            case Arg.Literal(String text) -> Optional.of(text);
            case Arg.Items _, Arg.Expression _ -> Optional.empty();
        };
    }

    private boolean text(String expected, Arg arg, boolean beginning, boolean anyCase) {
        if (expected.indexOf('$') < 0) {
            return text(arg)
                    .filter(text -> beginning || text.length() == expected.length())
                    .filter(text -> text.regionMatches(anyCase, 0, expected, 0, expected.length()))
                    .isPresent();
        }
        Map<String, Integer> met = new HashMap<>();
        String expression = expression(expected, met) + (beginning ? ".*" : "");
        int flags = Pattern.DOTALL | (anyCase ? Pattern.CASE_INSENSITIVE : 0);
        Optional<String> found = text(arg);
        Matcher matcher = Pattern.compile(expression, flags).matcher(found.orElse(""));
        if (found.isEmpty() || !matcher.matches()) {
            return false;
        }
        met.forEach((name, group) -> variables.put(name, matcher.group(group)));
        return true;
    }

    /** @param met receives the variables that have no value yet, and their groups */
    private String expression(String expected, Map<String, Integer> met) {
        StringBuilder expression = new StringBuilder();
        Matcher variable = VARIABLE.matcher(expected);
        int from = 0;
        while (variable.find()) {
            expression.append(Pattern.quote(expected.substring(from, variable.start())));
            from = variable.end();
            String name = variable.group(2) != null ? "" : name(variable);
            if (variable.group(2) != null) {
                expression.append("\\$");
            } else if (name.isEmpty()) {
                expression.append(".*?");
            } else if (met.containsKey(name)) {
                expression.append('\\').append(met.get(name));
            } else if (value(name).isPresent()) {
                expression.append(Pattern.quote(value(name).get()));
            } else {
                met.put(name, met.size() + 1);
                expression.append("(.*?)");
            }
        }
        return expression + Pattern.quote(expected.substring(from));
    }

    private boolean list(List<Arg> expected, List<Arg> found) {
        ListRule rule = ListRule.of(expected);
        List<Arg> items = rule.behind(expected);
        if (!rule.unordered()) {
            return all(items, found, false);
        }
        int chain = rule.chain();
        if (found.size() % chain != 0) {
            return false;
        }
        boolean[] taken = new boolean[found.size()];
        for (int i = 0; i < items.size(); i += chain) {
            if (!any(items.subList(i, i + chain), found, taken)) {
                return false;
            }
        }
        for (int i = 0; i < found.size(); i += chain) {
            if (!taken[i] && !text(found.get(i)).map(rule::mayBeThere).orElse(true)) {
                return false;
            }
        }
        return true;
    }

    private boolean any(List<Arg> chain, List<Arg> found, boolean[] taken) {
        for (int i = 0; i < found.size(); i += chain.size()) {
            if (matches(chain, found.subList(i, i + chain.size()), false)) {
                taken[i] = true;
                return true;
            }
        }
        return false;
    }
}
