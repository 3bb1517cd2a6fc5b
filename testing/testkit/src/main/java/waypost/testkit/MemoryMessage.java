package waypost.testkit;

import java.nio.ByteBuffer;
import java.time.OffsetDateTime;
import java.util.Set;
import waypost.message.Envelope;
import waypost.message.MessageScanner;
import waypost.message.MessageStructure;
import waypost.message.Octets;
import waypost.message.Scanned;
import waypost.protocol.imap.Mailboxes;

/** A message of a {@link MemoryFolder}. Its folder's lock guards what changes. */
final class MemoryMessage implements Mailboxes.Content {
    private final long uid;
    private final byte[] octets;
    private final OffsetDateTime date;
    private Set<String> flags;
    private boolean expunged;

    MemoryMessage(long uid, byte[] octets, OffsetDateTime date, Set<String> flags) {
        this.uid = uid;
        this.octets = octets;
        this.date = date;
        this.flags = Set.copyOf(flags);
    }

    MemoryMessage copy(long newUid) {
        return new MemoryMessage(newUid, octets, date, flags);
    }

    long uid() {
        return uid;
    }

    OffsetDateTime date() {
        return date;
    }

    Set<String> flags() {
        return flags;
    }

    void flags(Set<String> changed) {
        flags = Set.copyOf(changed);
    }

    boolean expunged() {
        return expunged;
    }

    void expunge() {
        expunged = true;
    }

    @Override
    public Octets octets() {
        return Octets.of(octets);
    }

    @Override
    public MessageStructure structure() {
        return scanned().structure();
    }

    @Override
    public Envelope envelope() {
        return scanned().envelope();
    }

    private Scanned scanned() {
        MessageScanner scanner = new MessageScanner();
        scanner.feed(ByteBuffer.wrap(octets));
        return scanner.finish();
    }
}
