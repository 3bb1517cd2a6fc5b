package waypost.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what {@link CompactWriter} wrote. */
final class CompactReader {
    private final byte[] in;
    private int at;

    CompactReader(byte[] in) {
        this.in = in;
    }

    /** The bytes are not what was written. */
    static final class Damaged extends Exception {
        Damaged(String what) {
            super(what, null, false, false);
        }
    }

    /** Reads one element of a list. */
    @FunctionalInterface
    interface Element<T> {
        T read() throws Damaged;
    }

    long number() throws Damaged {
        long number = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            if (at == in.length) {
                throw new Damaged("ends in a number");
            }
            byte octet = in[at++];
            number |= (long) (octet & 0x7F) << shift;
            if (octet >= 0) {
                return number;
            }
        }
        throw new Damaged("number too long");
    }

    /** A number of things that take at least one octet each. */
    int count() throws Damaged {
        long count = number();
        if (count > in.length) {
            throw new Damaged("count too high");
        }
        return (int) count;
    }

    String text() throws Damaged {
        int length = count();
        if (length > in.length - at) {
            throw new Damaged("ends in a text");
        }
        at += length;
        return new String(in, at - length, length, ISO_8859_1);
    }

    Optional<String> optional() throws Damaged {
        return number() == 0 ? Optional.empty() : Optional.of(text());
    }

    <T> List<T> list(Element<T> each) throws Damaged {
        List<T> list = new ArrayList<>();
        for (int left = count(); left > 0; left--) {
            list.add(each.read());
        }
        return List.copyOf(list);
    }

    <T> T oneOf(T[] values) throws Damaged {
        long ordinal = number();
        if (ordinal >= values.length) {
            throw new Damaged("unknown kind");
        }
        return values[(int) ordinal];
    }

    void end() throws Damaged {
        if (at != in.length) {
            throw new Damaged("goes on");
        }
    }
}
