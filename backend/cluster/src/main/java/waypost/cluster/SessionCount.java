package waypost.cluster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import waypost.identity.AccountId;
import waypost.protocol.Output;
import waypost.protocol.ServedSession;

/** Sessions at a time of each account on this node, by whatever protocol and front end they come. Any thread. */
public final class SessionCount {
    private final ConcurrentMap<AccountId, Integer> counts = new ConcurrentHashMap<>();
    private final int most;
    private final Optional<SessionCount> all;

    public SessionCount(int most) {
        this(most, Optional.empty());
    }

    private SessionCount(int most, Optional<SessionCount> all) {
        this.most = most;
        this.all = all;
    }

    /** Some of these sessions, which count here and there: of POP3, say, one at a time. */
    public SessionCount part(int mostOfPart) {
        return new SessionCount(mostOfPart, Optional.of(this));
    }

    /** Counts one more, unless that is too many. */
    boolean enter(AccountId account) {
        if (!added(account)) {
            return false;
        }
        if (all.isPresent() && !all.get().enter(account)) {
            subtract(account);
            return false;
        }
        return true;
    }

    /** Who is refused has not counted for a moment, or two who come at once could refuse each other. */
    private boolean added(AccountId account) {
        int now = counts.getOrDefault(account, 0);
        while (now < most) {
            if (now == 0 ? counts.putIfAbsent(account, 1) == null : counts.replace(account, now, now + 1)) {
                return true;
            }
            now = counts.getOrDefault(account, 0);
        }
        return false;
    }

    /** How many it has now. */
    public int of(AccountId account) {
        return counts.getOrDefault(account, 0);
    }

    void leave(AccountId account) {
        subtract(account);
        all.ifPresent(count -> count.leave(account));
    }

    private void subtract(AccountId account) {
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
