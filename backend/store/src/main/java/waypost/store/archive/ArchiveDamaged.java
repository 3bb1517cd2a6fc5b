package waypost.store.archive;

import java.io.IOException;

/** An archive is not as one has to be; the sentence says what, and about where. */
public final class ArchiveDamaged extends IOException {
    private static final long serialVersionUID = 1;

    ArchiveDamaged(String what) {
        super(what);
    }
}
