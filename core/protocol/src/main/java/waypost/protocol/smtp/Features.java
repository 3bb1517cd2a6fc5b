package waypost.protocol.smtp;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a node announced to EHLO or LHLO, keywords in upper case. */
public record Features(Set<String> keywords) {
    public static final Features NONE = new Features(Set.of());

    public Features {
        keywords = Set.copyOf(keywords);
    }

    /** Reads the lines of the answer; the first is a name. */
    static Features of(List<String> lines) {
        return new Features(lines.stream()
                .skip(1)
                .map(line -> line.split(" ", 2)[0].toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet()));
    }

    /** A Waypost node that trusts us. */
    public boolean waypost() {
        return keywords.contains(Extension.WAYPOST.name());
    }

    public boolean smtpUtf8() {
        return keywords.contains("SMTPUTF8");
    }

    public boolean eightBitMime() {
        return keywords.contains("8BITMIME");
    }

    boolean pipelining() {
        return keywords.contains("PIPELINING");
    }

    boolean size() {
        return keywords.contains("SIZE");
    }

    /** Chunks keep the content byte for byte, but are little used elsewhere: only among ourselves. */
    boolean chunks() {
        return waypost() && keywords.contains("CHUNKING");
    }
}
