package waypost.mapping;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.directory.Argon2Hash;
import waypost.directory.PasswordCheck;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.Secret;

/**
 * Passwords that were right, as a file may have them: what Argon2id makes of one, under a key that is not in the file. Computed behind the log-in by one
 * thread of low priority, for as many as it manages; who is left out has to wait for the directory after a start in an outage. Any thread.
 */
final class KeptProofs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.mapping");

    private static final String ALGORITHM = "HmacSHA256";
    static final int SALT = 16;
    static final int PROOF = 32;

    /** Wait to be computed: more are left out. */
    private static final int WAITING = 1000;

    private final SecretKeySpec key;
    private final Path file;
    private final Duration limit;
    private final Memory<AccountName, Kept> kept;
    private final PasswordCheck slowly;
    private final InstantSource instants;
    private final RandomGenerator random = new SecureRandom();
    private final ExecutorService behind;
    private final ConcurrentMap<AccountName, Wanted> wanted = new ConcurrentHashMap<>();
    private final AtomicInteger unfinished = new AtomicInteger();
    private volatile boolean changed;

    /**
     * A proof.
     *
     * @param tag of the password in this process; empty: of a process before
     * @param at when the directory last said that the password was right
     */
    record Kept(Optional<Verifiers.Tag> tag, DirectoryId id, byte[] salt, byte[] proof, Instant at) {}

    /** The proof of a name that is being computed: when it is not wanted any more, it is not kept. */
    private record Wanted(Verifiers.Tag tag, DirectoryId id) {}

    /** What comparing a password with the kept one says. */
    sealed interface Compared {
        /** @param age of that it was */
        record Right(DirectoryId id, Duration age) implements Compared {}

        record Another() implements Compared {}

        /** None is kept, or too many wait to be compared. */
        record Unsaid() implements Compared {}
    }

    /** @param behind computes; what it takes no more is left out */
    KeptProofs(Secret key, Path file, CacheSettings settings, Tools tools, ExecutorService behind) {
        this.key = new SecretKeySpec(key.value().getBytes(StandardCharsets.UTF_8), ALGORITHM);
        this.file = file;
        this.limit = settings.staleness().verifier();
        this.kept = new Memory<>(Duration.ZERO, limit, settings.entries(), tools.ticker());
        this.slowly = tools.passwords();
        this.instants = tools.instants();
        this.behind = behind;
    }

    /** One thread, which nobody waits for. */
    static ExecutorService behind() {
        return new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING),
                Thread.ofPlatform()
                        .daemon()
                        .priority(Thread.MIN_PRIORITY)
                        .name("proofs")
                        .factory());
    }

    /** The directory says that it is right, and so that another, which was right before, is not. */
    void proved(AccountName name, Verifiers.Tag tag, Secret password, DirectoryId id) {
        Instant now = instants.instant();
        var proof = new Wanted(tag, id);
        if (isNew(name, proof, now) && !compute(() -> keep(name, proof, now, password))) {
            wanted.remove(name, proof);
        }
    }

    /** Whether it is neither kept nor being computed. */
    private boolean isNew(AccountName name, Wanted proof, Instant now) {
        boolean[] isNew = {false};
        wanted.compute(name, (_, before) -> {
            Optional<Kept> known = kept.any(name);
            if (known.filter(same -> same.id.equals(proof.id) && isOf(same, proof.tag))
                    .isPresent()) {
                keep(name, new Kept(known.get().tag, proof.id, known.get().salt, known.get().proof, now));
                return null;
            }
            known.filter(other -> other.tag.isPresent()).ifPresent(other -> drop(name, other));
            isNew[0] = !proof.equals(before);
            return proof;
        });
        return isNew[0];
    }

    private void keep(AccountName name, Wanted proof, Instant at, Secret password) {
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        var computed = new Kept(Optional.of(proof.tag), proof.id, salt, proof(name, password, salt), at);
        wanted.computeIfPresent(name, (_, now) -> {
            if (!now.equals(proof)) {
                return now;
            }
            keep(name, computed);
            return null;
        });
    }

    /** How long ago the password was right that is kept. */
    Optional<Duration> age(AccountName name) {
        return kept.any(name).map(proof -> Duration.between(proof.at, instants.instant()));
    }

    /** Returns whether it will be done. */
    private boolean compute(Runnable work) {
        unfinished.incrementAndGet();
        try {
            behind.execute(() -> {
                try {
                    work.run();
                } finally {
                    unfinished.decrementAndGet();
                }
            });
            return true;
        } catch (RejectedExecutionException full) {
            unfinished.decrementAndGet();
            return false;
        }
    }

    private void keep(AccountName name, Kept proof) {
        kept.put(name, proof);
        changed = true;
    }

    private static boolean isOf(Kept proof, Verifiers.Tag tag) {
        return proof.tag.filter(tag::matches).isPresent();
    }

    /** The directory says that it is wrong: it is not to be right in an outage. What is too much to compare it with is not kept. */
    void refused(AccountName name, Verifiers.Tag tag, Secret password) {
        wanted.computeIfPresent(name, (_, proof) -> proof.tag.matches(tag) ? null : proof);
        kept.any(name).ifPresent(proof -> {
            if (isOf(proof, tag)) {
                drop(name, proof);
            } else if (proof.tag.isEmpty()
                    && !compute(() -> {
                        if (matches(name, password, proof)) {
                            drop(name, proof);
                        }
                    })) {
                drop(name, proof);
            }
        });
    }

    /** Whatever was right is not, be it that its proof is still to be computed. */
    void forget(AccountName name) {
        forget(name, _ -> true);
    }

    /** Nothing else than this password is right. */
    void forgetOthers(AccountName name, Verifiers.Tag right) {
        forget(name, tag -> tag.filter(right::matches).isEmpty());
    }

    private void forget(AccountName name, Predicate<Optional<Verifiers.Tag>> which) {
        wanted.compute(name, (_, proof) -> {
            kept.any(name).filter(known -> which.test(known.tag)).ifPresent(known -> drop(name, known));
            return proof == null || which.test(Optional.of(proof.tag)) ? null : proof;
        });
    }

    private void drop(AccountName name, Kept proof) {
        kept.forget(name, now -> now == proof);
        changed = true;
    }

    /** Compares with what a process before has left. Takes as long as a slow hash. */
    Compared compare(AccountName name, Secret password) {
        Optional<Kept> proof = kept.any(name);
        if (proof.isEmpty()) {
            return new Compared.Unsaid();
        }
        Duration age = Duration.between(proof.get().at, instants.instant());
        if (age.compareTo(limit) > 0) {
            return new Compared.Unsaid();
        }
        Optional<Boolean> right = slowly.slowly(() -> matches(name, password, proof.get()));
        return right.<Compared>map(same -> same ? new Compared.Right(proof.get().id, age) : new Compared.Another())
                .orElseGet(Compared.Unsaid::new);
    }

    private boolean matches(AccountName name, Secret password, Kept proof) {
        return MessageDigest.isEqual(proof.proof, proof(name, password, proof.salt));
    }

    private byte[] proof(AccountName name, Secret password, byte[] salt) {
        return keyed(name.toString(), Argon2Hash.derived(password.value(), salt));
    }

    private byte[] keyed(String purpose, byte[] octets) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(purpose.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return mac.doFinal(octets);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Puts back what the file has, if it was written under this key. */
    void restore() {
        try {
            Instant now = instants.instant();
            for (ProofsFile.Entry entry : ProofsFile.read(file, mark())) {
                Duration age = Duration.between(entry.proof().at, now);
                kept.restore(entry.name(), entry.proof(), age.isNegative() ? Duration.ZERO : age);
            }
        } catch (IOException unreadable) {
            LOG.warn("event=proofs-unreadable file={} why=\"{}\"", file, unreadable.toString());
        }
    }

    /** Writes what is kept now, unless it is as it was. */
    synchronized void save() {
        if (!changed) {
            return;
        }
        changed = false;
        List<ProofsFile.Entry> entries = new ArrayList<>();
        kept.each((name, proof) -> entries.add(new ProofsFile.Entry(name, proof)));
        try {
            ProofsFile.write(file, mark(), entries);
        } catch (IOException failed) {
            changed = true;
            LOG.warn("event=proofs-not-written file={} why=\"{}\"", file, failed.toString());
        }
    }

    private byte[] mark() {
        return keyed("file", new byte[0]);
    }

    /** Whether nothing waits to be computed. */
    boolean idle() {
        return unfinished.get() == 0;
    }

    @Override
    public void close() {
        behind.shutdownNow();
    }
}
