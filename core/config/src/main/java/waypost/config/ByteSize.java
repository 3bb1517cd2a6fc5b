package waypost.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of octets, written with its unit: {@code 512 B}, {@code 64 KiB}, {@code 10 MiB}, {@code 2 GiB}, {@code 1 TiB}. */
public record ByteSize(long bytes) implements Comparable<ByteSize> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,12}) ?(B|KiB|MiB|GiB|TiB)");

    public static ByteSize parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new BadValue("not a size: " + text, "write a number and a unit, as in 10 MiB");
        }
        int shift = switch (matcher.group(2)) {
            case "KiB" -> 10;
            case "MiB" -> 20;
            case "GiB" -> 30;
            case "TiB" -> 40;
            case String bytes -> 0;
        };
        long count = Long.parseLong(matcher.group(1));
        if (count > Long.MAX_VALUE >> shift) {
            throw new BadValue("size too large: " + text, "write a size below 8388608 TiB");
        }
        return new ByteSize(count << shift);
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }
}
