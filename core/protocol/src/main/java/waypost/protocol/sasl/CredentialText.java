package waypost.protocol.sasl;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import waypost.identity.Secret;

/**
 * The rules for names and passwords that arrive in a log-in of any kind: UTF-8, no NUL (RFC 4616 §2), bounded, and no empty password,
 * which some directories take for an anonymous bind (RFC 4513 §5.1.2).
 */
public final class CredentialText {
    public static final int MAX_NAME = 1024;
    public static final int MAX_PASSWORD = 4096;
    private static final int MAX_TOKEN = 8192;

    private CredentialText() {}

    /** A user name or authorization identity; may be empty. */
    static Optional<String> name(byte[] bytes, int from, int to) {
        return text(bytes, from, to, MAX_NAME);
    }

    static Optional<Secret> password(byte[] bytes, int from, int to) {
        return text(bytes, from, to, MAX_PASSWORD)
                .filter(text -> !text.isEmpty())
                .map(Secret::new);
    }

    /** A password as received, if it may be asked of a directory at all. */
    public static Optional<Secret> password(byte[] bytes) {
        return password(bytes, 0, bytes.length);
    }

    /** A bearer token as received, not empty. */
    static Optional<Secret> token(byte[] bytes) {
        return text(bytes, 0, bytes.length, MAX_TOKEN)
                .filter(text -> !text.isEmpty())
                .map(Secret::new);
    }

    /** A user name as received, not empty. */
    public static Optional<String> user(byte[] bytes) {
        return name(bytes, 0, bytes.length).filter(text -> !text.isEmpty());
    }

    static Optional<String> text(byte[] bytes, int from, int to, int max) {
        if (to - from > max) {
            return Optional.empty();
        }
        for (int i = from; i < to; i++) {
            if (bytes[i] == 0) {
                return Optional.empty();
            }
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }
}
