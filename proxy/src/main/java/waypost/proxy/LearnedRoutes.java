package waypost.proxy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import waypost.identity.DirectoryId;
import waypost.mapping.Journey;

/** What referrals have taught this front end about owners: a higher epoch beats the directory. Forgotten after an hour. Any thread. */
public final class LearnedRoutes {
    private static final Duration MEMORY = Duration.ofHours(1);
    private static final int ENTRIES = 100_000;

    private final Cache<DirectoryId, Journey> routes =
            Caffeine.newBuilder().expireAfterWrite(MEMORY).maximumSize(ENTRIES).build();

    /** Where to begin: as the directory says, unless a referral at a higher epoch said otherwise. */
    Journey better(DirectoryId account, Journey byDirectory) {
        Journey known = routes.getIfPresent(account);
        return known == null || known.epoch() <= byDirectory.epoch()
                ? byDirectory
                : Journey.to(known.node(), known.epoch());
    }

    void learn(DirectoryId account, Journey journey) {
        routes.put(account, journey);
    }

    void forget(DirectoryId account) {
        routes.invalidate(account);
    }
}
