package waypost.protocol.sasl;

import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import waypost.identity.ScramHash;
import waypost.identity.ScramKeys;

/** The examples of RFC 5802 §5 and RFC 7677 §3: user {@code user}, password {@code pencil}, 4096 rounds. */
public final class ScramExample {
    private static final int ITERATIONS = 4096;

    /** What the client of RFC 7677 says and hears, in base64. */
    public static final String FIRST = "biwsbj11c2VyLHI9ck9wck5HZndFYmVSV2diTkVrcU8=";

    public static final String SERVER_FIRST =
            "cj1yT3ByTkdmd0ViZVJXZ2JORWtxTyVodllEcFdVYTJSYVRDQWZ1eEZJbGopaE5sRiRrMCxzPVcyMlphSjBTTlk3c29Fc1VFamI2Z1E9PSxpPTQwOTY=";
    public static final String LAST =
            "Yz1iaXdzLHI9ck9wck5HZndFYmVSV2diTkVrcU8laHZZRHBXVWEyUmFUQ0FmdXhGSWxqKWhObEYkazAscD1kSHpiWmFwV0lrNGpVaE4rVXRlOXl0YWc5empmTUhnc3FtbWl6N0FuZFZRPQ==";
    public static final String SERVER_LAST = "dj02cnJpVFJCaTIzV3BSUi93dHVwK21NaFVaVW4vZEI1bkxUSlJzamw5NUc0PQ==";

    /** With a proof that is wrong. */
    public static final String WRONG_LAST =
            "Yz1iaXdzLHI9ck9wck5HZndFYmVSV2diTkVrcU8laHZZRHBXVWEyUmFUQ0FmdXhGSWxqKWhObEYkazAscD1lSHpiWmFwV0lrNGpVaE4rVXRlOXl0YWc5empmTUhnc3FtbWl6N0FuZFZRPQ==";

    /** Of a user whose keys nobody has now. */
    public static final String AWAY = "biwsbj1hd2F5LHI9YWJj";

    private static final ScramKeys KEYS_1 = made(ScramHash.SHA_1);
    private static final ScramKeys KEYS_256 = made(ScramHash.SHA_256);

    private ScramExample() {}

    /** What these servers offer, with the nonces of the examples. */
    public static SaslOffer offer() {
        return new SaslOffer(Set.of(Mechanism.SCRAM_SHA_1), Optional.empty(), () -> "3rfcNHYJY1ZVvWVs7j");
    }

    public static SaslOffer offer256() {
        return new SaslOffer(Set.of(Mechanism.SCRAM_SHA_256), Optional.empty(), () -> "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0");
    }

    /** For the user of the examples; empty for "away". */
    public static Optional<Reply> reply(Question question) {
        return switch (question) {
            case Question.Keys wanted -> keys(wanted).map(Reply.Keys::new);
            case Question.Work(var work) -> Optional.of(new Reply.Done(work.get()));
        };
    }

    public static Optional<ScramKeys> keys(Question.Keys wanted) {
        return wanted.user().equals("away") ? Optional.empty() : Optional.of(keys(wanted.hash()));
    }

    public static ScramKeys keys(ScramHash hash) {
        return switch (hash) {
            case SHA_1 -> KEYS_1;
            case SHA_256 -> KEYS_256;
        };
    }

    private static ScramKeys made(ScramHash hash) {
        return ScramKeys.of(hash, salt(hash), ITERATIONS, salted(hash, "pencil"));
    }

    private static byte[] salt(ScramHash hash) {
        return Base64.getDecoder()
                .decode(
                        switch (hash) {
                            case SHA_1 -> "QSXCR+Q6sek8bf92";
                            case SHA_256 -> "W22ZaJ0SNY7soEsUEjb6gQ==";
                        });
    }

    static byte[] salted(ScramHash hash, String password) {
        try {
            var spec = new PBEKeySpec(password.toCharArray(), salt(hash), ITERATIONS, 8 * hash.length());
            return SecretKeyFactory.getInstance(hash.derivation())
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
