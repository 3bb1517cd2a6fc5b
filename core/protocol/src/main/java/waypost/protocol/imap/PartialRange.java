package waypost.protocol.imap;

import java.util.List;

/**
 * A piece of a result in its order, both ends included, counted from 1 at its first or from -1 at its last (RFC 9394 §3.1). As written: the
 * greater number may be the first one.
 */
public record PartialRange(End from, long first, long last) {
    public enum End {
        FIRST,
        LAST
    }

    /** How many results from its end on hold all of it. */
    long reach() {
        return Math.max(first, last);
    }

    /** What there is of it. */
    <T> List<T> of(List<T> results) {
        int size = results.size();
        int near = (int) Math.min(size, Math.min(first, last) - 1);
        int far = (int) Math.min(size, reach());
        return switch (from) {
            case FIRST -> results.subList(near, far);
            case LAST -> results.subList(size - far, size - near);
        };
    }

    /** As in commands and answers. */
    @Override
    public String toString() {
        String sign = from == End.LAST ? "-" : "";
        return sign + first + ":" + sign + last;
    }
}
