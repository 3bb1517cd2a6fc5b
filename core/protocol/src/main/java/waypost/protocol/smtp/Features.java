package waypost.protocol.smtp;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a node announced to EHLO or LHLO, keywords in upper case; of WAYPOST the words behind it, too, each behind the keyword. */
public record Features(Set<String> keywords) {
    public static final Features NONE = new Features(Set.of());

    public Features {
        keywords = Set.copyOf(keywords);
    }

    /** Reads the lines of the answer; the first is a name. */
    static Features of(List<String> lines) {
        return new Features(lines.stream()
                .skip(1)
                .flatMap(line -> words(List.of(line.toUpperCase(Locale.ROOT).split(" "))))
                .collect(Collectors.toSet()));
    }

    private static Stream<String> words(List<String> line) {
        String keyword = line.getFirst();
        return keyword.equals(Extension.WAYPOST.name())
                ? Stream.concat(Stream.of(keyword), line.stream().skip(1).map(word -> keyword + " " + word))
                : Stream.of(keyword);
    }

    /** A Waypost node that takes the limits of recipients' accounts. */
    boolean limits() {
        return keywords.contains(Extension.WAYPOST.announced());
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

    boolean startTls() {
        return keywords.contains("STARTTLS");
    }

    Features withoutWaypost() {
        return new Features(keywords.stream()
                .filter(word -> !word.split(" ", 2)[0].equals(Extension.WAYPOST.name()))
                .collect(Collectors.toSet()));
    }

    /** How the node refuses what it cannot take as it is; nothing is converted on the way. */
    Optional<SmtpReply> lackingFor(Transaction transaction) {
        if (transaction.encoding() == Transaction.Encoding.SMTPUTF8 && !smtpUtf8()) {
            return Optional.of(Replies.NODE_WITHOUT_SMTPUTF8); // RFC 6531 §3.5
        }
        if (transaction.body() == Body.EIGHT_BIT_MIME && !eightBitMime()) {
            return Optional.of(Replies.NODE_WITHOUT_8BITMIME); // RFC 6152 §3
        }
        return Optional.empty();
    }

    /** Whether the address takes SMTPUTF8 at MAIL (RFC 6531 §3.4). Nodes of the cluster get canonical addresses, whatever the client said of its own. */
    boolean needsSmtpUtf8(Mailbox recipient) {
        return !waypost() && !recipient.ascii();
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
