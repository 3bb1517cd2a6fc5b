package waypost.store;

import java.io.IOException;

/** A record that is not what was written. */
public final class DamagedRecord extends IOException {
    private static final long serialVersionUID = 1;

    DamagedRecord(Position position, String segment, String what) {
        super("record " + position + " in " + segment + ": " + what);
    }
}
