package waypost.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.codahale.metrics.MetricRegistry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.config.Network;
import waypost.guard.Ban;
import waypost.guard.Guard;
import waypost.guard.GuardSettings;
import waypost.identity.NodeName;
import waypost.identity.Secret;
import waypost.mapping.Trials;
import waypost.protocol.link.LinkMessage;

/** Two front ends, which have been set up apart, each with a key of its own. */
class OtherFrontEndsTest {
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
    private static final InetAddress BAD = InetAddress.ofLiteral("192.0.2.66");

    @TempDir
    Path folder;

    private final List<Guard> guards = new ArrayList<>();
    private final List<OtherFrontEnds> ends = new ArrayList<>();
    private boolean linked;

    @BeforeEach
    void open() {
        for (int i = 0; i < 2; i++) {
            int self = i;
            HandLink link = HandLink.of(name(self), message -> tell(self, message));
            KeyAgreement agreement = KeyAgreement.open(
                    folder.resolve("key" + i), () -> NOON.minusSeconds(self), new SplittableRandom(i));
            Guard guard = new Guard(
                    GuardSettings.STANDARD,
                    Optional.empty(),
                    OtherFrontEnds.fellows(agreement, link),
                    () -> 0,
                    () -> NOON,
                    new MetricRegistry());
            guards.add(guard);
            Trials trials = Trials.alone(Ticker.systemTicker());
            ends.add(new OtherFrontEnds(agreement, guard, trials, HandLink.noCopies(link), link));
        }
    }

    private static NodeName name(int i) {
        return new NodeName("fe" + i);
    }

    private void tell(int from, LinkMessage.OfFrontEnds message) {
        if (linked) {
            ends.get(1 - from).heard(name(from), message, reply -> tell(1 - from, reply));
        }
    }

    private void meet() {
        linked = true;
        for (int i = 0; i < 2; i++) {
            int from = i;
            ends.get(from).reached(message -> tell(from, message));
        }
    }

    private Duration guess(int at, int number) {
        Guard guard = guards.get(at);
        return guard.wrong(guard.named("anna@example.net", BAD), new Secret("guess" + number));
    }

    @Test
    void whatWasCountedUnderAnotherKeyIsNotUnderstood() {
        linked = true;
        for (int i = 0; i < 5; i++) {
            guess(0, i);
        }
        assertEquals(Duration.ZERO, guess(1, 4));
        meet();
        for (int i = 0; i < 4; i++) {
            assertEquals(Duration.ZERO, guess(0, i), "it has forgotten what it had counted");
        }
        assertEquals(Duration.ofSeconds(2), guess(1, 4), "the fifth of both");
    }

    @Test
    void whoMeetTellEachOtherAllBans() {
        Network network = Network.of("198.51.100.0/24").orElseThrow();
        guards.get(0).bans().add(network, Duration.ofHours(1), Ban.Cause.ADMINISTRATOR, "why");
        assertEquals(List.of(), guards.get(1).bans().list());
        meet();
        assertEquals(guards.get(0).bans().list(), guards.get(1).bans().list());
        linked = false;
        guards.get(1).bans().lift(network);
        meet();
        assertEquals(List.of(), guards.get(0).bans().list());
    }
}
