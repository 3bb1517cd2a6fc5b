package waypost.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.identity.NodeName;
import waypost.identity.SharedKey;
import waypost.mapping.Trials;
import waypost.protocol.link.LinkMessage;

class KeyAgreementTest {
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

    @TempDir
    Path folder;

    private final SplittableRandom random = new SplittableRandom(1);

    private KeyAgreement open(String node, Instant now) {
        return KeyAgreement.open(folder.resolve(node), () -> now, random);
    }

    @Test
    void keepsItsOwnAcrossRestartsAndTakesAnOlderOne() throws Exception {
        SharedKey own = open("fe1", NOON).key();
        KeyAgreement again = open("fe1", NOON.plusSeconds(60));
        assertEquals(own, again.key());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("fe1"))));
        assertFalse(again.heard(SharedKey.make(NOON.plusMillis(1), random)));
        SharedKey older = SharedKey.make(NOON.minusMillis(1), random);
        assertTrue(again.heard(older));
        assertFalse(again.heard(older));
        assertEquals(older, open("fe1", NOON).key());
    }

    @Test
    void makesAnotherWhereTheFileIsDamaged() throws Exception {
        SharedKey lost = open("fe1", NOON).key();
        Files.writeString(folder.resolve("fe1"), "waypost shared key 1\n12 34\n");
        assertNotEquals(lost, open("fe1", NOON).key());
    }

    /** Every purpose has its own; nobody finds one from another. */
    @Test
    void derives() {
        SharedKey key = new SharedKey(1, "0".repeat(64));
        assertEquals(32, key.derive("a").length);
        assertNotEquals(List.of(key.derive("a")), List.of(key.derive("b")));
        assertFalse(key.toString().contains("000"));
    }

    /** Messages are lost, overtake each other and come twice; each tells the others when it is reached, and when it has changed its mind. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void allComeToTheSame(int seed) {
        SplittableRandom chance = new SplittableRandom(seed);
        int nodes = 2 + chance.nextInt(4);
        List<KeyAgreement> agreements = new ArrayList<>();
        List<OtherFrontEnds> frontEnds = new ArrayList<>();
        Deque<Runnable> onTheWay = new ArrayDeque<>();
        for (int node = 0; node < nodes; node++) {
            int self = node;
            KeyAgreement agreement = open("fe" + node, NOON.plusSeconds(chance.nextInt(3)));
            agreements.add(agreement);
            FrontEndLink link = HandLink.of(new NodeName("fe" + node), message -> {
                for (int other = 0; other < nodes; other++) {
                    carry(chance, onTheWay, frontEnds, other, self, message);
                }
            });
            Trials trials = Trials.alone(Ticker.systemTicker());
            frontEnds.add(new OtherFrontEnds(agreement, Guarded.guard(), trials, HandLink.noCopies(link), link));
        }
        for (int round = 0; round < 200; round++) {
            int from = chance.nextInt(nodes);
            int to = chance.nextInt(nodes);
            frontEnds.get(from).reached(message -> carry(chance, onTheWay, frontEnds, to, from, message));
            while (chance.nextInt(3) > 0 && !onTheWay.isEmpty()) {
                onTheWay.removeFirst().run();
            }
        }
        SharedKey first =
                agreements.stream().map(KeyAgreement::key).sorted().findFirst().orElseThrow();
        agreements.forEach(agreement -> assertEquals(first, agreement.key()));
    }

    private static void carry(
            SplittableRandom chance,
            Deque<Runnable> onTheWay,
            List<OtherFrontEnds> frontEnds,
            int to,
            int from,
            LinkMessage.OfFrontEnds message) {
        for (int copies = chance.nextInt(3); copies > 0; copies--) {
            NodeName name = new NodeName("fe" + from);
            Runnable arrival = () -> frontEnds
                    .get(to)
                    .heard(name, message, reply -> carry(chance, onTheWay, frontEnds, from, to, reply));
            if (chance.nextBoolean()) {
                onTheWay.addLast(arrival);
            } else {
                onTheWay.addFirst(arrival);
            }
        }
    }
}
