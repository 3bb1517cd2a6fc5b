package waypost.mapping;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import waypost.identity.AccountName;
import waypost.identity.Secret;

/** Makes what is remembered of a password: an HMAC under a key that no other process, and no disk, ever sees. */
final class Verifiers {
    private static final String ALGORITHM = "HmacSHA256";

    /** Ready to begin; copied for each use, as to find an implementation and to key it takes longer than the rest. */
    private final Mac keyed;

    Verifiers(RandomGenerator random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        try {
            keyed = Mac.getInstance(ALGORITHM);
            keyed.init(new SecretKeySpec(bytes, ALGORITHM));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Equal tags mean the same name and the same password. */
    record Tag(String hex) {
        boolean matches(Tag other) {
            return MessageDigest.isEqual(
                    hex.getBytes(StandardCharsets.US_ASCII), other.hex.getBytes(StandardCharsets.US_ASCII));
        }
    }

    Tag tag(AccountName name, Secret password) {
        return new Tag(HexFormat.of().formatHex(derived(name.toString(), password.value())));
    }

    /** What differs when any of these values does; never 0. */
    long mark(List<String> values) {
        String text = values.stream().sorted().collect(Collectors.joining("\n"));
        long mark = ByteBuffer.wrap(derived("mark", text)).getLong();
        return mark == 0 ? 1 : mark;
    }

    /** 32 octets that nobody can tell from random ones, for ever the same in this process. */
    byte[] derived(String purpose, String text) {
        try {
            Mac mac = (Mac) keyed.clone();
            mac.update(purpose.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
