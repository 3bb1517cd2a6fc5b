package waypost.oauth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import waypost.identity.Secret;
import waypost.oauth.TokenAnswer.Refused;
import waypost.oauth.TokenAnswer.Unavailable;
import waypost.oauth.TokenAnswer.User;

/**
 * What was found of tokens of late, by their digests: a client shows the same one at each log-in. Good ones are kept for some minutes and no
 * longer than they live, refused ones for a moment. Never blocks; any thread.
 */
final class Remembered {
    /** So long a token may be good here that its issuer has taken back. */
    static final Duration ACCEPTED = Duration.ofMinutes(5);

    static final Duration REFUSED = IssuerKeys.PAUSE;
    private static final int ENTRIES = 10_000;

    private final Cache<String, User> accepted;
    private final Cache<String, Refused> refused;

    Remembered(Ticker ticker) {
        accepted = cache(ACCEPTED, ticker);
        refused = cache(REFUSED, ticker);
    }

    /** Apart, so that whoever shows bad tokens drives out no good ones. */
    private static <V> Cache<String, V> cache(Duration lifetime, Ticker ticker) {
        return Caffeine.newBuilder()
                .expireAfterWrite(lifetime)
                .maximumSize(ENTRIES)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    Optional<TokenAnswer> of(Secret token, Instant now) {
        String digest = digest(token);
        User user = accepted.getIfPresent(digest);
        return user != null && now.isBefore(user.until().plus(ClaimRules.LEEWAY))
                ? Optional.of(user)
                : Optional.ofNullable(refused.getIfPresent(digest));
    }

    void put(Secret token, TokenAnswer answer) {
        switch (answer) {
            case User user -> accepted.put(digest(token), user);
            case Refused no -> refused.put(digest(token), no);
            case Unavailable _ -> {}
        }
    }

    private static String digest(Secret token) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(token.value().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
