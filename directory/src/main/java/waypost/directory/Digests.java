package waypost.directory;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digests that stored passwords need; every Java has them. */
public final class Digests {
    private Digests() {}

    /** A new one; 64 octets. */
    public static MessageDigest sha512() {
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
