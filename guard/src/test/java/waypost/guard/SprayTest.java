package waypost.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** One password, many accounts, and each from an address of its own. */
class SprayTest {
    private final Scene scene = new Scene();

    private static String address(int i) {
        return "198.18." + i / 250 + "." + (1 + i % 250);
    }

    private void spray(int from, int to) {
        for (int i = from; i < to; i++) {
            scene.begin("name" + i, address(i), "Winter2026", _ -> {});
            scene.pass(Duration.ofSeconds(1));
        }
    }

    @Test
    void whoIsNowhereAtHomeWaitsUntilItIsOver() {
        scene.right("anna", "203.0.113.1");
        spray(0, 99);
        assertEquals(0, scene.right("bob", "203.0.113.2"));
        spray(99, 100);
        assertEquals(5, scene.right("cat", "203.0.113.3"));
        assertEquals(5, scene.wrong("dan", "203.0.113.4", "typo"), "before, and then not once more");
        assertEquals(0, scene.right("anna", "203.0.113.1"), "is at home");
        assertEquals(0, scene.right("cat", "203.0.113.3"), "is now");
        scene.pass(Duration.ofMinutes(10));
        scene.guard().save();
        assertEquals(0, scene.right("eve", "203.0.113.5"));
    }

    @Test
    void itGoesOnWhileThereIsHalfOfIt() {
        spray(0, 100);
        for (int i = 100; i < 400; i++) {
            spray(i, i + 1);
            scene.pass(Duration.ofSeconds(3));
        }
        assertEquals(5, scene.right("cat", "203.0.113.3"));
    }

    @Test
    void oneNetworkIsNoSpray() {
        for (int i = 0; i < 99; i++) {
            scene.begin("name" + i, "192.0.2.1", "guess", _ -> {});
            scene.begin("name" + i, "192.0.2.2", "guess", _ -> {});
        }
        scene.fail(99, "other", "192.0.2.3");
        assertEquals(0, scene.right("cat", "203.0.113.3"));
    }

    @Test
    void aSiteWithManyUsersHasManyWhoMistype() {
        Spray spray = new Spray(100);
        Keyed keyed = new Keyed(new byte[Keyed.KEY]);
        for (int i = 0; i < 10_000; i++) {
            spray.succeeded(keyed.hash("user" + i), i);
        }
        for (int i = 0; i < 400; i++) {
            spray.failed(keyed.hash("name" + i), keyed.hash(address(i)), 10_000);
            assertFalse(spray.turned(10_000));
        }
        for (int i = 400; i < 600; i++) {
            spray.failed(keyed.hash("name" + i), keyed.hash(address(i)), 10_000);
        }
        assertTrue(spray.turned(10_000), spray.figures(10_000));
    }

    @Test
    void thoseWhoWaitAreBoundedInNumber() {
        spray(0, 100);
        int refused = 0;
        for (int i = 0; i < 10_000; i++) {
            Attempt attempt = scene.guard().named("other" + i, Scene.address(address(i)));
            refused += scene.guard().enter(attempt) instanceof Ruling.Never ? 1 : 0;
        }
        assertTrue(refused >= 10_000 - Guard.WAITING, "refused: " + refused);
    }
}
