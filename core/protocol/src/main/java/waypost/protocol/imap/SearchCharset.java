package waypost.protocol.imap;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The charsets that SEARCH takes (RFC 3501 §6.4.4); the others are refused with this list. */
final class SearchCharset {
    private static final List<String> NAMES = Stream.of(
                    Stream.of("US-ASCII", "UTF-8"),
                    IntStream.rangeClosed(1, 16).mapToObj(part -> "ISO-8859-" + part),
                    IntStream.rangeClosed(1250, 1258).mapToObj(page -> "WINDOWS-" + page))
            .flatMap(names -> names)
            .filter(Charset::isSupported)
            .toList();

    private SearchCharset() {}

    static Optional<Charset> lookup(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        if (upper.equals("UTF-8")) {
            return Optional.of(StandardCharsets.UTF_8);
        }
        return NAMES.contains(upper) ? Optional.of(Charset.forName(upper)) : Optional.empty();
    }

    /** The response code that names them all. */
    static String refusalCode() {
        return "BADCHARSET (" + String.join(" ", NAMES) + ")";
    }
}
