package waypost.config;

/** How many of something, which may be without end: {@code 1000}, {@code unlimited}. */
public record CountLimit(long value) implements Comparable<CountLimit> {
    static final String UNLIMITED = "unlimited";

    public static final CountLimit NONE = new CountLimit(Long.MAX_VALUE);

    static CountLimit parse(String text) {
        return text.equals(UNLIMITED) ? NONE : new CountLimit(Count.parse(text).value());
    }

    @Override
    public int compareTo(CountLimit other) {
        return Long.compare(value, other.value);
    }
}
