package waypost.access;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import waypost.testkit.scripts.Excuses;

/** What {@code foreign-scripts.txt} says: why a script, or the answer to one of its commands, cannot be as expected. */
record ForeignReasons(List<Reason> all) {
    /** {@code project/script:line [CAPABILITY]: why}; line and capability may be missing. */
    private static final Pattern REASON = Pattern.compile("([^\\s:]+)(?::(\\d+))?(?: \\[(\\S+)\\])?: (.+)");

    /**
     * @param line of the command, from 1; empty for the whole script
     * @param lacking the capability that it needs and we do not announce; empty when it is something else
     */
    record Reason(String script, Optional<Integer> line, Optional<String> lacking, String text) {}

    static ForeignReasons read() throws IOException {
        try (var list = Objects.requireNonNull(ForeignReasons.class.getResourceAsStream("/foreign-scripts.txt"))) {
            return new ForeignReasons(new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(ForeignReasons::reason)
                    .toList());
        }
    }

    private static Reason reason(String line) {
        Matcher parts = REASON.matcher(line);
        assertTrue(parts.matches(), line);
        return new Reason(
                parts.group(1),
                Optional.ofNullable(parts.group(2)).map(Integer::valueOf),
                Optional.ofNullable(parts.group(3)),
                parts.group(4));
    }

    /** Why it cannot be played to its end. */
    Optional<Reason> whole(String script) {
        return all.stream()
                .filter(reason ->
                        reason.script().equals(script) && reason.line().isEmpty())
                .findFirst();
    }

    Excuses excuses(String script) {
        return new Excuses(all.stream()
                .filter(reason -> reason.script().equals(script))
                .flatMap(reason -> reason.line().stream())
                .collect(Collectors.toSet()));
    }

    /** Those that lack what is announced by now. */
    List<Reason> outdated(Set<String> announced) {
        return all.stream()
                .filter(reason -> reason.lacking().filter(announced::contains).isPresent())
                .toList();
    }
}
