package waypost.mapping;

import java.util.Optional;

/**
 * What a user is to be called from now on.
 *
 * @param address the primary one; empty: as before
 * @param login the name to log in with that is no address; empty: as before, unless it is the address
 */
public record NewName(Optional<String> address, Optional<String> login, Before before) {
    /** What becomes of the primary address before. */
    public enum Before {
        /** It is a further one, so that mail for it goes on. */
        KEPT,
        /** It is nobody's. */
        GIVEN_UP
    }
}
