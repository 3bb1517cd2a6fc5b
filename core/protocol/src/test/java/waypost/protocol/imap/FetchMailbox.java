package waypost.protocol.imap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import waypost.message.Envelope;
import waypost.message.MessageScanner;
import waypost.message.MessageStructure;
import waypost.message.Octets;
import waypost.message.Scanned;

/** A mailbox made of byte arrays, for tests of FETCH and SEARCH. It hands its bytes out in slices of a chosen size. */
final class FetchMailbox implements SelectedMailbox {
    static final OffsetDateTime DATE = OffsetDateTime.of(2026, 11, 3, 4, 5, 6, 0, ZoneOffset.ofHoursMinutes(-3, -30));

    /** A message and its small record. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Message(byte[] bytes, Scanned scanned, long uid, Set<String> flags, OffsetDateTime date) {}

    final List<Message> messages = new ArrayList<>();
    int sliceSize = 1 << 17;
    private Waiting waiting = () -> {};
    int contentsAsked;
    long octetsRead;

    /** Octets behind the header of the message. */
    long bodyOctetsRead;

    boolean previewsAtHand = true;

    int indexAsked;

    /** What an index says of all texts. */
    IntPredicate mayMatch = _ -> true;

    long largestRead;

    /** Messages that another session has expunged. */
    final Set<Integer> gone = new LinkedHashSet<>();

    FetchMailbox with(byte[] bytes, String... flags) {
        return with(bytes, DATE, flags);
    }

    FetchMailbox with(byte[] bytes, OffsetDateTime date, String... flags) {
        MessageScanner scanner = new MessageScanner();
        scanner.feed(ByteBuffer.wrap(bytes));
        Set<String> set = new LinkedHashSet<>(List.of(flags));
        messages.add(new Message(bytes, scanner.finish(), 10L * messages.size() + 7, set, date));
        return this;
    }

    /** At {@link #DATE}, without a saved result. */
    Searcher searcher() {
        return new Searcher(this, new SearchPlan(this, List.of(), DATE.toInstant()), Progress.untold());
    }

    @Override
    public int size() {
        return messages.size();
    }

    @Override
    public long uid(int number) {
        return messages.get(number - 1).uid();
    }

    @Override
    public Set<String> flags(int number) {
        return messages.get(number - 1).flags();
    }

    @Override
    public boolean expunged(int number) {
        return gone.contains(number);
    }

    @Override
    public OffsetDateTime internalDate(int number) {
        return messages.get(number - 1).date();
    }

    @Override
    public String emailId(int number) {
        return "M" + number;
    }

    @Override
    public String mailboxId() {
        return "F1";
    }

    /** Three days behind the internal date; of the first message it is not known. */
    @Override
    public Optional<OffsetDateTime> saveDate(int number) {
        return number == 1 ? Optional.empty() : Optional.of(internalDate(number).plusDays(3));
    }

    @Override
    public long size(int number) {
        return messages.get(number - 1).bytes().length;
    }

    @Override
    public IntPredicate mayMatch(SearchKey.Textual key) {
        indexAsked++;
        return mayMatch;
    }

    /** As if it were done by another thread, and took so long that who waits is told whenever a third message is read. */
    @Override
    public <T> T reading(Reading<T> reading, Duration every, Waiting waits) throws IOException {
        waiting = waits;
        try {
            return reading.run();
        } finally {
            waiting = () -> {};
        }
    }

    @Override
    public Mailboxes.Content content(int number) throws IOException {
        if (number % 3 == 0) {
            waiting.passed();
        }
        contentsAsked++;
        if (gone.contains(number)) {
            throw new Mailboxes.MailboxException("EXPUNGEISSUED", "Message is gone");
        }
        Message message = messages.get(number - 1);
        return new Mailboxes.Content() {
            @Override
            public Octets octets() {
                return lies.apply(sliced(message, sliceSize));
            }

            @Override
            public MessageStructure structure() {
                return message.scanned().structure();
            }

            @Override
            public Envelope envelope() {
                return message.scanned().envelope();
            }

            @Override
            public Optional<String> previewAtHand() throws IOException {
                return previewsAtHand ? Optional.of(preview()) : Optional.empty();
            }
        };
    }

    /** How the octets of messages lie. */
    UnaryOperator<Octets> lies = octets -> octets;

    /** Octets that come in slices of at most that size. */
    private Octets sliced(Message message, int size) {
        byte[] bytes = message.bytes();
        long bodyStart = message.scanned().structure().root().bodyStart();
        return new Octets() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public void read(long offset, long length, Sink sink) throws IOException {
                if (offset < 0 || length < 0 || offset + length > bytes.length) {
                    throw new IndexOutOfBoundsException(offset + "+" + length + " of " + bytes.length);
                }
                octetsRead += length;
                bodyOctetsRead += Math.max(0, offset + length - Math.max(offset, bodyStart));
                largestRead = Math.max(largestRead, length);
                for (long at = offset; at < offset + length; at += size) {
                    int count = (int) Math.min(size, offset + length - at);
                    sink.accept(ByteBuffer.wrap(bytes, (int) at, count).slice().asReadOnlyBuffer());
                }
            }
        };
    }

    @Override
    public String name() {
        return "INBOX";
    }

    @Override
    public boolean readOnly() {
        return false;
    }

    @Override
    public boolean gone() {
        return false;
    }

    @Override
    public long uidValidity() {
        return 1;
    }

    @Override
    public long uidNext() {
        return messages.size() * 10L + 7;
    }

    @Override
    public int recent() {
        return 0;
    }

    @Override
    public int number(long uid) {
        return (int) ((uid - 7) / 10 + 1);
    }

    @Override
    public Set<String> keywords() {
        return Set.of();
    }

    @Override
    public long highestModSeq() {
        return messages.size();
    }

    /** As many as there are messages up to it. */
    @Override
    public Optional<List<SequenceSet.Range>> vanished(long sinceModSeq) {
        return Optional.empty();
    }

    @Override
    public boolean lags() {
        return false;
    }

    @Override
    public long modSeq(int number) {
        return number;
    }

    @Override
    public Stored store(
            List<Integer> numbers, ImapCommand.Store.Change change, List<String> flags, OptionalLong unchangedSince) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mailboxes.Copied copy(List<Integer> numbers, String mailbox) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mailboxes.Copied move(List<Integer> numbers, String mailbox) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Mailboxes.Upload replace(
            int number, String mailbox, List<String> flags, Optional<OffsetDateTime> date, long octets) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void expunge(List<Integer> numbers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Event> refresh(Expunges expunges) {
        return List.of();
    }

    @Override
    public void close() {}
}
