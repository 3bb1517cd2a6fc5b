package waypost.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What is wrong with one file, in the order in which it was found. One thread. */
public final class Problems {
    private final List<Problem> told = new ArrayList<>();

    /**
     * Tells a problem, unless it may be no more than what follows from another.
     *
     * @param from keys whose values it was concluded from: where one is wrong itself, nothing is concluded
     */
    public void tell(Problem problem, String... from) {
        if (Stream.of(from).allMatch(this::whole)) {
            told.add(problem);
        }
    }

    /** Whether nothing is wrong with a key so far: neither with what is below it, nor with the section that it is in as a whole. */
    public boolean whole(String key) {
        return told.stream().noneMatch(problem -> within(problem.key(), key) || within(key, problem.key()));
    }

    /** Whether a key is another, or below it. */
    static boolean within(String inner, String outer) {
        return inner.startsWith(outer)
                && (inner.length() == outer.length() || ".[".indexOf(inner.charAt(outer.length())) >= 0);
    }

    List<Problem> all() {
        return List.copyOf(told);
    }
}
