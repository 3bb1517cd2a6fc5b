package waypost.app;

import java.time.Duration;

/** How long ago something was, in words that are read at a glance. */
final class Age {
    private static final int SOME = 120;

    private Age() {}

    static String of(Duration age) {
        if (age.toSeconds() < SOME) {
            return age.toSeconds() + " s";
        }
        if (age.toMinutes() < SOME) {
            return age.toMinutes() + " min";
        }
        return age.toHours() < 48 ? age.toHours() + " h" : age.toDays() + " days";
    }
}
