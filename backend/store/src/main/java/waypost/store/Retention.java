package waypost.store;

import java.time.Duration;

/**
 * How long a volume keeps what has gone.
 *
 * @param undeleteFor how long what was expunged or deleted can be brought back
 */
public record Retention(Duration undeleteFor) {
    public static final Retention STANDARD = new Retention(Duration.ofDays(14));

    /** Of a volume that was not told: nothing goes. */
    static final Retention UNTOLD = new Retention(Duration.ofDays(365 * 1000));

    /** Clients come back after weeks and ask what has left their folders (RFC 7162 §3.2.5). */
    private static final Duration VANISHED = Duration.ofDays(30);

    public Retention {
        if (undeleteFor.isNegative()) {
            throw new IllegalArgumentException("undelete for " + undeleteFor);
        }
    }

    /** How long it is known which messages have left a folder, at least. */
    Duration vanished() {
        return undeleteFor.compareTo(VANISHED) > 0 ? undeleteFor : VANISHED;
    }
}
