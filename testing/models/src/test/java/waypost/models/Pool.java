package waypost.models;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One instance of each value: what comes from one pool is compared and hashed by identity, which is what makes states cheap. */
final class Pool<T> {
    private final Map<T, T> values = new HashMap<>();

    T one(T value) {
        T first = values.putIfAbsent(value, value);
        return first == null ? value : first;
    }

    /** Whether the lists hold the same instances. */
    static boolean same(List<?> one, List<?> other) {
        for (int i = 0; i < one.size(); i++) {
            if (one.get(i) != other.get(i)) {
                return false;
            }
        }
        return one.size() == other.size();
    }

    static int hash(List<?> instances) {
        int hash = 1;
        for (Object instance : instances) {
            hash = 31 * hash + System.identityHashCode(instance);
        }
        return hash;
    }
}
