package waypost.proxy;

import com.codahale.metrics.MetricRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import waypost.guard.Fellows;
import waypost.guard.Guard;
import waypost.guard.GuardSettings;
import waypost.identity.AddressRules;
import waypost.identity.AddressSettings;
import waypost.identity.NodeName;
import waypost.identity.SharedKey;
import waypost.mapping.Trials;

/** Log-ins behind a usual guard, in a loop's time. */
final class Guarded {
    private Guarded() {}

    /** In no time. */
    static Guard guard() {
        return guard(() -> 0, () -> Instant.EPOCH);
    }

    private static Guard guard(LongSupplier ticker, InstantSource instants) {
        return new Guard(
                GuardSettings.STANDARD,
                Optional.empty(),
                new Fellows(new NodeName("fe1"), new SharedKey(1, "0".repeat(64)), _ -> {}),
                ticker,
                instants,
                new MetricRegistry());
    }

    static GuardedLogins logins(LoginCheck check, HandLoop loop) {
        return logins(check, loop, new AddressRules(AddressSettings.plain(Optional.of("example.net"))));
    }

    static GuardedLogins logins(LoginCheck check, HandLoop loop, AddressRules rules) {
        Instant began = loop.instant();
        Guard guard = guard(() -> Duration.between(began, loop.instant()).toNanos(), loop);
        Trials trials =
                Trials.alone(() -> Duration.between(began, loop.instant()).toNanos());
        return new GuardedLogins(check, guard, trials, rules, Runnable::run);
    }
}
