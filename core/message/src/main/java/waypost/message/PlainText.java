package waypost.message;

/** What of plain text is worth a preview. */
final class PlainText {
    private static final String SIGNATURE = "-- ";
    private static final String ENCRYPTED = "-----BEGIN PGP MESSAGE-----";

    private PlainText() {}

    /** What its author wrote: without quoted lines and signature; but a text of nothing else is shown as it is. */
    static String preview(String text) {
        PreviewLine own = new PreviewLine();
        PreviewLine all = new PreviewLine();
        boolean signature = false;
        int at = 0;
        while (at < text.length() && !own.full()) {
            int end = text.indexOf('\n', at);
            String line = text.substring(at, end < 0 ? text.length() : end);
            at = end < 0 ? text.length() : end + 1;
            if (line.startsWith(ENCRYPTED)) {
                return "";
            }
            signature |= line.equals(SIGNATURE) || line.equals(SIGNATURE + '\r');
            if (!signature && !line.startsWith(">")) {
                add(line, own);
            }
            add(line, all);
        }
        return (own.isEmpty() ? all : own).toString();
    }

    private static void add(String text, PreviewLine line) {
        text.codePoints().forEach(line::add);
        line.blank();
    }
}
