package waypost.identity;

/** What others said, as a quoted value of the log: one line that cannot end its quotes, and bounded. */
public final class LogText {
    private static final int MAX = 200;

    private LogText() {}

    public static String of(String text) {
        String bounded = text.length() <= MAX ? text : text.substring(0, MAX) + "...";
        return bounded.replaceAll("[\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029\"]", "?");
    }
}
