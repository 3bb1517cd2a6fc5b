package waypost.store;

import java.io.IOException;

/** A journal that cannot be opened as it is: something it had made durable is gone or changed. */
public final class JournalDamaged extends IOException {
    private static final long serialVersionUID = 1;

    JournalDamaged(String what) {
        super(what);
    }
}
