package waypost.directory;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import waypost.identity.ScramHash;
import waypost.identity.ScramKeys;
import waypost.identity.Secret;

/**
 * One value of {@code userPassword} (RFC 4519 §2.41; the {@code {SCHEME}} prefix of RFC 2307 §5.3). Reading it costs nothing; checking it
 * costs what its scheme costs, within fixed bounds: a value in a directory cannot order more.
 */
public record StoredPassword(Scheme scheme, String value) {
    static final int MAX_CRYPT_ROUNDS = 1_000_000;
    private static final String SCRAM_SHA1 = "SCRAM-SHA-1$";
    private static final String SCRAM_SHA256 = "SCRAM-SHA-256$";
    static final int MAX_PBKDF2_ITERATIONS = 2_000_000;

    /** How a value is to be read. */
    enum Scheme {
        CLEAR,
        SSHA,
        SSHA256,
        SSHA512,
        CRYPT,
        PBKDF2_SHA1,
        PBKDF2_SHA256,
        PBKDF2_SHA512,
        ARGON2,
        SCRAM_SHA1,
        SCRAM_SHA256,
        /** Nothing that this program checks; never compared as if it were clear text. */
        OTHER;

        /** Whether checking takes so long that it belongs on a thread of its own. */
        boolean slow() {
            return switch (this) {
                case CRYPT, PBKDF2_SHA1, PBKDF2_SHA256, PBKDF2_SHA512, ARGON2, SCRAM_SHA1, SCRAM_SHA256 -> true;
                case CLEAR, SSHA, SSHA256, SSHA512, OTHER -> false;
            };
        }
    }

    /** What comparing says. */
    public enum Match {
        RIGHT,
        WRONG,
        /** Malformed, of another scheme, or beyond the bounds. */
        UNREADABLE
    }

    /** @param stored a value of {@code userPassword}: {@code {SCHEME}hash}, or else the password itself */
    public static StoredPassword parse(String stored) {
        int end = stored.startsWith("{") ? stored.indexOf('}') : -1;
        if (end < 0) {
            return bare(stored);
        }
        String value = stored.substring(end + 1);
        return switch (stored.substring(1, end).toUpperCase(Locale.ROOT)) {
            case "CLEAR", "CLEARTEXT", "PLAIN" -> new StoredPassword(Scheme.CLEAR, value);
            case "SSHA" -> new StoredPassword(Scheme.SSHA, value);
            case "SSHA256" -> new StoredPassword(Scheme.SSHA256, value);
            case "SSHA512" -> new StoredPassword(Scheme.SSHA512, value);
            // {PBKDF2} as OpenLDAP's pw-pbkdf2 writes it
            case "PBKDF2", "PBKDF2-SHA1" -> new StoredPassword(Scheme.PBKDF2_SHA1, value);
            case "PBKDF2-SHA256" -> new StoredPassword(Scheme.PBKDF2_SHA256, value);
            case "PBKDF2-SHA512" -> new StoredPassword(Scheme.PBKDF2_SHA512, value);
            case "SCRAM-SHA-1" -> new StoredPassword(Scheme.SCRAM_SHA1, value);
            case "SCRAM-SHA-256" -> new StoredPassword(Scheme.SCRAM_SHA256, value);
            case "CRYPT", "SHA512-CRYPT", "ARGON2", "ARGON2I", "ARGON2ID" -> bareHash(value);
            default -> new StoredPassword(Scheme.OTHER, "");
        };
    }

    /** A value without prefix is clear text, unless it is plainly a hash that lost its prefix. */
    private static StoredPassword bare(String stored) {
        // RFC 5803 §2, as in authPassword
        if (stored.startsWith(SCRAM_SHA1)) {
            return new StoredPassword(Scheme.SCRAM_SHA1, stored.substring(SCRAM_SHA1.length()));
        }
        if (stored.startsWith(SCRAM_SHA256)) {
            return new StoredPassword(Scheme.SCRAM_SHA256, stored.substring(SCRAM_SHA256.length()));
        }
        return stored.startsWith("$") ? bareHash(stored) : new StoredPassword(Scheme.CLEAR, stored);
    }

    private static StoredPassword bareHash(String value) {
        if (ShaCrypt.recognises(value)) {
            return new StoredPassword(Scheme.CRYPT, value);
        }
        return Argon2Hash.recognises(value)
                ? new StoredPassword(Scheme.ARGON2, value)
                : new StoredPassword(Scheme.OTHER, "");
    }

