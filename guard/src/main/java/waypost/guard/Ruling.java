package waypost.guard;

import java.time.Duration;

/** When a log-in is to be decided. */
public sealed interface Ruling {
    record AtOnce() implements Ruling {}

    record After(Duration delay) implements Ruling {}

    /** Not at all: its client is to come again. */
    record Never(Reason why) implements Ruling {}

    /** Why a log-in is not decided. */
    enum Reason {
        BANNED,
        /** Too many wait already. */
        CROWDED
    }
}
