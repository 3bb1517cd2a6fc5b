package waypost.guard;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;

/** What is counted of log-ins that are held up: {@code guard.waiting} and the like. Any thread. */
final class GuardMeters {
    private final Meter waiting;
    private final Meter banned;
    private final Meter crowded;
    private final Meter late;
    private final Meter bans;

    GuardMeters(MetricRegistry metrics) {
        waiting = metrics.meter("guard.waiting");
        banned = metrics.meter("guard.banned");
        crowded = metrics.meter("guard.crowded");
        late = metrics.meter("guard.late");
        bans = metrics.meter("guard.bans");
    }

    void ruled(Ruling ruling) {
        switch (ruling) {
            case Ruling.AtOnce() -> {}
            case Ruling.After _ -> waiting.mark();
            case Ruling.Never(Ruling.Reason why) -> {
                switch (why) {
                    case BANNED -> banned.mark();
                    case CROWDED -> crowded.mark();
                }
            }
        }
    }

    /** A wrong log-in's answer was put off. */
    void answeredLate() {
        late.mark();
    }

    /** A network was banned. */
    void banned() {
        bans.mark();
    }
}
