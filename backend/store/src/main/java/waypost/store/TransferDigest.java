package waypost.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over the sender and the client's bytes before any line of ours: equal for two transfers of one message. */
public record TransferDigest(String hex) {
    private static final MessageDigest SHA_256 = lookUp();

    private static final int DIGITS = 64;

    public TransferDigest {
        if (hex.length() != DIGITS) {
            throw new IllegalArgumentException("digest of " + hex.length() + " digits");
        }
    }

    /** @param content SHA-256 of the client's bytes */
    static TransferDigest of(String sender, byte[] content) {
        MessageDigest digest = sha256();
        digest.update(sender.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(content);
        return new TransferDigest(HexFormat.of().formatHex(digest.digest()));
    }

    static TransferDigest of(byte[] bytes) {
        return new TransferDigest(HexFormat.of().formatHex(bytes));
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    /** A copy of one that is never used: looking one up costs more than most texts that are digested here. */
    static MessageDigest sha256() {
        try {
            return (MessageDigest) SHA_256.clone();
        } catch (CloneNotSupportedException unsupported) {
            throw new AssertionError("the SHA-256 of every Java platform can be copied", unsupported);
        }
    }

    private static MessageDigest lookUp() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException required) {
            throw new AssertionError("every Java platform has SHA-256", required);
        }
    }
}
