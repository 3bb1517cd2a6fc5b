package waypost.mapping;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.random.RandomGenerator;
import waypost.identity.Secret;

/** How a new password is stored. */
public enum PasswordScheme {
    SSHA512 {
        @Override
        String store(Secret password, RandomGenerator random) {
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
        String store(Secret password, RandomGenerator random) {
            return "{ARGON2}" + Argon2Hash.make(password.value(), random);
        }
    };

    abstract String store(Secret password, RandomGenerator random);
}
