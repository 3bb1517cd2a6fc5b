package waypost.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeersTest {
    @ParameterizedTest
    @CsvSource({
        "/usr/sbin/slapd;-f;x, OpenLDAP",
        "env;TERM=vt100;alpine, Alpine",
        "script;-qec;env TERM=vt100 mutt -n -F x, Mutt",
        "samba-tool;user;list, ",
        "tar;xzf;curl.tar.gz, "
    })
    void isNamedByTheProgram(String command, String name) {
        assertEquals(name, Peers.named(List.of(command.split(";"))).orElse(null));
    }

    /** One that was started before, one that has ended meanwhile, and one of this test; the one of another test that has ended is none of it. */
    @Test
    void aTestHasMetWhoRanInItsTime() {
        AtomicBoolean earlier = new AtomicBoolean(true);
        AtomicBoolean over = new AtomicBoolean(true);
        Peers.running("earlier", earlier::get);
        Peers.running("over", over::get);
        over.set(false);
        Peers.begin();
        Peers.running("client", () -> false);
        earlier.set(false);
        assertEquals(Set.of("earlier", "client"), Peers.met());
        Peers.begin();
        assertEquals(Set.of(), Peers.met());
    }
}
