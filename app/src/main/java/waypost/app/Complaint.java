package waypost.app;

/** Ends a command with a plain sentence for the person who gave it. */
final class Complaint extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;

    private Complaint(int status, String sentence) {
        super(sentence, null, false, false);
        this.status = status;
    }

    /** The command could not be done. */
    static Complaint failed(String sentence) {
        return new Complaint(Main.FAILED, sentence);
    }

    /** The command or the configuration is wrong. */
    static Complaint wrong(String sentence) {
        return new Complaint(Main.WRONG, sentence);
    }

    int status() {
        return status;
    }
}
