package waypost.store;

import java.io.IOException;

/** Why an append did not end with a position. Quiet: these are answers, not bugs. */
public abstract sealed class JournalFailure extends IOException {
    private static final long serialVersionUID = 1;

    private JournalFailure(String message) {
        super(message);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    /** The volume has come down to its reserve, or has no room at all. Certainly not stored; later changes may be. */
    public static final class Full extends JournalFailure {
        private static final long serialVersionUID = 1;

        Full(String message) {
            super(message);
        }
    }

    /** What the change was prepared on is not stored, whatever the reason. Certainly not stored; to be prepared again, on what there is. */
    public static final class Unfounded extends JournalFailure {
        private static final long serialVersionUID = 1;

        Unfounded(String message) {
            super(message);
        }
    }

    /** This node is not the owner, or not in the term in which the change was prepared. Certainly not stored. */
    public static final class NotOwner extends JournalFailure {
        private static final long serialVersionUID = 1;

        NotOwner(String message) {
            super(message);
        }
    }

    /** The journal takes nothing more: closed, or its disk has failed. Certainly not stored. */
    public static final class Stopped extends JournalFailure {
        private static final long serialVersionUID = 1;

        Stopped(String message) {
            super(message);
        }
    }

    /** May be stored or not; the next opening tells. To be answered neither with success nor with a blind repetition. */
    public static final class Unresolved extends JournalFailure {
        private static final long serialVersionUID = 1;

        Unresolved(String message) {
            super(message);
        }
    }
}
