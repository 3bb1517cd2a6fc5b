package waypost.config;

import java.util.List;
import java.util.stream.IntStream;

/**
 * An element of a list, with its key.
 *
 * @param key as {@code directories[2]}
 */
public record Item<T>(String key, T value) {
    /** @param list key of the list */
    public static <T> List<Item<T>> of(String list, List<T> values) {
        return IntStream.range(0, values.size())
                .mapToObj(i -> new Item<>(list + "[" + (i + 1) + "]", values.get(i)))
                .toList();
    }

    /** The key of something below it. */
    public String key(String name) {
        return Names.join(key, name);
    }
}
