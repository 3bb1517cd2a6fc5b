package waypost.config;

/** A number of octets that may be without end: {@code 10 GiB}, {@code unlimited}. */
public record SizeLimit(long bytes) {
    static SizeLimit parse(String text) {
        return new SizeLimit(
                text.equals(CountLimit.UNLIMITED)
                        ? Long.MAX_VALUE
                        : ByteSize.parse(text).bytes());
    }
}
