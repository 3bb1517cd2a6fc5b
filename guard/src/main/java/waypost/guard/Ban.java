package waypost.guard;

import waypost.config.Network;
import waypost.identity.NodeName;

/**
 * What was last decided of a network: that nobody logs in from there until then, or that everybody may again. Of two decisions the later one
 * holds, at every front end, in whatever order it hears of them. Times are milliseconds since 1970.
 *
 * @param changed when it was decided; never before what it was decided upon
 * @param origin the front end where it was
 * @param until when it is over; what was lifted was over when that was decided
 * @param kept until when it must be remembered, as somebody may still tell of what it has replaced
 * @param reason of an administrator, in a few words
 */
public record Ban(Network network, long changed, NodeName origin, long until, long kept, Cause cause, String reason)
        implements Tiding {
    /** Characters of a reason. */
    public static final int REASON = 200;

    /** Who has decided it. */
    public enum Cause {
        /** Too many accounts for which log-ins failed: those that are at home there may log in all the same. */
        FAILURES,
        /** Nobody may. */
        ADMINISTRATOR
    }

    /** What was lifted stands by nobody's clock. */
    public boolean stands(long now) {
        return changed < until && now < until;
    }

    /** Whether it is to be gone by and not the other. */
    boolean after(Ban other) {
        if (changed != other.changed) {
            return changed > other.changed;
        }
        int names = origin.compareTo(other.origin);
        return names != 0 ? names > 0 : until > other.until;
    }

    Ban keptUntil(long time) {
        return new Ban(network, changed, origin, until, time, cause, reason);
    }
}
