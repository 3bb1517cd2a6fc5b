package waypost.mapping;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;

/**
 * The log-ins that stand, by account: looks at an account's again when the directory tells that its entry has changed, and at each once in a
 * while. A log-in is in the list before it is looked whether anything was told since it was asked about, so none falls between. Only a
 * finding ends anything. Any thread.
 */
final class LiveLogins implements Logins {
    private final ConcurrentMap<DirectoryId, LiveLogin> open = new ConcurrentHashMap<>();
    private final AtomicLong told = new AtomicLong();
    private final Asking asking;
    private final Waiting waiting;
    private final Rounds rounds;
    private volatile HeldSecrets nodes = HeldSecrets.NONE;

    /** Whom to ask. */
    interface Asking {
        /** How it stands with an account to which this name was given. May block. */
        Standing ask(AccountName login, DirectoryId id, Waiting.Cause cause);

        /** The password of the name is another now: what is remembered of the one before is not good any more. */
        void passwordChanged(AccountName login, Generation now);
    }

    /**
     * Of nobody at first.
     *
     * @param interval in which each is looked at again
     * @param workers runs what blocks
     */
    LiveLogins(Asking asking, Duration interval, Executor workers) {
        this.asking = asking;
        this.waiting = new Waiting(workers, this::look);
        this.rounds = new Rounds(interval, open.keySet());
    }

    @Override
    public long moment() {
        return told.get();
    }

    @Override
    public Login begin(Answer.Granted granted, Claim claim, Consumer<Ended> end) {
        LiveLogin login = new LiveLogin(this, granted, claim, end);
        open.compute(login.id(), (_, first) -> {
            login.next(first);
            return login;
        });
        if (told.get() != claim.moment()) {
            waiting.add(login.id(), Waiting.Cause.NAMED);
        }
        return login;
    }

    void remove(LiveLogin login) {
        open.computeIfPresent(login.id(), (_, first) -> without(first, login));
    }

    @SuppressWarnings("NullAway") // null removes the entry
    private static LiveLogin without(LiveLogin first, LiveLogin login) {
        if (first == login) {
            return login.next();
        }
        LiveLogin before = first;
        while (before.next() != null && before.next() != login) {
            before = before.next();
        }
        if (before.next() == login) {
            before.next(login.next());
        }
        return first;
    }

    /** Those of an account that stand. */
    private List<LiveLogin> of(DirectoryId id) {
        List<LiveLogin> logins = new ArrayList<>();
        open.computeIfPresent(id, (_, first) -> {
            for (@Nullable LiveLogin login = first; login != null; login = login.next()) {
                if (login.stands()) {
                    logins.add(login);
                }
            }
            return first;
        });
        return logins;
    }

    /** The directory tells that these entries have changed. Who has no session is not asked about. */
    void changed(Set<DirectoryId> ids) {
        told.incrementAndGet();
        ids.stream().filter(open::containsKey).forEach(id -> waiting.add(id, Waiting.Cause.NAMED));
    }

    /** Has it asked, from now on, what accounts have at their nodes. */
    void ask(HeldSecrets secrets) {
        nodes = secrets;
    }

    @Override
    public void secretsChanged(DirectoryId id) {
        told.incrementAndGet();
        if (open.containsKey(id)) {
            waiting.add(id, Waiting.Cause.TURN);
        }
    }

    /** Any may have changed. */
    void anyChanged() {
        told.incrementAndGet();
        open.keySet().forEach(id -> waiting.add(id, Waiting.Cause.TURN));
    }

    /** Whether all has been looked at that was to be. */
    boolean idle() {
        return waiting.idle();
    }

    /** A second has passed. */
    void second() {
        rounds.due().forEach(id -> waiting.add(id, Waiting.Cause.TURN));
        waiting.second();
    }

    @Override
    public int end(DirectoryId id) {
        return (int) of(id).stream().filter(login -> login.end(Ended.REVOKED)).count();
    }

    /** Of an account that has waited for its turn. */
    private Waiting.Looked look(DirectoryId id, Waiting.Cause cause) {
        Map<AccountName, List<LiveLogin>> byName = new HashMap<>();
        of(id).forEach(login ->
                byName.computeIfAbsent(login.name(), _ -> new ArrayList<>()).add(login));
        Waiting.Looked looked = Waiting.Looked.DONE;
        for (Map.Entry<AccountName, List<LiveLogin>> named : byName.entrySet()) {
            switch (asking.ask(named.getKey(), id, cause)) {
                case Standing.Is(Account now) -> judge(named.getKey(), named.getValue(), now);
                case Standing.Gone() -> named.getValue().forEach(login -> login.end(Ended.GONE));
                case Standing.Unsaid() -> looked = Waiting.Looked.IN_VAIN;
                case Standing.Faulty() -> {}
            }
        }
        return looked;
    }

    private void judge(AccountName name, List<LiveLogin> logins, Account now) {
        Optional<Ended> changed = Optional.of(Ended.PASSWORD_CHANGED);
        if (logins.stream().anyMatch(login -> login.judged(now).equals(changed))) {
            asking.passwordChanged(name, now.generation());
            told.incrementAndGet(); // who was let in by what was remembered until now is looked at too
            waiting.add(now.directoryId(), Waiting.Cause.NAMED);
        }
        logins.forEach(login -> login.judged(now).ifPresent(login::end));
        List<LiveLogin> standing = logins.stream()
                .filter(login -> login.stands() && login.restsOnNode())
                .toList();
        if (!standing.isEmpty()) {
            // where the node cannot say, it is asked again at the next turn
            nodes.of(now.name(), now.directoryId(), now.route())
                    .ifPresent(
                            held -> standing.forEach(login -> login.judged(held).ifPresent(login::end)));
        }
    }
}
