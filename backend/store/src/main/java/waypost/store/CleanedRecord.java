package waypost.store;

import java.io.IOException;

/** A record that the cleaner has left out, as nothing needed it. */
public final class CleanedRecord extends IOException {
    private static final long serialVersionUID = 1;

    CleanedRecord(Position position, String segment) {
        super("record " + position + " was cleaned out of " + segment);
    }
}
