package waypost.directory;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.random.RandomGenerator;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import waypost.identity.ScramHash;
import waypost.identity.ScramKeys;
import waypost.identity.Secret;

/** How a new password is stored. */
public enum PasswordScheme {
    SSHA512 {
        @Override
        public String store(Secret password, RandomGenerator random) {
            byte[] salt = new byte[16];
            random.nextBytes(salt);
            MessageDigest digest = Digests.sha512();
            digest.update(password.value().getBytes(StandardCharsets.UTF_8));
            byte[] hash = digest.digest(salt);
            byte[] both = ByteBuffer.allocate(hash.length + salt.length)
                    .put(hash)
                    .put(salt)
                    .array();
            return "{SSHA512}" + Base64.getEncoder().encodeToString(both);
        }
    },
    ARGON2 {
        @Override
        public String store(Secret password, RandomGenerator random) {
            return "{ARGON2}" + Argon2Hash.make(password.value(), random);
        }
    },
    /** Keys of RFC 7677, by which SCRAM-SHA-256 works as well as a password that is shown. */
    SCRAM_SHA256 {
        @Override
        public String store(Secret password, RandomGenerator random) {
            byte[] salt = new byte[16];
            random.nextBytes(salt);
            ScramKeys keys = keys(password, ScramHash.SHA_256, salt, ITERATIONS);
            Base64.Encoder base64 = Base64.getEncoder();
            return "{SCRAM-SHA-256}" + keys.iterations() + "," + base64.encodeToString(salt) + ","
                    + base64.encodeToString(keys.storedKey()) + "," + base64.encodeToString(keys.serverKey());
        }
    };

    /** RFC 7677 §4 asks for 4096 at least. */
    public static final int ITERATIONS = 4096;

    /** {@code Hi()} and what is made of it (RFC 5802 §2.2, §3); the password is taken as it is, not mapped by SASLprep. */
    public static ScramKeys keys(Secret password, ScramHash hash, byte[] salt, int iterations) {
        try {
            var spec = new PBEKeySpec(password.value().toCharArray(), salt, iterations, 8 * hash.length());
            byte[] salted = SecretKeyFactory.getInstance(hash.derivation())
                    .generateSecret(spec)
                    .getEncoded();
            return ScramKeys.of(hash, salt, iterations, salted);
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** The value for {@code userPassword}: the scheme in braces and a hash with a new salt (RFC 2307 §5.3). */
    public abstract String store(Secret password, RandomGenerator random);
}
