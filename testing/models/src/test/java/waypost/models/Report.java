package waypost.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.TestReporter;

/** What a run over a model says: one line for those who collect them, and a verdict. */
public final class Report {
    private Report() {}

    public static void sound(String model, Explorer.Result result, TestReporter reporter) {
        tell(model, result, reporter);
        assertEquals(Optional.empty(), result.violation(), () -> String.join("\n", result.trace()));
    }

    /** A rule was dropped: the model must notice. */
    public static void caught(String rule, Explorer.Result result, TestReporter reporter) {
        tell("without: " + rule, result, reporter);
        assertTrue(result.violation().isPresent(), "not noticed: " + rule);
    }

    private static void tell(String model, Explorer.Result result, TestReporter reporter) {
        String found =
                result.size() + " " + result.unit() + ", " + (result.violation().isPresent() ? 1 : 0) + " violations";
        reporter.publishEntry(model, found);
        System.out.println("figures: " + model + ": " + found);
    }
}
