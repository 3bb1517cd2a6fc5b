package waypost.net;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/** Ids of sessions: a random part for the process, and a count. Any thread. */
final class SessionIds {
    private static final int RANDOM_BYTES = 5;

    private final String process;
    private final AtomicLong count = new AtomicLong();

    SessionIds() {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        process = HexFormat.of().formatHex(random);
    }

    String next() {
        return process + "-" + Long.toString(count.incrementAndGet(), 36);
    }
}
