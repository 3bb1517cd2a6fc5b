package waypost.identity;

import java.nio.charset.StandardCharsets;

/**
 * What a server keeps of a password for SCRAM (RFC 5802 §3). The arrays are not to be written to.
 *
 * @param storedKey by which a client's proof is known to be right
 * @param serverKey by which the server proves itself; who has both can pose as the server, but not as the client
 */
public record ScramKeys(ScramHash hash, byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {
    private static final byte[] CLIENT_KEY = "Client Key".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SERVER_KEY = "Server Key".getBytes(StandardCharsets.US_ASCII);

    public ScramKeys {
        if (salt.length == 0
                || iterations < 1
                || storedKey.length != hash.length()
                || serverKey.length != hash.length()) {
            throw new IllegalArgumentException("no keys of " + hash);
        }
    }

    /** @param salted {@code SaltedPassword}, which {@link ScramHash#derivation} makes of the password */
    public static ScramKeys of(ScramHash hash, byte[] salt, int iterations, byte[] salted) {
        byte[] stored = hash.hash(hash.mac(salted, CLIENT_KEY));
        return new ScramKeys(hash, salt, iterations, stored, hash.mac(salted, SERVER_KEY));
    }

    @Override
    public String toString() {
        return hash + " keys";
    }
}
