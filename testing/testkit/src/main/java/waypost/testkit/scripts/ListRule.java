package waypost.testkit.scripts;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How a list is compared, as {@code $!} atoms at its beginning say.
 *
 * @param chain how many arguments belong together
 * @param extra whether others may be there
 * @param ignored others that may be there in any case
 * @param banned others that may not
 */
record ListRule(boolean unordered, int chain, boolean extra, List<String> ignored, List<String> banned) {
    private static final List<Arg> SET = atoms("$!unordered");
    private static final List<Arg> PAIRS = atoms("$!unordered=2");
    private static final List<Arg> FLAGS = atoms("$!unordered", "$!noextra", "$!ignore=\\recent");

    private static List<Arg> atoms(String... texts) {
        return List.of(texts).stream().<Arg>map(Arg.Atom::new).toList();
    }

    static ListRule of(List<Arg> items) {
        ListRule rule = new ListRule(false, 1, true, List.of(), List.of());
        for (Arg item : items) {
            if (!(item instanceof Arg.Atom(String text)) || !text.startsWith("$!")) {
                break;
            }
            rule = rule.with(text.substring(2).toLowerCase(Locale.ROOT));
        }
        return rule;
    }

    private ListRule with(String directive) {
        int equals = directive.indexOf('=');
        String name = equals < 0 ? directive : directive.substring(0, equals);
        String value = equals < 0 ? "1" : directive.substring(equals + 1);
        return switch (name) {
            case "ordered" -> new ListRule(false, chain, extra, ignored, banned);
            case "unordered" -> new ListRule(true, Integer.parseInt(value), extra, ignored, banned);
            case "extra" -> new ListRule(unordered, chain, true, ignored, banned);
            case "noextra" -> new ListRule(unordered, chain, false, ignored, banned);
            case "ignore" -> new ListRule(unordered, chain, extra, and(ignored, value), banned);
            case "ban" -> new ListRule(unordered, chain, extra, ignored, and(banned, value));
            default -> throw new AssertionError("unknown: $!" + directive);
        };
    }

    private static List<String> and(List<String> values, String value) {
        List<String> all = new ArrayList<>(values);
        all.add(value);
        return all;
    }

    List<Arg> behind(List<Arg> items) {
        return items.stream()
                .dropWhile(item -> item instanceof Arg.Atom(String text) && text.startsWith("$!"))
                .toList();
    }

    /** Whether a string that nothing expects is no fault. */
    boolean mayBeThere(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return (extra || ignored.contains(lower)) && !banned.contains(lower);
    }

    /** The same with imaptest's rules in the lists that say none: flags have no order, nor have the items of FETCH and STATUS. */
    static List<Arg> withDefaults(List<Arg> args) {
        return switch (Arg.name(args)) {
            case "list", "lsub", "flags" -> at(args, 1, SET);
            case "status" -> at(args, 2, PAIRS);
            case "fetch" -> at(args, 2, PAIRS);
            default -> args;
        };
    }

    private static List<Arg> at(List<Arg> args, int index, List<Arg> rule) {
        List<Arg> all = new ArrayList<>(args);
        if (index < all.size() && all.get(index) instanceof Arg.Items(List<Arg> items)) {
            all.set(index, new Arg.Items(before(items, rule)));
        }
        return all;
    }

    private static List<Arg> before(List<Arg> items, List<Arg> rule) {
        if (items.stream().limit(1).anyMatch(item -> item instanceof Arg.Atom(String text) && text.startsWith("$!"))) {
            return items;
        }
        List<Arg> all = new ArrayList<>(rule);
        for (Arg item : items) {
            boolean flags = !all.isEmpty() && all.getLast().is("flags");
            all.add(flags && item instanceof Arg.Items(List<Arg> inner) ? new Arg.Items(before(inner, FLAGS)) : item);
        }
        return all;
    }
}
