package waypost.protocol.imap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import waypost.message.BaseSubject;
import waypost.message.DateTimes;
import waypost.message.Envelope;
import waypost.message.MessageIds;
import waypost.message.MessageStructure;
import waypost.message.MessageStructure.Part;
import waypost.message.Octets;

/** A message while its search keys are asked. What is read for one key is kept for the next, as far as it is small. */
final class SearchedMessage {
    /** A message up to this size is read at once: one read costs less than one for each part. */
    private static final int AT_ONCE = 1 << 17;

    private final Source source;
    private final int number;
    private Mailboxes.@Nullable Content content;
    private @Nullable Octets octets;
    private @Nullable SearchHeader header;

    SearchedMessage(SelectedMailbox mailbox, int number) {
        this(new InMailbox(mailbox, number), number);
    }

    /** One that is in no open mailbox: it has neither a number nor an internal date. */
    SearchedMessage(Mailboxes.Content content) {
        this(new Alone(content), 0);
    }

    private SearchedMessage(Source source, int number) {
        this.source = source;
        this.number = number;
    }

    private sealed interface Source {
        Mailboxes.Content content() throws IOException;

        OffsetDateTime internalDate() throws IOException;
    }

    private record InMailbox(SelectedMailbox mailbox, int number) implements Source {
        @Override
        public Mailboxes.Content content() throws IOException {
            return mailbox.content(number);
        }

        @Override
        public OffsetDateTime internalDate() throws IOException {
            return mailbox.internalDate(number);
        }
    }

    private record Alone(Mailboxes.Content content) implements Source {
        @Override
        public OffsetDateTime internalDate() {
            throw new IllegalStateException("is in no mailbox");
        }
    }

    int number() {
        return number;
    }

    /** The date in the Date field, as it stands there, whatever its zone. */
    Optional<LocalDate> sentDate() throws IOException {
        return envelope().date().flatMap(DateTimes::parse).map(OffsetDateTime::toLocalDate);
    }

    /** The sent date of RFC 5256 §2.2, in seconds: that of the Date field in UTC, or else the internal date. */
    long sentSecond() throws IOException {
        Optional<OffsetDateTime> sent = envelope().date().flatMap(DateTimes::parse);
        return (sent.isPresent() ? sent.get() : source.internalDate()).toEpochSecond();
    }

    /** When it came into the mailbox, in seconds. */
    long internalSecond() throws IOException {
        return source.internalDate().toEpochSecond();
    }

    BaseSubject baseSubject() throws IOException {
        return BaseSubject.of(envelope().subject().orElse(""));
    }

    Optional<String> messageId() throws IOException {
        return MessageIds.in(envelope().messageId().orElse("")).stream().findFirst();
    }

    /** The references of RFC 5256 §BASE.6.4.THREAD. */
    List<String> references() throws IOException {
        List<String> references = envelope().references().map(MessageIds::in).orElse(List.of());
        return references.isEmpty()
                ? MessageIds.in(envelope().inReplyTo().orElse("")).stream()
                        .limit(1)
                        .toList()
                : references;
    }

    Envelope envelope() throws IOException {
        return content().envelope();
    }

    MessageStructure structure() throws IOException {
        return content().structure();
    }

    SearchHeader header() throws IOException {
        SearchHeader present = header;
        if (present == null) {
            Part root = structure().root();
            Octets all = octets == null ? content().octets() : octets;
            present = SearchHeader.read(all, root.headerStart(), root.bodyStart());
            header = present;
        }
        return present;
    }

    /** All octets, for keys that look at the body. */
    Octets octets() throws IOException {
        Octets present = octets;
        if (present == null) {
            present = content().octets();
            if (present.length() <= AT_ONCE) {
                ByteBuffer all = ByteBuffer.allocate((int) present.length());
                present.read(0, present.length(), all::put);
                present = Octets.of(all.array());
            }
            octets = present;
        }
        return present;
    }

    private Mailboxes.Content content() throws IOException {
        Mailboxes.Content present = content;
        if (present == null) {
            present = source.content();
            content = present;
        }
        return present;
    }
}
