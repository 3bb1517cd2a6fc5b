package waypost.store;

/** Takes results apart. */
final class Results {
    private Results() {}

    static <T> T done(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(T value) -> value;
            case Outcome.Refused<T>(Outcome.Reason reason) -> throw new AssertionError("refused: " + reason);
        };
    }

    static Outcome.Reason refused(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Done<?> done -> throw new AssertionError("not refused: " + done);
            case Outcome.Refused<?> refused -> refused.reason();
        };
    }
}
