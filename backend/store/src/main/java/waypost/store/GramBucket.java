package waypost.store;

/** A bucket of a segment, as {@link GramWriter} made it, while it is read from its first gram to its last. One thread. */
final class GramBucket {
    private final byte[] bytes;
    private final int items;
    private int at;
    private int gram;
    private int form;
    private int start;

    /** @param base of the bucket */
    GramBucket(byte[] bytes, int items, int base) {
        this.bytes = bytes;
        this.items = items;
        this.gram = base;
    }

    /** Goes to the next gram, if there is one. */
    boolean next() {
        if (at == bytes.length) {
            return false;
        }
        gram += number();
        form = number();
        start = at;
        at += switch (form) {
            case GramWriter.ALL -> 0;
            case GramWriter.BITMAP -> (items + 7) / 8;
            default -> form - 1;
        };
        return true;
    }

    int gram() {
        return gram;
    }

    /** Takes those items out of the set that do not have the gram. */
    void retain(long[] ordinals) {
        switch (form) {
            case GramWriter.ALL -> {}
            case GramWriter.BITMAP -> {
                for (int i = 0; i < ordinals.length; i++) {
                    ordinals[i] &= word(i);
                }
            }
            default -> {
                long[] listed = new long[ordinals.length];
                int end = at;
                int next = 0;
                for (at = start; at < end; next++) {
                    next += number();
                    listed[next >> 6] |= 1L << next;
                }
                for (int i = 0; i < ordinals.length; i++) {
                    ordinals[i] &= listed[i];
                }
            }
        }
    }

    /** Puts the items that have the gram into the array, ascending; answers how many. */
    int ordinals(int[] into) {
        int count = 0;
        switch (form) {
            case GramWriter.ALL -> {
                for (; count < items; count++) {
                    into[count] = count;
                }
            }
            case GramWriter.BITMAP -> {
                for (int i = 0; i < items; i++) {
                    if ((bytes[start + (i >> 3)] & 1 << (i & 7)) != 0) {
                        into[count++] = i;
                    }
                }
            }
            default -> {
                int end = at;
                int next = 0;
                for (at = start; at < end; next++) {
                    next += number();
                    into[count++] = next;
                }
            }
        }
        return count;
    }

    private long word(int index) {
        long word = 0;
        int first = start + index * Long.BYTES;
        for (int i = Math.min(Long.BYTES, at - first) - 1; i >= 0; i--) {
            word = word << Byte.SIZE | bytes[first + i] & 0xFF;
        }
        return word;
    }

    private int number() {
        int number = 0;
        int shift = 0;
        int octet;
        do {
            octet = bytes[at++];
            number |= (octet & 0x7F) << shift;
            shift += 7;
        } while (octet < 0);
        return number;
    }
}
