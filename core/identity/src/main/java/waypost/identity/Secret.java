package waypost.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A password or token. Cannot reach a log by accident: {@link #toString} masks it. */
public record Secret(String value) {
    /** Compares in constant time. */
    public boolean matches(Secret other) {
        return MessageDigest.isEqual(
                value.getBytes(StandardCharsets.UTF_8), other.value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "***";
    }
}
