package waypost.app;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Some of the addresses that were shown, each as likely as any other however often it was shown: those with the lowest digests. So it is the
 * same sample whenever the addresses are the same, in whatever order they come. One thread.
 */
final class AddressSample {
    private final int most;
    private final TreeMap<String, String> lowest = new TreeMap<>();
    private boolean complete = true;

    /** @param most how many to keep */
    AddressSample(int most) {
        this.most = most;
    }

    void show(String address) {
        lowest.putIfAbsent(digest(address.toLowerCase(Locale.ROOT)), address);
        if (lowest.size() > most) {
            lowest.pollLastEntry();
            complete = false;
        }
    }

    /** Whether all that were shown are kept. */
    boolean complete() {
        return complete;
    }

    List<String> addresses() {
        return List.copyOf(new TreeSet<>(lowest.values()));
    }

    private static String digest(String address) {
        try {
            byte[] octets = MessageDigest.getInstance("SHA-256").digest(address.getBytes(StandardCharsets.UTF_8));
            return new String(octets, StandardCharsets.ISO_8859_1);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
