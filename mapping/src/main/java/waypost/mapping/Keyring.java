package waypost.mapping;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import waypost.directory.PasswordCheck;
import waypost.directory.PasswordScheme;
import waypost.directory.StoredPassword;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.ScramHash;
import waypost.identity.ScramKeys;
import waypost.identity.Secret;

/**
 * The keys of users for mechanisms that do not show a password: read from what their entries hold, or made of a password that can be read.
 * Remembered for no longer than an unknown name is, as a client whose password was changed would be refused until then. Any thread.
 */
final class Keyring {
    private static final int SALT = 16;

    private final Memory<Owner, Held> remembered;
    private final Cache<ScramKeys, Origin> origins =
            Caffeine.newBuilder().weakKeys().build();
    private final PasswordCheck passwords;
    private final Verifiers verifiers;
    private final Forgettings forgettings = new Forgettings();

    private record Owner(AccountName name, ScramHash hash) {}

    /** @param mark of what they were made of, as {@link Generation} has it */
    private record Held(ScramKeys keys, long mark) {}

    /**
     * Whose keys are, whatever name has led to them.
     *
     * @param mark of what they were made of
     */
    private record Origin(DirectoryId entry, long mark) {}

    Keyring(CacheSettings settings, PasswordCheck passwords, Verifiers verifiers, Ticker ticker) {
        this.remembered =
                new Memory<>(settings.negative(), settings.staleness().verifier(), settings.entries(), ticker);
        this.passwords = passwords;
        this.verifiers = verifiers;
    }

    /** To be taken before a map is asked what to make keys of. */
    long moment(AccountName name) {
        return forgettings.moment(name);
    }

    Optional<ScramKeys> fresh(AccountName name, ScramHash hash) {
        return remembered.fresh(new Owner(name, hash)).map(Held::keys);
    }

    /** Some password may be another now. */
    void changed() {
        remembered.outdate((_, _) -> true);
    }

    /** For want of a directory. */
    Optional<ScramKeys> once(AccountName name, ScramHash hash) {
        return remembered.any(new Owner(name, hash)).map(Held::keys);
    }

    /**
     * Of the first value that gives any, else such as nothing fits; empty if too many log-ins wait already.
     *
     * @param entry that has the name
     * @param values as in {@code userPassword}
     * @param moment of before the map was asked
     */
    Optional<ScramKeys> of(AccountName name, DirectoryId entry, List<String> values, ScramHash hash, long moment) {
        List<StoredPassword> stored = values.stream().map(StoredPassword::parse).toList();
        Optional<ScramKeys> keys = stored.stream()
                .flatMap(one -> one.scramKeys().stream())
                .filter(read -> read.hash() == hash)
                .findFirst();
        if (keys.isEmpty()) {
            Optional<Secret> clear =
                    stored.stream().flatMap(one -> one.clearText().stream()).findFirst();
            if (clear.isEmpty()) {
                return Optional.of(nobody(name.toString(), hash));
            }
            byte[] salt = salt(name.toString());
            keys = passwords.slowly(() -> PasswordScheme.keys(clear.get(), hash, salt, PasswordScheme.ITERATIONS));
        }
        keys.ifPresent(found -> {
            Origin origin = new Origin(entry, mark(values));
            origins.put(found, origin);
            var held = new Held(found, origin.mark());
            forgettings.remember(name, moment, () -> remembered.put(new Owner(name, hash), held));
        });
        return keys;
    }

    /** Of what an entry holds of a password. */
    long mark(List<String> values) {
        return verifiers.mark(values);
    }

    /** Of what these very keys were made, if they are of this entry. */
    Optional<Long> mark(ScramKeys keys, DirectoryId entry) {
        return Optional.ofNullable(origins.getIfPresent(keys))
                .filter(origin -> origin.entry().equals(entry))
                .map(Origin::mark);
    }

    /** The password is another now. */
    void passwordChanged(AccountName name, Generation now) {
        forgettings.forget(name, () -> {
            for (ScramHash hash : ScramHash.values()) {
                remembered.forget(new Owner(name, hash), held -> held.mark() != now.password());
            }
        });
    }

    /** Keys that no password fits, and that look like others: who asks twice is given the same salt. */
    ScramKeys nobody(String name, ScramHash hash) {
        byte[] none = Arrays.copyOf(verifiers.derived("scram-nobody", name), hash.length());
        return new ScramKeys(hash, salt(name), PasswordScheme.ITERATIONS, none, none);
    }

    private byte[] salt(String name) {
        return Arrays.copyOf(verifiers.derived("scram-salt", name), SALT);
    }

    /** Whether one of the passwords that can be read makes this digest (RFC 2195). */
    static boolean proves(ChallengeDigest shown, List<String> values) {
        boolean proved = false;
        for (String value : values) {
            Optional<Secret> clear = StoredPassword.parse(value).clearText();
            if (clear.isPresent() && !clear.get().value().isEmpty()) {
                proved |= MessageDigest.isEqual(digest(clear.get(), shown.challenge()), shown.digest());
            }
        }
        return proved;
    }

    private static byte[] digest(Secret password, String challenge) {
        try {
            Mac mac = Mac.getInstance("HmacMD5");
            mac.init(new SecretKeySpec(password.value().getBytes(StandardCharsets.UTF_8), "HmacMD5"));
            return mac.doFinal(challenge.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
