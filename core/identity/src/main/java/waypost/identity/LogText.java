package waypost.identity;

/** What others said, as a quoted value of the log: one line that cannot end its quotes, and bounded. */
public final class LogText {
    private static final int MAX = 200;

    private LogText() {}

    public static String of(String text) {
        String bounded = text.length() <= MAX ? text : text.substring(0, MAX) + "...";
        return bounded.chars().noneMatch(LogText::isBreaking) ? bounded : harmless(bounded);
    }

    private static String harmless(String text) {
        StringBuilder harmless = new StringBuilder(text);
        for (int i = 0; i < harmless.length(); i++) {
            if (isBreaking(harmless.charAt(i))) {
                harmless.setCharAt(i, '?');
            }
        }
        return harmless.toString();
    }

    private static boolean isBreaking(int c) {
        return Character.isISOControl(c) || c == '\u2028' || c == '\u2029' || c == '"';
    }
}
