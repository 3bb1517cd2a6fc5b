package waypost.mapping;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digests that stored passwords need; every Java has them. */
final class Digests {
    private Digests() {}

    static MessageDigest sha512() {
        return named("SHA-512");
    }

    static MessageDigest named(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
