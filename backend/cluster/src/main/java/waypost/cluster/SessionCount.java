package waypost.cluster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import waypost.identity.AccountId;
import waypost.protocol.Output;
import waypost.protocol.ServedSession;

/** Sessions at a time of each account on this node, by whatever protocol and front end they come. Any thread. */
public final class SessionCount {
    private final ConcurrentMap<AccountId, Integer> counts = new ConcurrentHashMap<>();
    private final int most;

    public SessionCount(int most) {
        this.most = most;
    }

    /** Counts one more, unless that is too many. */
    boolean enter(AccountId account) {
        int now = counts.merge(account, 1, Integer::sum);
        if (now <= most) {
            return true;
        }
        leave(account);
        return false;
    }

    /** How many it has now. */
    public int of(AccountId account) {
        return counts.getOrDefault(account, 0);
    }

    void leave(AccountId account) {
        counts.computeIfPresent(account, SessionCount::less);
    }

    @SuppressWarnings("NullAway") // null removes the entry
    private static Integer less(AccountId account, Integer count) {
        return count == 1 ? null : count - 1;
    }

    /** The session, which leaves when it is closed. */
    ServedSession counted(AccountId account, ServedSession session) {
        return new Counted(account, session);
    }

    private final class Counted implements ServedSession {
        private final AccountId account;
        private final ServedSession session;

        Counted(AccountId account, ServedSession session) {
            this.account = account;
            this.session = session;
        }

        @Override
        public void opened(Output out, Wakeup wakeup) throws IOException {
            session.opened(out, wakeup);
        }

        @Override
        public void received(ByteBuffer in, Output out) throws IOException {
            session.received(in, out);
        }

        @Override
        public void woken(Output out) throws IOException {
            session.woken(out);
        }

        @Override
        public boolean shutdown(Output out) throws IOException {
            return session.shutdown(out);
        }

        @Override
        public void closed() {
            try {
                session.closed();
            } finally {
                leave(account);
            }
        }
    }
}
