package waypost.guard;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import waypost.config.Network;
import waypost.guard.Ban.Cause;
import waypost.identity.NodeName;

/**
 * The networks from which nobody may log in, here and at the other front ends: each tells the others what it decides, and all when they meet again. Any
 * thread; finding waits for nobody, only {@link #save} touches the disk.
 */
public final class Bans {
    /** More are not taken; those that administrators have not made give way. */
    static final int MOST = 10_000;

    /** How long what was lifted is remembered at least: a front end that was cut off for longer may bring it back. */
    private static final Duration LIFTED = Duration.ofDays(1);

    private final NodeName self;
    private final InstantSource instants;
    private final Consumer<? super Ban> others;
    private final Optional<BansFile> file;
    private final Map<Network, Ban> all = new ConcurrentHashMap<>();

    /** Lengths that some of them have, and none that one of them has is missing. */
    private final Set<Integer> prefixes = ConcurrentHashMap.newKeySet();

    private boolean written = true;

    /** @param others are told what is decided here */
    Bans(NodeName self, Optional<Path> file, InstantSource instants, Consumer<? super Ban> others) {
        this.self = self;
        this.instants = instants;
        this.others = others;
        this.file = file.map(BansFile::new);
        this.file.ifPresent(kept -> kept.read().forEach(this::take));
        written = true;
    }

    /** Under which an address falls: an administrator's if there is one. */
    Optional<Ban> find(InetAddress address) {
        if (all.isEmpty()) {
            return Optional.empty();
        }
        long now = instants.millis();
        int bits = address.getAddress().length * Byte.SIZE;
        return prefixes.stream()
                .filter(prefix -> prefix <= bits)
                .flatMap(prefix -> Optional.ofNullable(all.get(Unit.network(address, prefix))).stream())
                .filter(ban -> ban.stands(now))
                .max(Comparator.comparing(Ban::cause)
                        .thenComparing(ban -> ban.network().prefix()));
    }

    /** Nobody logs in from there for so long from now on. Empty where there is no room. */
    public Optional<Ban> add(Network network, Duration lasting, Cause cause, String reason) {
        return decide(network, lasting.toMillis(), lasting.toMillis(), cause, reason);
    }

    /** Everybody may again; empty where nobody was kept from it. */
    public Optional<Ban> lift(Network network) {
        Ban ban = all.get(Unit.network(network));
        return ban != null && ban.stands(instants.millis())
                ? decide(network, 0, LIFTED.toMillis(), Cause.ADMINISTRATOR, "")
                : Optional.empty();
    }

    private Optional<Ban> decide(Network network, long lasting, long kept, Cause cause, String reason) {
        Ban decided;
        synchronized (this) {
            Network whole = Unit.network(network);
            long before = Optional.ofNullable(all.get(whole)).map(Ban::changed).orElse(Long.MIN_VALUE);
            long now = Math.max(instants.millis(), before + 1);
            if (!take(new Ban(whole, now, self, now + lasting, now + kept, cause, reason))) {
                return Optional.empty();
            }
            decided = Objects.requireNonNull(all.get(whole));
        }
        others.accept(decided);
        return Optional.of(decided);
    }

    /** What another front end has decided. */
    public synchronized void heard(Ban ban) {
        take(ban);
    }

    private boolean take(Ban ban) {
        Ban before = all.get(ban.network());
        long kept = Math.max(ban.kept(), before == null ? 0 : before.kept());
        if (before != null && !ban.after(before)) {
            all.put(ban.network(), before.keptUntil(kept));
            return false;
        }
        if (kept <= instants.millis() || before == null && all.size() >= MOST && !makeRoom()) {
            return false;
        }
        prefixes.add(ban.network().prefix());
        all.put(ban.network(), ban.keptUntil(kept));
        written = false;
        return true;
    }

    private boolean makeRoom() {
        Optional<Ban> first = all.values().stream()
                .filter(one -> one.cause() == Cause.FAILURES)
                .min(Comparator.comparingLong(Ban::kept));
        first.ifPresent(one -> all.remove(one.network()));
        return first.isPresent();
    }

    /** Those that stand, the next to end first. */
    public List<Ban> list() {
        long now = instants.millis();
        return all.values().stream()
                .filter(ban -> ban.stands(now))
                .sorted(Comparator.comparingLong(Ban::until))
                .toList();
    }

    /** All that must be remembered, lifted ones too, for a front end that may not have heard of them. */
    public synchronized List<Ban> all() {
        return List.copyOf(all.values());
    }

    synchronized void forget() {
        long now = instants.millis();
        if (all.values().removeIf(ban -> ban.kept() <= now)) {
            prefixes.retainAll(all.keySet().stream().map(Network::prefix).collect(Collectors.toSet()));
            written = false;
        }
    }

    /** Writes them to disk, unless nothing was changed since the last time. */
    void save() {
        List<Ban> copy;
        synchronized (this) {
            if (written) {
                return;
            }
            copy = all();
            written = true;
        }
        if (file.isPresent() && !file.get().write(copy)) {
            again();
        }
    }

    private synchronized void again() {
        written = false;
    }
}
