package waypost.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.identity.SharedKey;

/**
 * The key that this front end goes by: the oldest that it has heard of, or one of its own. As each takes the older one of two, all have the same
 * as soon as each has heard of it, in whatever order. Any thread.
 */
public final class KeyAgreement {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.guard");

    private final KeyFile file;
    private volatile Agreed agreed;

    /** @param number what the key is known by, from which nothing follows of what it makes */
    private record Agreed(SharedKey key, long number) {
        Agreed(SharedKey key) {
            this(key, ByteBuffer.wrap(key.derive("its number")).getLong());
        }
    }

    private KeyAgreement(KeyFile file, SharedKey key) {
        this.file = file;
        this.agreed = new Agreed(key);
    }

    /** @param path of the file that keeps it; where that cannot be read a new one is made, and given up as soon as another is heard of */
    public static KeyAgreement open(Path path, InstantSource instants, RandomGenerator random) {
        KeyFile file = new KeyFile(path);
        SharedKey fresh = SharedKey.make(instants.instant(), random);
        KeyAgreement agreement = new KeyAgreement(file, fresh);
        try {
            file.read().ifPresentOrElse(kept -> agreement.agreed = new Agreed(kept), () -> agreement.keep(fresh));
        } catch (IOException unreadable) {
            LOG.warn("event=shared-key-unreadable file={} why=\"{}\"", path, unreadable.toString());
        }
        return agreement;
    }

    public SharedKey key() {
        return agreed.key();
    }

    /** Which key it is, for those who have it. */
    long number() {
        return agreed.number();
    }

    /** Whether another front end's key is to be gone by from now on. */
    synchronized boolean heard(SharedKey other) {
        if (other.compareTo(key()) >= 0) {
            return false;
        }
        agreed = new Agreed(other);
        keep(other);
        LOG.info("event=shared-key-taken made={}", other);
        return true;
    }

    private void keep(SharedKey taken) {
        try {
            file.write(taken);
        } catch (IOException failed) {
            LOG.warn("event=shared-key-not-written file={} why=\"{}\"", file.path(), failed.toString());
        }
    }
}
