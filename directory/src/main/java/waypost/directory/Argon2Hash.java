package waypost.directory;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** An Argon2 hash (RFC 9106) in the customary text form {@code $argon2id$v=19$m=…,t=…,p=…$salt$hash}. */
public record Argon2Hash(Argon2Parameters parameters, byte[] hash) {
    static final int MAX_MEMORY_KIB = 128 * 1024;
    private static final int MAX_PASSES = 16;
    private static final int MAX_LANES = 16;
    private static final int MAX_HASH = 128;

    private static final int NEW_MEMORY_KIB = 19 * 1024;
    private static final int NEW_PASSES = 2;
    private static final int NEW_LANES = 1;

    private static final Pattern FORM = Pattern.compile(
            "\\$argon2(id|i|d)\\$(?:v=(16|19)\\$)?m=(\\d{1,9}),t=(\\d{1,9}),p=(\\d{1,9})\\$([^$]{8,128})\\$([^$]{8,256})");

    static boolean recognises(String text) {
        return text.startsWith("$argon2");
    }

    /** @throws IllegalArgumentException if it is malformed, or costs more than a log-in may */
    static Argon2Hash parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("not an Argon2 hash");
        }
        int memory = Integer.parseInt(form.group(3));
        int passes = Integer.parseInt(form.group(4));
        int lanes = Integer.parseInt(form.group(5));
        byte[] hash = Base64.getDecoder().decode(form.group(7));
        if (memory > MAX_MEMORY_KIB || memory < 8 || passes > MAX_PASSES || passes < 1 || lanes > MAX_LANES) {
            throw new IllegalArgumentException("Argon2 cost m=" + memory + ",t=" + passes + ",p=" + lanes);
        }
        if (lanes < 1 || hash.length < 4 || hash.length > MAX_HASH) {
            throw new IllegalArgumentException("Argon2 hash of " + hash.length + " octets, lanes " + lanes);
        }
        int type = switch (form.group(1)) {
            case "id" -> Argon2Parameters.ARGON2_id;
            case "i" -> Argon2Parameters.ARGON2_i;
            default -> Argon2Parameters.ARGON2_d;
        };
        int version =
                "19".equals(form.group(2)) ? Argon2Parameters.ARGON2_VERSION_13 : Argon2Parameters.ARGON2_VERSION_10;
        byte[] salt = Base64.getDecoder().decode(form.group(6));
        return new Argon2Hash(parameters(type, version, memory, passes, lanes, salt), hash);
    }

    /** A new hash of a password, in text. */
    static String make(String password, RandomGenerator random) {
        byte[] salt = new byte[16];
        random.nextBytes(salt);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + NEW_MEMORY_KIB + ",t=" + NEW_PASSES + ",p=" + NEW_LANES + "$"
                + base64.encodeToString(salt) + "$" + base64.encodeToString(derived(password, salt));
    }

    /** 32 octets that it costs as much to make of a password as a new hash. */
    public static byte[] derived(String password, byte[] salt) {
        Argon2Parameters parameters = parameters(
                Argon2Parameters.ARGON2_id,
                Argon2Parameters.ARGON2_VERSION_13,
                NEW_MEMORY_KIB,
                NEW_PASSES,
                NEW_LANES,
                salt);
        return compute(parameters, password, 32);
    }

    boolean matches(String password) {
        return MessageDigest.isEqual(hash, compute(parameters, password, hash.length));
    }

    private static byte[] compute(Argon2Parameters parameters, String password, int length) {
        var generator = new Argon2BytesGenerator();
        generator.init(parameters);
        byte[] computed = new byte[length];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), computed);
        return computed;
    }

    private static Argon2Parameters parameters(int type, int version, int memory, int passes, int lanes, byte[] salt) {
        return new Argon2Parameters.Builder(type)
                .withVersion(version)
                .withMemoryAsKB(memory)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build();
    }
}
