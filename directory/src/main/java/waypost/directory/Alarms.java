package waypost.directory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.identity.LogText;

/** Tells the operator of a directory's faults: one line a minute for each subject. */
public final class Alarms {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.mapping.Alarms");
    private static final Duration QUIET = Duration.ofMinutes(1);
    private static final int SUBJECTS = 10_000;

    private final Cache<String, Boolean> told;
    private final Hearer hearer;

    interface Hearer {
        void hear(String subject, String fault);
    }

    /** Those that the log has, as {@code event=alarm} with {@code subject} and {@code fault}. */
    public Alarms(Ticker ticker) {
        this(ticker, Alarms::log);
    }

    Alarms(Ticker ticker, Hearer hearer) {
        this.hearer = hearer;
        told = Caffeine.newBuilder()
                .expireAfterWrite(QUIET)
                .maximumSize(SUBJECTS)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /** @param subject what the alarm is about: a map and a DN, a connector */
    public void raise(String subject, String fault) {
        if (told.asMap().putIfAbsent(subject, true) == null) {
            hearer.hear(subject, fault);
        }
    }

    private static void log(String subject, String fault) {
        LOG.warn("event=alarm subject=\"{}\" fault=\"{}\"", LogText.of(subject), LogText.of(fault));
    }
}
