package waypost.store;

import java.io.IOException;

/** The index cannot be read; the journal can give another. */
final class IndexUnreadable extends IOException {
    private static final long serialVersionUID = 1;

    IndexUnreadable(String message) {
        super(message);
    }

    IndexUnreadable(String message, Throwable cause) {
        super(message, cause);
    }
}
