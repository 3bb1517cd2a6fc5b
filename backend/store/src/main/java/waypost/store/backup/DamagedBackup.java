package waypost.store.backup;

import java.io.IOException;

/** A generation that is not what was written, or none. */
public final class DamagedBackup extends IOException {
    private static final long serialVersionUID = 1;

    public DamagedBackup(String message) {
        super(message);
    }

    public DamagedBackup(String message, Throwable cause) {
        super(message, cause);
    }
}
