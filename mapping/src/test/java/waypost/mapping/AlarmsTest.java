package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import waypost.directory.Logged;
import waypost.identity.Secret;
import waypost.mapping.UserMapSettings.Proof;

/** What the log says where a directory says what cannot be meant. */
class AlarmsTest {
    private static final Secret SECRET = new Secret("secret");

    private final Logged log = new Logged("waypost.mapping.Alarms");
    private Fixture fixture;
    private UserMaps maps;

    @BeforeEach
    void open() throws Exception {
        fixture = new Fixture();
        maps = fixture.mapping(Fixture.map(Proof.STORED_HASH));
    }

    @AfterEach
    void close() {
        maps.close();
        fixture.close();
        log.close();
    }

    private static String severalEntries(String first, String second) {
        String fault = "several entries: uid=" + first + ",dc=waypost and uid=" + second + ",dc=waypost";
        return "event=alarm subject=\"user map subscribers " + fault + "\" fault=\"" + fault + "\"";
    }

    /** However often it is asked for, by mail or to log in: both entries are named, in one line a minute. */
    @Test
    void severalEntriesOfOneAddressAreNamedOnce() throws Exception {
        fixture.addAnna();
        fixture.add("bob", "mail: bob@example.net", "mailLocalAddress: anna@example.net", "mailHost: store2");
        for (int i = 0; i < 3; i++) {
            assertInstanceOf(Answer.Unavailable.class, maps.locate("anna"));
            assertInstanceOf(Answer.Unavailable.class, maps.authenticate("anna", SECRET, Service.IMAP));
        }
        String line = severalEntries("anna", "bob");
        assertEquals(List.of(line), log.lines("event=alarm"));
        fixture.pass(Duration.ofMinutes(1));
        assertInstanceOf(Answer.Unavailable.class, maps.locate("anna"));
        assertEquals(List.of(line, line), log.lines("event=alarm"));
    }

    /** Another address is another alarm. */
    @Test
    void eachPairIsNamed() throws Exception {
        fixture.add("cyd", "mail: first@example.net", "mailLocalAddress: second@example.net", "mailHost: store1");
        fixture.add("bob", "mail: first@example.net", "mailHost: store1");
        fixture.add("eve", "mail: second@example.net", "mailHost: store1");
        maps.locate("first");
        maps.locate("second");
        assertEquals(List.of(severalEntries("bob", "cyd"), severalEntries("cyd", "eve")), log.lines("event=alarm"));
    }
}
