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
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
    private final ThreadPoolExecutor behind;
    private final AtomicInteger unfinished = new AtomicInteger();
    private volatile boolean changed;

    /**
     * A proof.
     *
     * @param tag of the password in this process; empty: of a process before
     * @param at when the directory last said that the password was right
     */
    record Kept(Optional<Verifiers.Tag> tag, DirectoryId id, byte[] salt, byte[] proof, Instant at) {}

    /** What comparing a password with the kept one says. */
    sealed interface Compared {
        /** @param age of that it was */
        record Right(DirectoryId id, Duration age) implements Compared {}

        record Another() implements Compared {}

        /** None is kept, or too many wait to be compared. */
        record Unsaid() implements Compared {}
    }

    KeptProofs(Secret key, Path file, CacheSettings settings, Tools tools) {
        this.key = new SecretKeySpec(key.value().getBytes(StandardCharsets.UTF_8), ALGORITHM);
        this.file = file;
        this.limit = settings.staleness().verifier();
        this.kept = new Memory<>(Duration.ZERO, limit, settings.entries(), tools.ticker());
        this.slowly = tools.passwords();
        this.instants = tools.instants();
        this.behind = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING),
                Thread.ofPlatform()
                        .daemon()
                        .priority(Thread.MIN_PRIORITY)
                        .name("proofs")
                        .factory(),
                (_, _) -> unfinished.decrementAndGet());
    }

    /** The directory says that it is right. */
    void proved(AccountName name, Verifiers.Tag tag, Secret password, DirectoryId id) {
        Instant now = instants.instant();
        Optional<Kept> before = kept.any(name);
        if (before.filter(proof -> proof.id.equals(id) && isOf(proof, tag)).isPresent()) {
            keep(name, new Kept(Optional.of(tag), id, before.get().salt, before.get().proof, now));
        } else {
            compute(() -> {
                byte[] salt = new byte[SALT];
                random.nextBytes(salt);
                keep(name, new Kept(Optional.of(tag), id, salt, proof(name, password, salt), now));
            });
        }
    }

    private void compute(Runnable work) {
        unfinished.incrementAndGet();
        behind.execute(() -> {
            try {
                work.run();
            } finally {
                unfinished.decrementAndGet();
            }
        });
    }

    private void keep(AccountName name, Kept proof) {
        kept.put(name, proof);
        changed = true;
    }

    private static boolean isOf(Kept proof, Verifiers.Tag tag) {
        return proof.tag.filter(tag::matches).isPresent();
    }

    /** The directory says that it is wrong: it is not to be right in an outage. */
    void refused(AccountName name, Verifiers.Tag tag, Secret password) {
        kept.any(name).ifPresent(proof -> {
            if (proof.tag.isEmpty()) {
                compute(() -> {
                    if (matches(name, password, proof)) {
                        forget(name);
                    }
                });
            } else if (isOf(proof, tag)) {
                forget(name);
            }
        });
    }

    void forget(AccountName name) {
        if (kept.any(name).isPresent()) {
            kept.forget(name);
            changed = true;
        }
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
