package waypost.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.config.Network;
import waypost.guard.Ban.Cause;
import waypost.identity.NodeName;

class BansTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final NodeName FE1 = new NodeName("fe1");

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-11-30T12:00:00Z");

    private Bans open() {
        return new Bans(FE1, Optional.of(folder.resolve("bans")), () -> now, _ -> {});
    }

    private static Network network(String text) {
        return Network.of(text).orElseThrow();
    }

    private static boolean banned(Bans bans, String address) {
        return bans.find(Scene.address(address)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1, 192.0.2.2",
        "192.0.2.77/25, 192.0.2.127, 192.0.2.128",
        "0.0.0.0/0, 255.255.255.255, ::",
        "2001:db8::/64, 2001:db8::1:2:3:4, 2001:db8:0:1::",
        "2001:db8:7:ff::1/53, 2001:db8:7:0::1, 2001:db8:7:800::1",
        "::/0, 2001:db8::1, 192.0.2.1",
    })
    void aNetworkIsAllItsAddresses(String network, String in, String out) {
        Bans bans = open();
        bans.add(network(network), HOUR, Cause.ADMINISTRATOR, "");
        assertTrue(banned(bans, in));
        assertFalse(banned(bans, out));
        assertTrue(bans.lift(network(network)).isPresent());
        assertFalse(banned(bans, in));
        assertTrue(bans.lift(network(network)).isEmpty());
    }

    @Test
    void theStricterHolds() {
        Bans bans = open();
        bans.add(network("192.0.2.0/24"), HOUR, Cause.ADMINISTRATOR, "");
        bans.add(network("192.0.2.1"), HOUR, Cause.FAILURES, "");
        assertEquals(
                Optional.of(Cause.ADMINISTRATOR),
                bans.find(Scene.address("192.0.2.1")).map(Ban::cause));
    }

    @Test
    void theyEnd() {
        Bans bans = open();
        bans.add(network("192.0.2.1"), HOUR, Cause.FAILURES, "");
        now = now.plus(HOUR.minusMillis(1));
        assertEquals(1, bans.list().size());
        now = now.plusMillis(1);
        assertFalse(banned(bans, "192.0.2.1"));
        assertEquals(List.of(), bans.list());
        bans.forget();
        assertEquals(List.of(), bans.all());
    }

    @Test
    void aRestartKeepsThem() throws Exception {
        Bans bans = open();
        bans.add(network("2001:db8::/32"), HOUR, Cause.ADMINISTRATOR, "Müll, und\nmehr %20");
        bans.add(network("192.0.2.1"), HOUR, Cause.FAILURES, "");
        bans.add(network("192.0.2.2"), HOUR, Cause.FAILURES, "");
        bans.lift(network("192.0.2.2"));
        bans.save();
        assertEquals(
                PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(folder.resolve("bans")));
        Bans again = open();
        assertEquals(bans.list(), again.list());
        assertEquals(3, again.all().size(), "also what was lifted");
        Files.writeString(folder.resolve("bans"), "waypost bans 1\n192.0.2.1 what\n");
        assertEquals(List.of(), open().all());
    }

    /** A folder in the place of what is to be written stands for a disk that is full. */
    @Test
    void whatCouldNotBeWrittenIsWrittenTheNextTime() throws Exception {
        Path inTheWay = Files.createDirectories(folder.resolve("bans.new/full"));
        Bans bans = open();
        bans.add(network("192.0.2.1"), HOUR, Cause.FAILURES, "");
        bans.save();
        assertEquals(List.of(), open().all());
        Files.delete(inTheWay);
        Files.delete(folder.resolve("bans.new"));
        bans.save();
        assertEquals(bans.list(), open().list());
    }

    @Test
    void thoseOfAdministratorsStayWhenThereAreTooMany() {
        Bans bans = open();
        bans.add(network("198.51.100.1"), HOUR, Cause.ADMINISTRATOR, "");
        for (int i = 0; i < Bans.MOST; i++) {
            Network one = network("10.0." + i / 256 + "." + i % 256);
            assertTrue(bans.add(one, HOUR.plusMillis(i), Cause.FAILURES, "").isPresent());
        }
        assertEquals(Bans.MOST, bans.list().size());
        assertTrue(banned(bans, "198.51.100.1"));
        assertFalse(banned(bans, "10.0.0.0"), "the first to end");
    }

    static IntStream seeds() {
        return IntStream.range(0, 100);
    }

    /**
     * Front ends ban and lift as they like; what they tell is lost, late or heard twice, and their clocks differ. When they meet in the end, they have
     * the same bans, and so it stays while these end.
     */
    @ParameterizedTest
    @MethodSource("seeds")
    void allComeToTheSame(int seed) {
        var model = new Model(new SplittableRandom(seed));
        for (int step = 0; step < 200; step++) {
            model.step();
        }
        model.meet();
        for (int minute = 0; minute < 90; minute++) {
            model.agree();
            model.pass(Duration.ofMinutes(1));
        }
    }

    private static final class Model {
        private final SplittableRandom random;
        private final List<Bans> frontEnds = new ArrayList<>();
        private final List<Runnable> onTheWay = new ArrayList<>();
        private Instant now = Instant.parse("2026-11-30T12:00:00Z");

        Model(SplittableRandom random) {
            this.random = random;
            int count = 2 + random.nextInt(4);
            for (int i = 0; i < count; i++) {
                int self = i;
                Duration skew = Duration.ofMillis(random.nextInt(2000));
                frontEnds.add(new Bans(
                        new NodeName("fe" + i), Optional.empty(), () -> now.plus(skew), ban -> tellFrom(self, ban)));
            }
        }

        private void tellFrom(int self, Ban ban) {
            for (int other = 0; other < frontEnds.size(); other++) {
                Bans to = frontEnds.get(other);
                for (int copies = other == self ? 0 : random.nextInt(3); copies > 0; copies--) {
                    onTheWay.add(() -> to.heard(ban));
                }
            }
        }

        void step() {
            Bans bans = frontEnds.get(random.nextInt(frontEnds.size()));
            Network network = network("192.0.2." + random.nextInt(4));
            switch (random.nextInt(6)) {
                case 0 -> bans.add(network, Duration.ofMinutes(1 + random.nextInt(60)), cause(), "");
                case 1 -> bans.lift(network);
                case 2 -> pass(Duration.ofMillis(random.nextInt(200_000)));
                default -> arrive();
            }
        }

        private Cause cause() {
            return random.nextBoolean() ? Cause.FAILURES : Cause.ADMINISTRATOR;
        }

        private void arrive() {
            if (!onTheWay.isEmpty()) {
                onTheWay.remove(random.nextInt(onTheWay.size())).run();
            }
        }

        void pass(Duration time) {
            now = now.plus(time);
            frontEnds.forEach(Bans::forget);
        }

        /** What is still on the way comes before, in between or behind. */
        void meet() {
            for (Bans from : frontEnds) {
                for (Bans to : frontEnds) {
                    from.all().forEach(ban -> onTheWay.add(() -> to.heard(ban)));
                }
            }
            while (!onTheWay.isEmpty()) {
                arrive();
            }
        }

        void agree() {
            for (Bans bans : frontEnds) {
                assertEquals(entries(frontEnds.getFirst()), entries(bans));
            }
        }

        /** Those that no clock says to be over. */
        private List<Ban> entries(Bans bans) {
            long time = now.plusSeconds(2).toEpochMilli();
            return bans.list().stream()
                    .filter(ban -> ban.stands(time))
                    .map(ban -> ban.keptUntil(0))
                    .sorted((a, b) ->
                            a.network().toString().compareTo(b.network().toString()))
                    .toList();
        }
    }
}
