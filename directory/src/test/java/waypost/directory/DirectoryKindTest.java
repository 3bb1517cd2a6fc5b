package waypost.directory;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class DirectoryKindTest {
    private static final String OLD = "rid=000,csn=20261130100000.000000Z#000000#000#000000";
    private static final String NEW = "rid=000,csn=20261130110000.000000Z#000000#000#000000";

    @Test
    void howFarAServerIsIsReadOfEitherKind() {
        DirectoryKind windows = DirectoryKind.ACTIVE_DIRECTORY;
        var counter = new ControllerMark.Counter("CN=dc1", Optional.of("id"));
        ReplicaState before = windows.reached(new ControllerMark(counter, 9).text());
        ReplicaState after = windows.reached(new ControllerMark(counter, 10).text());
        var restored = new ControllerMark.Counter("CN=dc1", Optional.of("another"));
        ReplicaState other = windows.reached(new ControllerMark(restored, 3).text());
        assertTrue(before.isBehind(after));
        assertTrue(!after.isBehind(before) && !other.isBehind(after) && !after.isBehind(other));
        assertTrue(DirectoryKind.LDAP.reached(OLD).isBehind(DirectoryKind.LDAP.reached(NEW)));
        assertTrue(!DirectoryKind.LDAP.reached("nothing").isBehind(DirectoryKind.LDAP.reached(NEW)));
    }
}
