package waypost.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import waypost.identity.AccountId;
import waypost.protocol.Output;
import waypost.protocol.ServedSession;

class SessionCountTest {
    private static final OptionalLong AS_ALL = OptionalLong.empty();
    private static final AccountId ALICE = AccountId.of(1, 7);

    @Test
    void aSessionCountsUntilItIsClosed() {
        SessionCount count = new SessionCount(1);
        assertTrue(count.enter(ALICE, AS_ALL));
        assertFalse(count.enter(ALICE, AS_ALL));
        assertTrue(count.enter(AccountId.of(1, 8), AS_ALL));
        ServedSession session = count.counted(ALICE, new Broken());
        assertThrows(IllegalStateException.class, session::closed);
        assertTrue(count.enter(ALICE, AS_ALL));
        assertFalse(count.enter(ALICE, AS_ALL));
    }

    /** RFC 1939 §4: as a lock on the maildrop, which IMAP sessions do not heed. */
    @Test
    void aPartHasItsOwnLimitAndThatOfAll() {
        SessionCount all = new SessionCount(2);
        SessionCount pop3 = all.part(1);
        assertTrue(pop3.enter(ALICE, AS_ALL));
        assertFalse(pop3.enter(ALICE, AS_ALL));
        assertTrue(all.enter(ALICE, AS_ALL));
        assertFalse(all.enter(ALICE, AS_ALL));
        assertThrows(IllegalStateException.class, pop3.counted(ALICE, new Broken())::closed);
        assertTrue(all.enter(ALICE, AS_ALL));
        assertFalse(pop3.enter(ALICE, AS_ALL)); // by the limit of all, and keeps no place of its own
        all.leave(ALICE);
        assertTrue(pop3.enter(ALICE, AS_ALL));
    }

    /** Of those who come at once one gets in, each time. */
    @Test
    void someoneAlwaysGetsIn() throws InterruptedException {
        SessionCount count = new SessionCount(1);
        AtomicInteger inside = new AtomicInteger();
        for (int round = 0; round < 200; round++) {
            List<Thread> comers = Stream.generate(() -> Thread.ofVirtual().unstarted(() -> {
                        if (count.enter(ALICE, AS_ALL)) {
                            inside.incrementAndGet();
                        }
                    }))
                    .limit(4)
                    .toList();
            comers.forEach(Thread::start);
            for (Thread comer : comers) {
                comer.join();
            }
            assertEquals(1, inside.getAndSet(0));
            count.leave(ALICE);
        }
    }

    /** Says goodbye between two commands only. */
    private static final class Talking implements ServedSession {
        private boolean busy = true;

        @Override
        public void opened(Output out, Wakeup wakeup) {}

        @Override
        public void received(ByteBuffer in, Output out) {
            busy = false;
        }

        @Override
        public void woken(Output out) {}

        @Override
        public boolean shutdown(Output out) {
            return !busy;
        }

        @Override
        public void closed() {}
    }

    /** Counts how often it is closed. */
    private static final class Line implements Output {
        private int closed;

        @Override
        public void write(ByteBuffer bytes) {}

        @Override
        public void flush() {}

        @Override
        public void close() {
            closed++;
        }
    }

    @Test
    void sessionsOfAnAccountAreToldGoodbyeBetweenTheirCommands() throws IOException {
        SessionCount count = new SessionCount(3);
        Line line = new Line();
        int[] woken = {0};
        ServedSession session = count.part(1).counted(ALICE, new Talking());
        ServedSession other = count.counted(AccountId.of(1, 8), new Talking());
        session.opened(line, () -> woken[0]++);
        other.opened(line, () -> woken[0]++);
        session.woken(line);
        count.end(ALICE);
        assertEquals(1, woken[0], "nobody else's");
        session.woken(line);
        assertEquals(0, line.closed, "a command is under way");
        session.received(ByteBuffer.allocate(0), line);
        assertEquals(1, line.closed);
        session.closed();
        count.end(ALICE);
        assertEquals(1, woken[0], "it has gone");
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
