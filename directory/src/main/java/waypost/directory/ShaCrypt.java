package waypost.directory;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/** The SHA-512 method of {@code crypt(3)}, {@code $6$}, after U. Drepper's specification of SHA-crypt (version 0.6). */
final class ShaCrypt {
    private static final String PREFIX = "$6$";
    private static final String ROUNDS = "rounds=";
    private static final int DEFAULT_ROUNDS = 5000;
    private static final int MIN_ROUNDS = 1000;
    private static final int MAX_SALT = 16;
    private static final int DIGEST = 64;
    private static final String ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private final byte[] key;
    private final byte[] salt;
    private final int rounds;
    private final String head;

    private ShaCrypt(byte[] key, String salt, int rounds, String head) {
        this.key = key;
        this.salt = salt.getBytes(StandardCharsets.UTF_8);
        this.rounds = rounds;
        this.head = head;
    }

    static boolean recognises(String hash) {
        return hash.startsWith(PREFIX);
    }

    /**
     * The whole string that this password makes with the salt and rounds of {@code setting}.
     *
     * @throws IllegalArgumentException if the setting is malformed or asks for more than {@code maxRounds}
     */
    static String hash(String password, String setting, int maxRounds) {
        String rest = setting.substring(PREFIX.length());
        int rounds = DEFAULT_ROUNDS;
        String head = PREFIX;
        if (rest.startsWith(ROUNDS)) {
            int end = rest.indexOf('$');
            if (end < 0) {
                throw new IllegalArgumentException("rounds without end");
            }
            rounds = Math.max(MIN_ROUNDS, Integer.parseInt(rest.substring(ROUNDS.length(), end)));
            head += ROUNDS + rounds + "$";
            rest = rest.substring(end + 1);
        }
        if (rounds > maxRounds) {
            throw new IllegalArgumentException("rounds=" + rounds);
        }
        int end = rest.indexOf('$');
        String salt = end < 0 ? rest : rest.substring(0, end);
        salt = salt.substring(0, Math.min(MAX_SALT, salt.length()));
        return new ShaCrypt(password.getBytes(StandardCharsets.UTF_8), salt, rounds, head + salt + "$").compute();
    }

    private String compute() {
        MessageDigest sha = Digests.sha512();
        byte[] state = first(sha);
        for (int i = 0; i < key.length; i++) {
            sha.update(key);
        }
        byte[] keys = repeat(sha.digest(), key.length);
        for (int i = 0; i < 16 + (state[0] & 0xFF); i++) {
            sha.update(salt);
        }
        byte[] salts = repeat(sha.digest(), salt.length);
        for (int i = 0; i < rounds; i++) {
            sha.update(i % 2 == 1 ? keys : state);
            if (i % 3 != 0) {
                sha.update(salts);
            }
            if (i % 7 != 0) {
                sha.update(keys);
            }
            sha.update(i % 2 == 1 ? state : keys);
            state = sha.digest();
        }
        return head + encode(state);
    }

    private byte[] first(MessageDigest sha) {
        sha.update(key);
        sha.update(salt);
        sha.update(key);
        byte[] alternate = sha.digest();
        sha.update(key);
        sha.update(salt);
        sha.update(repeat(alternate, key.length));
        for (int bits = key.length; bits > 0; bits >>= 1) {
            sha.update((bits & 1) == 1 ? alternate : key);
        }
        return sha.digest();
    }

    private static byte[] repeat(byte[] digest, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i += DIGEST) {
            System.arraycopy(digest, 0, bytes, i, Math.min(DIGEST, length - i));
        }
        return bytes;
    }

    /** Groups of three octets, 21 apart, each group's order rotated; the last octet alone. */
    private static String encode(byte[] digest) {
        var text = new StringBuilder(86);
        int[] group = {0, 21, 42};
        for (int i = 0; i < 21; i++) {
            int bits = (digest[group[0]] & 0xFF) << 16 | (digest[group[1]] & 0xFF) << 8 | digest[group[2]] & 0xFF;
            append(text, bits, 4);
            group = Arrays.stream(new int[] {group[1], group[2], group[0]})
                    .map(octet -> octet + 1)
                    .toArray();
        }
        append(text, digest[63] & 0xFF, 2);
        return text.toString();
    }

    private static void append(StringBuilder text, int bits, int characters) {
        for (int i = 0; i < characters; i++) {
            text.append(ALPHABET.charAt(bits >> 6 * i & 0x3F));
        }
    }
}
