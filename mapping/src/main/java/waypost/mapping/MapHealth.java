package waypost.mapping;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import waypost.identity.NodeName;

/**
 * How it stands with one user map.
 *
 * @param copy of all that its directory has, where one is kept
 */
public record MapHealth(String map, State state, Optional<Copy> copy) {
    /** Ordered by how bad it is. */
    public enum State {
        OK,
        /** Its directory did not answer when it was last asked: what was known before is used. */
        DEGRADED,
        /** It misses many whom it had: nobody is unknown to it, and what was known before is used. */
        SUSPECT;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A copy.
     *
     * @param current whether it has what the directory has now
     * @param asOf when it last had; empty if nothing was read yet
     * @param from whose it was when this process began, if not our own
     */
    public record Copy(int entries, boolean current, Optional<Instant> asOf, Optional<NodeName> from) {}
}
