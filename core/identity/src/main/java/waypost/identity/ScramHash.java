package waypost.identity;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The hash functions of SCRAM: RFC 5802 has the one, RFC 7677 the other. */
public enum ScramHash {
    SHA_1("SHA-1", "HmacSHA1", "PBKDF2WithHmacSHA1", 20),
    SHA_256("SHA-256", "HmacSHA256", "PBKDF2WithHmacSHA256", 32);

    private final String digest;
    private final String mac;
    private final String derivation;
    private final int length;

    ScramHash(String digest, String mac, String derivation, int length) {
        this.digest = digest;
        this.mac = mac;
        this.derivation = derivation;
        this.length = length;
    }

    /** Octets of a hash. */
    public int length() {
        return length;
    }

    /** What Java calls {@code Hi()} of RFC 5802 §2.2 with this hash. */
    public String derivation() {
        return derivation;
    }

    /** {@code H()} of RFC 5802 §2.2. */
    public byte[] hash(byte[] octets) {
        try {
            return MessageDigest.getInstance(digest).digest(octets);
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** {@code HMAC()} of RFC 5802 §2.2. */
    public byte[] mac(byte[] key, byte[] octets) {
        try {
            Mac hmac = Mac.getInstance(mac);
            hmac.init(new SecretKeySpec(key, mac));
            return hmac.doFinal(octets);
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
