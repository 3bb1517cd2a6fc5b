package waypost.protocol.imap;

import java.util.HashMap;
import java.util.Map;

/** How well messages answer what was looked for fuzzily, by their numbers: 1 to 100 (RFC 6203 §4). Of several keys it is the mean. One thread. */
final class Relevancies {
    static final int MOST = 100;

    private final Map<Integer, Mean> means = new HashMap<>();

    private record Mean(int sum, int keys) {
        Mean with(int score) {
            return new Mean(sum + score, keys + 1);
        }
    }

    void add(int number, int score) {
        means.merge(number, new Mean(score, 1), (known, _) -> known.with(score));
    }

    /** The greatest where nothing was looked for fuzzily. */
    int of(int number) {
        Mean mean = means.getOrDefault(number, new Mean(MOST, 1));
        return Math.max(1, mean.sum() / mean.keys());
    }
}
