package waypost.mapping;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import waypost.identity.DirectoryId;
import waypost.identity.Secret;
import waypost.identity.SharedKey;

/**
 * The passwords that a directory was asked about of late, at this front end and at the others, so that each is shown to it once: a telephone with an old
 * password, which tries it every few minutes for ever, does not have its owner locked out, and one log-in does not use up several of those that are left
 * to an expired password. The last wrong ones of an account are kept until its password is set anew or its sessions are ended, or, where the directory does
 * not say when a password was set, for a while; right ones only where it does, and for as long as a front end remembers what it has found itself. Any thread.
 */
public final class Trials {
    /** How long one waits for a turn, or keeps it from others. */
    public static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final int KEPT = 10;
    private static final int ENTRIES = 100_000;
    private static final Duration DATED = Duration.ofDays(1);
    private static final Duration UNDATED = Duration.ofMinutes(10);
    private static final String ALGORITHM = "HmacSHA256";

    private final Cache<Long, List<Refused>> wrong;
    private final Cache<Try, Boolean> right;
    private final TrialTurns turns;
    private final Ticker ticker;
    private volatile SecretKeySpec key;
    private volatile Colleagues colleagues = new Colleagues.None();

    /** @param rightFor how long a password that was right is taken for right */
    public Trials(SharedKey key, Duration rightFor, Ticker ticker) {
        this.key = derived(key);
        this.ticker = ticker;
        wrong = Caffeine.newBuilder()
                .expireAfterWrite(DATED)
                .maximumSize(ENTRIES)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
        right = Caffeine.newBuilder()
                .expireAfterWrite(rightFor)
                .maximumSize(ENTRIES)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
        turns = new TrialTurns(this::known, ticker);
    }

    /** A wrong password, and when that was heard; another one that is tried meanwhile does not make it last. */
    private record Refused(Try shown, long at) {
        boolean counts(long now) {
            return now - at < (shown.dated() ? DATED : UNDATED).toNanos();
        }
    }

    /** Those of one front end that knows no other. */
    public static Trials alone(Ticker ticker) {
        SharedKey own = SharedKey.make(Instant.EPOCH, new SecureRandom());
        return new Trials(own, CacheSettings.STANDARD.verifier(), ticker);
    }

    /** The front ends of a cluster ask the same directories. */
    public interface Colleagues {
        /** Asks for a turn where those of the account are given; empty where that is here. Never blocks. */
        Optional<CompletionStage<Tried>> turn(Try shown);

        /** What the directory has said. Never blocks. */
        void tell(Try shown, Tried said);

        /** There are none. */
        record None() implements Colleagues {
            @Override
            public Optional<CompletionStage<Tried>> turn(Try shown) {
                return Optional.empty();
            }

            @Override
            public void tell(Try shown, Tried said) {}
        }
    }

    public void join(Colleagues others) {
        colleagues = others;
    }

    /** All front ends go by another key from now on: what was kept is not understood any more. */
    public void rekey(SharedKey other) {
        key = derived(other);
    }

    private static SecretKeySpec derived(SharedKey key) {
        return new SecretKeySpec(key.derive("passwords that were tried"), ALGORITHM);
    }

    /**
     * @param stamp of the entry as it was found just now
     * @param generation of it
     */
    Try of(DirectoryId account, PasswordStamp stamp, long generation, Secret password) {
        ByteBuffer tag = hashed(account.value(), stamp.text(), Long.toString(generation), password.value());
        return new Try(hashed(account.value()).getLong(), tag.getLong(), tag.getLong(), stamp.known());
    }

    /** One that the account's node is to check, which does not tell when it was set. */
    public Try atNode(Answer.Granted account, Secret password) {
        String whose = account.directoryId().value();
        String node = "at " + account.route().target();
        ByteBuffer tag =
                hashed(whose, node, Long.toString(account.basis().generation().revoked()), password.value());
        return new Try(hashed(whose).getLong(), tag.getLong(), tag.getLong(), false);
    }

    /** Whether it was found wrong of late. Never blocks. */
    public boolean isWrong(Try shown) {
        return known(shown) == Tried.WRONG;
    }

    /** It was found wrong, by whoever has not taken a turn for it. Never blocks. */
    public void wrong(Try shown) {
        ended(shown, Tried.WRONG);
    }

    private ByteBuffer hashed(String... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            for (String part : parts) {
                byte[] octets = part.getBytes(StandardCharsets.UTF_8);
                mac.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(octets.length).flip());
                mac.update(octets);
            }
            return ByteBuffer.wrap(mac.doFinal());
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    /**
     * What is known of it, as soon as nobody is just asking about the account. If it is open then the directory is to be asked, and
     * {@link #ended} follows. Blocks, but not for long where nobody answers.
     */
    Tried begin(Try shown) {
        Tried known = known(shown);
        if (known != Tried.OPEN) {
            return known;
        }
        return colleagues
                .turn(shown)
                .orElseGet(() -> turns.turn(shown, TrialTurns.HERE))
                .toCompletableFuture()
                .copy()
                .completeOnTimeout(Tried.OPEN, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(_ -> Tried.OPEN)
                .join();
    }

    /** @param said by the directory; open if it could not say, or said it of the account and not of the password */
    void ended(Try shown, Tried said) {
        note(shown, said);
        turns.over(shown, TrialTurns.HERE);
        colleagues.tell(shown, said);
    }

    /** Another front end asks for a turn. Never blocks. */
    public CompletionStage<Tried> turn(Try shown, String who) {
        return turns.turn(shown, who);
    }

    /** What the directory has said to another front end. */
    public void heard(Try shown, Tried said, String who) {
        note(shown, said);
        turns.over(shown, who);
    }

    private Tried known(Try shown) {
        if (right.getIfPresent(shown) != null) {
            return Tried.RIGHT;
        }
        List<Refused> refused = wrong.getIfPresent(shown.account());
        boolean known = refused != null
                && refused.stream().anyMatch(one -> one.shown().equals(shown) && one.counts(ticker.read()));
        return known ? Tried.WRONG : Tried.OPEN;
    }

    private void note(Try shown, Tried said) {
        switch (said) {
            case OPEN -> {}
            case RIGHT -> {
                if (shown.dated()) {
                    right.put(shown, true);
                }
            }
            case WRONG -> {
                right.invalidate(shown);
                Refused now = new Refused(shown, ticker.read());
                wrong.asMap().merge(shown.account(), List.of(now), (before, _) -> latest(before, now));
            }
        }
    }

    private static List<Refused> latest(List<Refused> before, Refused now) {
        return Stream.concat(
                        Stream.of(now),
                        before.stream().filter(one -> !one.shown().equals(now.shown())))
                .limit(KEPT)
                .toList();
    }
}
