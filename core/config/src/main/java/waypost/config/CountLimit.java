package waypost.config;

/** How many of something, which may be without end: {@code 1000}, {@code unlimited}. */
public record CountLimit(long value) implements Comparable<CountLimit> {
    static final String UNLIMITED = "unlimited";

    static CountLimit parse(String text) {
        return new CountLimit(
                text.equals(UNLIMITED) ? Long.MAX_VALUE : Count.parse(text).value());
    }

    @Override
    public int compareTo(CountLimit other) {
        return Long.compare(value, other.value);
    }
}
