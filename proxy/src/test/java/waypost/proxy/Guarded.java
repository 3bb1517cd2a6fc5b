package waypost.proxy;

import com.codahale.metrics.MetricRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import waypost.guard.Guard;
import waypost.guard.GuardSettings;
import waypost.identity.AddressRules;
import waypost.identity.AddressSettings;

/** Log-ins behind a usual guard, in a loop's time. */
final class Guarded {
    private Guarded() {}

    static GuardedLogins logins(LoginCheck check, HandLoop loop) {
        Instant began = loop.instant();
        Guard guard = new Guard(
                GuardSettings.STANDARD,
                Optional.empty(),
                () -> Duration.between(began, loop.instant()).toNanos(),
                loop,
                new SplittableRandom(1),
                new MetricRegistry());
        AddressRules rules = new AddressRules(AddressSettings.plain(Optional.of("example.net")));
        return new GuardedLogins(check, guard, rules, Runnable::run);
    }
}
