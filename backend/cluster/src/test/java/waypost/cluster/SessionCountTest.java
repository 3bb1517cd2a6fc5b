package waypost.cluster;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import waypost.identity.AccountId;
import waypost.protocol.Output;
import waypost.protocol.ServedSession;

class SessionCountTest {
    private static final AccountId ALICE = AccountId.of(1, 7);

    @Test
    void aSessionCountsUntilItIsClosed() {
        SessionCount count = new SessionCount(1);
        assertTrue(count.enter(ALICE));
        assertFalse(count.enter(ALICE));
        assertTrue(count.enter(AccountId.of(1, 8)));
        ServedSession session = count.counted(ALICE, new Broken());
        assertThrows(IllegalStateException.class, session::closed);
        assertTrue(count.enter(ALICE));
        assertFalse(count.enter(ALICE));
    }

    private static final class Broken implements ServedSession {
        @Override
        public void opened(Output out, Wakeup wakeup) {}

        @Override
        public void received(ByteBuffer in, Output out) {}

        @Override
        public void woken(Output out) {}

        @Override
        public boolean shutdown(Output out) {
            return false;
        }

        @Override
        public void closed() {
            throw new IllegalStateException("broken");
        }
    }
}
