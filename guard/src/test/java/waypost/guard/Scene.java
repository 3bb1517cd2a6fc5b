package waypost.guard;

import com.codahale.metrics.MetricRegistry;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import waypost.config.Network;
import waypost.identity.NodeName;
import waypost.identity.Secret;
import waypost.identity.SharedKey;

/** Clients that log in at a guard, in a time that passes only when they have nothing to do. */
final class Scene {
    static final Duration DAY = Duration.ofDays(1);

    /** Judges, and does nothing. */
    static final GuardSettings OFF =
            new GuardSettings(5, Duration.ZERO, 100, Duration.ZERO, Duration.ofDays(30), 100, List.of());

    static final Fellows ALONE = new Fellows(new NodeName("fe1"), new SharedKey(1, "0".repeat(64)), _ -> {});

    final MetricRegistry metrics = new MetricRegistry();
    private final GuardSettings settings;
    private final Optional<Path> folder;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparing(Event::number));
    private Instant today = Instant.parse("2026-11-30T10:00:00Z");
    private long now = 1_000_000_000L;
    private int number;
    private Guard guard;

    private record Event(long at, int number, Runnable what) {}

    /** How a log-in ended: after how long, or not at all. */
    record Ended(Optional<Duration> after, boolean right) {
        long seconds() {
            return after.orElseThrow(() -> new AssertionError("not decided")).toSeconds();
        }
    }

    Scene(GuardSettings settings, Optional<Path> folder) {
        this.settings = settings;
        this.folder = folder;
        this.guard = opened();
    }

    Scene() {
        this(GuardSettings.STANDARD, Optional.empty());
    }

    static Scene sharing(Network network) {
        GuardSettings usual = GuardSettings.STANDARD;
        return new Scene(
                new GuardSettings(
                        usual.slowAfter(),
                        usual.longestDelay(),
                        usual.banAfter(),
                        usual.banFor(),
                        usual.familiarFor(),
                        usual.sprayAfter(),
                        List.of(network)),
                Optional.empty());
    }

    private Guard opened() {
        return new Guard(settings, folder, ALONE, () -> now, () -> today, new MetricRegistry());
    }

    Guard guard() {
        return guard;
    }

    void restart() {
        guard.close();
        guard = opened();
    }

    void pass(Duration time) {
        long until = now + time.toNanos();
        while (!events.isEmpty() && events.peek().at() <= until) {
            Event next = events.remove();
            move(next.at());
            next.what().run();
        }
        move(until);
    }

    private void move(long to) {
        today = today.plusNanos(to - now);
        now = to;
    }

    void at(Duration later, Runnable what) {
        events.add(new Event(now + later.toNanos(), number++, what));
    }

    static InetAddress address(String text) {
        return InetAddress.ofLiteral(text);
    }

    /** What a client does that shows a password: the answer comes when it comes. */
    void begin(String name, String from, String password, Consumer<Ended> then) {
        Attempt attempt = guard.named(name, address(from));
        long began = now;
        switch (guard.enter(attempt)) {
            case Ruling.AtOnce() -> {
                Duration late = decide(attempt, password);
                at(late, () -> then.accept(ended(began, password)));
            }
            case Ruling.After(Duration delay) ->
                at(delay, () -> {
                    decide(attempt, password);
                    then.accept(ended(began, password));
                });
            case Ruling.Never _ -> then.accept(new Ended(Optional.empty(), false));
        }
    }

    private Ended ended(long began, String password) {
        return new Ended(Optional.of(Duration.ofNanos(now - began)), password.equals("right"));
    }

    private Duration decide(Attempt attempt, String password) {
        if (password.equals("right")) {
            guard.right(attempt);
            return Duration.ZERO;
        }
        return guard.wrong(attempt, new Secret(password));
    }

    /** The same, waiting for the answer. */
    Ended login(String name, String from, String password) {
        List<Ended> ended = new ArrayList<>();
        begin(name, from, password, ended::add);
        while (ended.isEmpty()) {
            pass(Duration.ofNanos(events.element().at() - now));
        }
        return ended.getFirst();
    }

    long wrong(String name, String from, String password) {
        return login(name, from, password).seconds();
    }

    long right(String name, String from) {
        return login(name, from, "right").seconds();
    }

    /** Log-ins of so many names fail. */
    void fail(int names, String prefix, String from) {
        for (int i = 0; i < names; i++) {
            login(prefix + i, from, "guess");
        }
    }
}
