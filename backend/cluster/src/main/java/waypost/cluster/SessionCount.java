package waypost.cluster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import waypost.identity.AccountId;
import waypost.protocol.Output;
import waypost.protocol.ServedSession;

/** Sessions at a time of each account on this node, by whatever protocol and front end they come. Any thread. */
public final class SessionCount {
    private final ConcurrentMap<AccountId, Integer> counts = new ConcurrentHashMap<>();
    private final ConcurrentMap<AccountId, Set<Counted>> open = new ConcurrentHashMap<>();
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

    /**
     * Counts one more, unless that is too many.
     *
     * @param given how many the account may have of all, in place of what others may
     */
    boolean enter(AccountId account, OptionalLong given) {
        if (!added(account, all.isPresent() ? most : given.orElse(most))) {
            return false;
        }
        if (all.isPresent() && !all.get().enter(account, given)) {
            subtract(account);
            return false;
        }
        return true;
    }

    /** Who is refused has not counted for a moment, or two who come at once could refuse each other. */
    private boolean added(AccountId account, long limit) {
        int now = counts.getOrDefault(account, 0);
        while (now < limit) {
            if (now == 0 ? counts.putIfAbsent(account, 1) == null : counts.replace(account, now, now + 1)) {
                return true;
            }
            now = counts.getOrDefault(account, 0);
        }
        return false;
    }

    /** Says goodbye to all sessions that the account has now, each between two of its commands. */
    public void end(AccountId account) {
        whole().open.getOrDefault(account, Set.of()).forEach(Counted::end);
    }

    /** What this is a part of. */
    private SessionCount whole() {
        return all.map(SessionCount::whole).orElse(this);
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

    private static Set<Counted> with(@Nullable Set<Counted> all, Counted session) {
        Set<Counted> sessions = all == null ? ConcurrentHashMap.newKeySet() : all;
        sessions.add(session);
        return sessions;
    }

    @SuppressWarnings("NullAway") // null removes the entry
    private static Set<Counted> without(Set<Counted> all, Counted session) {
        all.remove(session);
        return all.isEmpty() ? null : all;
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
        private volatile boolean ending;
        private volatile Wakeup wakeup = () -> {};

        Counted(AccountId account, ServedSession session) {
            this.account = account;
            this.session = session;
        }

        /** Any thread. */
        void end() {
            ending = true;
            wakeup.wake();
        }

        @Override
        public void opened(Output out, Wakeup given) throws IOException {
            wakeup = given;
            whole().open.compute(account, (_, known) -> with(known, this));
            session.opened(out, given);
        }

        @Override
        public void received(ByteBuffer in, Output out) throws IOException {
            session.received(in, out);
            goodbye(out);
        }

        @Override
        public void woken(Output out) throws IOException {
            session.woken(out);
            goodbye(out);
        }

        @Override
        public boolean released() {
            return session.released();
        }

        private void goodbye(Output out) throws IOException {
            if (ending && session.shutdown(out)) {
                out.close();
            }
        }

        @Override
        public boolean shutdown(Output out) throws IOException {
            return session.shutdown(out);
        }

        @Override
        public void revoked(Output out) throws IOException {
            session.revoked(out);
        }

        @Override
        public void closed() {
            try {
                session.closed();
            } finally {
                whole().open.computeIfPresent(account, (_, known) -> without(known, this));
                leave(account);
            }
        }
    }
}
