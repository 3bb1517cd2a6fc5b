package waypost.testkit.scripts;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What a script of James expects of one answer: regular expressions, one a line. */
final class JamesExpectation {
    /** RFC 7162 §3.1.2.1: before a command that enables CONDSTORE the server need not say it. */
    private static final String HIGHEST = "[HIGHESTMODSEQ";

    /** Response codes that say nothing where their capability is not announced. */
    private static final Map<String, String> CODES = Map.of("[MAILBOXID", "OBJECTID");

    private static final Set<String> NAMED = Set.of("[PERMANENTFLAGS", "[UIDVALIDITY");

    private static final Pattern NAMES = Pattern.compile("\\* (?:LIST|LSUB|STATUS) ");

    private final JamesPattern pattern = new JamesPattern();
    private final Set<String> announced;
    private final List<Expected> expected = new ArrayList<>();

    /** @param lines as the script has them, for a response that cannot be taken apart */
    private record Expected(Response response, String lines) {}

    JamesExpectation(List<String> lines, Set<String> announced) {
        this.announced = announced;
        StringBuilder plain = new StringBuilder();
        lines.forEach(line -> plain.append(separators(pattern.plain(line))).append("\r\n"));
        int from = 0;
        for (Response response : Response.read(plain.toString())) {
            int to = from + response.text().split("\r\n", -1).length;
            expected.add(new Expected(response, String.join("\r\n", lines.subList(from, to))));
            from = to;
        }
    }

    /** Levels of mailbox names are parted by a dot at James and by a slash here. */
    private static String separators(String line) {
        return NAMES.matcher(line).lookingAt() ? line.replace('.', '/') : line;
    }

    void compare(List<Response> responses) {
        List<Response> left = new ArrayList<>(responses);
        for (Expected wanted : expected) {
            if (demanded(wanted.response())) {
                Optional<Response> found =
                        left.stream().filter(response -> same(wanted, response)).findFirst();
                left.remove(found.orElseThrow(() -> new AssertionError("missing: " + wanted.lines())));
            }
        }
        left.removeIf(response -> response.tag().equals("*") && (response.status() || recent(response)));
        if (!left.isEmpty()) {
            throw new AssertionError("not expected: " + left.getFirst().text());
        }
    }

    private boolean demanded(Response wanted) {
        if (recent(wanted)) {
            return false;
        }
        boolean code =
                wanted.status() && wanted.tag().equals("*") && wanted.args().size() > 1;
        return !code || announced(wanted) && !wanted.args().get(1).is(HIGHEST);
    }

    /** James counts what a client has been told of before, against RFC 3501 §2.3.2; imaptest's scripts are those that test \Recent. */
    private static boolean recent(Response response) {
        return response.args().size() == 2 && response.args().get(1).is("RECENT");
    }

    private boolean announced(Response wanted) {
        return wanted.args().size() < 2
                || !(wanted.args().get(1) instanceof Arg.Atom(String code))
                || !CODES.containsKey(code)
                || announced.contains(CODES.get(code));
    }

    private boolean same(Expected wanted, Response response) {
        Response it = wanted.response();
        if (!tag(it.tag(), response.tag())) {
            return false;
        }
        if (it.tag().equals("+")) {
            return true;
        }
        if (it.status()) {
            int compared = Math.min(it.args().size(), announced(it) ? valued(it) : 1);
            return matches(it.args().subList(0, compared), response.args(), true)
                    || refused(wanted) && refused(response);
        }
        return matches(ListRule.withDefaults(plainer(it.args())), plainer(response.args()), false)
                || Pattern.compile(wanted.lines(), Pattern.DOTALL)
                        .matcher(response.text())
                        .matches();
    }

    /** Without what each server has its own way of saying. */
    private static List<Arg> plainer(List<Arg> args) {
        return args.stream()
                .filter(arg -> !arg.is("\\Recent"))
                .map(JamesExpectation::plainer)
                .toList();
    }

    private static Arg plainer(Arg arg) {
        return switch (arg) {
            case Arg.Items(List<Arg> items) when parameters(items) -> sorted(items);
            case Arg.Items(List<Arg> items) -> new Arg.Items(plainer(items));
            case Arg.Literal(String text) when text.isEmpty() -> new Arg.Nil(); // a section that is not there
            case Arg.Quoted(String text) when text.isEmpty() -> new Arg.Nil();
            default -> arg;
        };
    }

    /** Names and values, as of Content-Type. */
    private static boolean parameters(List<Arg> items) {
        return !items.isEmpty() && items.size() % 2 == 0 && items.stream().allMatch(Arg.Quoted.class::isInstance);
    }

    /** RFC 2045 §5.1: in no order; §5.2: the charset US-ASCII need not be named. */
    private static Arg sorted(List<Arg> items) {
        SortedMap<String, Arg> parameters = new TreeMap<>();
        for (int i = 0; i < items.size(); i += 2) {
            String name = ((Arg.Quoted) items.get(i)).text().toLowerCase(Locale.ROOT);
            String value = ((Arg.Quoted) items.get(i + 1)).text();
            if (!name.equals("charset") || !value.equalsIgnoreCase("US-ASCII")) {
                parameters.put(name, new Arg.Quoted(value));
            }
        }
        List<Arg> all = new ArrayList<>();
        parameters.forEach((name, value) -> {
            all.add(new Arg.Quoted(name));
            all.add(value);
        });
        return all.isEmpty() ? new Arg.Nil() : new Arg.Items(all);
    }

    /** How many arguments are compared: of some codes the name only, since James' values are its own. */
    private static int valued(Response wanted) {
        boolean own = wanted.args().size() > 1
                && wanted.args().get(1) instanceof Arg.Atom(String code)
                && NAMED.contains(code);
        return own ? 2 : wanted.args().size();
    }

    /** RFC 3501 §3: in the wrong state a command is answered BAD or NO. */
    private static boolean refused(Expected wanted) {
        return wanted.lines().contains("not valid in this state") && refused(wanted.response());
    }

    private static boolean refused(Response response) {
        return response.args().getFirst().is("NO") || response.args().getFirst().is("BAD");
    }

    private boolean tag(String wanted, String tag) {
        return new Matching().matches(List.of(pattern.arg(new Arg.Atom(wanted))), List.of(new Arg.Atom(tag)), false);
    }

    private boolean matches(List<Arg> wanted, List<Arg> args, boolean open) {
        return new Matching().matches(wanted.stream().map(pattern::arg).toList(), args, open);
    }
}