    /** Whether this is the password. May take tenths of a second, as {@link PasswordCheck} knows. */
    public Match match(Secret secret) {
        String password = secret.value();
        try {
            boolean right = switch (scheme) {
                case CLEAR -> equal(value, password);
                case SSHA -> salted("SHA-1", password);
                case SSHA256 -> salted("SHA-256", password);
                case SSHA512 -> salted("SHA-512", password);
                case CRYPT -> equal(value, ShaCrypt.hash(password, value, MAX_CRYPT_ROUNDS));
                case PBKDF2_SHA1 -> pbkdf2("PBKDF2WithHmacSHA1", password);
                case PBKDF2_SHA256 -> pbkdf2("PBKDF2WithHmacSHA256", password);
                case PBKDF2_SHA512 -> pbkdf2("PBKDF2WithHmacSHA512", password);
                case ARGON2 -> Argon2Hash.parse(value).matches(password);
                case SCRAM_SHA1, SCRAM_SHA256 -> scram(secret);
                case OTHER -> throw new IllegalArgumentException("scheme");
            };
            return right ? Match.RIGHT : Match.WRONG;
        } catch (IllegalArgumentException | GeneralSecurityException unreadable) {
            return Match.UNREADABLE;
        }
    }

    /** The password itself, if this is one; an empty one is none, whatever it is proved by. */
    public Optional<Secret> clearText() {
        return scheme == Scheme.CLEAR && !value.isEmpty() ? Optional.of(new Secret(value)) : Optional.empty();
    }

    /** The keys, if this is a well-formed value that has them. */
    public Optional<ScramKeys> scramKeys() {
        try {
            return switch (scheme) {
                case SCRAM_SHA1 -> Optional.of(keys(ScramHash.SHA_1));
                case SCRAM_SHA256 -> Optional.of(keys(ScramHash.SHA_256));
                case CLEAR, SSHA, SSHA256, SSHA512, CRYPT, PBKDF2_SHA1, PBKDF2_SHA256, PBKDF2_SHA512, ARGON2, OTHER ->
                    Optional.empty();
            };
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private boolean scram(Secret password) {
        ScramKeys stored = scramKeys().orElseThrow(() -> new IllegalArgumentException("SCRAM keys"));
        ScramKeys shown = PasswordScheme.keys(password, stored.hash(), stored.salt(), stored.iterations());
        return MessageDigest.isEqual(stored.storedKey(), shown.storedKey());
    }

    /** {@code iterations:salt$stored:server} (RFC 5803 §2), or all four with commas, as Dovecot has them. */
    private ScramKeys keys(ScramHash hash) {
        String[] parts = value.split(value.indexOf('$') < 0 ? "," : "[:$]", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException("SCRAM keys with " + parts.length + " parts");
        }
        int iterations = Integer.parseInt(parts[0]);
        if (iterations > MAX_PBKDF2_ITERATIONS) {
            throw new IllegalArgumentException("SCRAM cost " + iterations);
        }
        Base64.Decoder base64 = Base64.getDecoder();
        return new ScramKeys(
                hash, base64.decode(parts[1]), iterations, base64.decode(parts[2]), base64.decode(parts[3]));
    }

    private boolean salted(String algorithm, String password) {
        byte[] bytes = Base64.getDecoder().decode(value);
        MessageDigest digest = Digests.named(algorithm);
        int length = digest.getDigestLength();
        if (bytes.length <= length) {
            throw new IllegalArgumentException("no salt");
        }
        digest.update(password.getBytes(StandardCharsets.UTF_8));
        digest.update(bytes, length, bytes.length - length);
        return MessageDigest.isEqual(Arrays.copyOf(bytes, length), digest.digest());
    }

    /** {@code iterations$salt$hash}, both in base64 with {@code .} for {@code +} and without padding. */
    private boolean pbkdf2(String algorithm, String password) throws GeneralSecurityException {
        String[] parts = value.split("\\$", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("PBKDF2 with " + parts.length + " parts");
        }
        int iterations = Integer.parseInt(parts[0]);
        byte[] hash = adapted(parts[2]);
        if (iterations < 1 || iterations > MAX_PBKDF2_ITERATIONS || hash.length < 16 || hash.length > 64) {
            throw new IllegalArgumentException("PBKDF2 cost " + iterations + ", " + hash.length + " octets");
        }
        var spec = new PBEKeySpec(password.toCharArray(), adapted(parts[1]), iterations, hash.length * 8);
        byte[] computed =
                SecretKeyFactory.getInstance(algorithm).generateSecret(spec).getEncoded();
        return MessageDigest.isEqual(hash, computed);
    }

    private static byte[] adapted(String base64) {
        return Base64.getDecoder().decode(base64.replace('.', '+'));
    }

    private static boolean equal(String a, String b) {
        return new Secret(a).matches(new Secret(b));
    }

    @Override
    public String toString() {
        return "{" + scheme + "}***";
    }
}
