package waypost.mapping;

import waypost.directory.Bound;

/** What is known of a password that is shown for an entry. */
public enum Tried {
    /** The directory has not said, or cannot say: it is to be asked. */
    OPEN,
    RIGHT,
    WRONG;

    /** What a bind has said of the password; a right one with which nobody is let in is asked about at each time. */
    static Tried of(Bound bound) {
        return switch (bound) {
            case Bound.Right(var bar) -> bar.isEmpty() ? RIGHT : OPEN;
            case Bound.Wrong() -> WRONG;
            case Bound.Elsewhere(var _), Bound.LockedOut(), Bound.Failed(var _) -> OPEN;
        };
    }
}
