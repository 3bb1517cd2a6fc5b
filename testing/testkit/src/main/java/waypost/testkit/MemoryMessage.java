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
    private final String emailId;
    private final byte[] octets;
    private final OffsetDateTime date;
    private Set<String> flags;
    private long modSeq;
    private boolean expunged;

    MemoryMessage(long uid, String emailId, byte[] octets, OffsetDateTime date, Set<String> flags, long modSeq) {
        this.uid = uid;
        this.emailId = emailId;
        this.octets = octets;
        this.date = date;
        this.flags = Set.copyOf(flags);
        this.modSeq = modSeq;
    }

    MemoryMessage copy(long newUid, long newModSeq) {
        return new MemoryMessage(newUid, emailId, octets, date, flags, newModSeq);
    }

    long modSeq() {
        return modSeq;
    }

    /** Of a copy the same. */
    String emailId() {
        return emailId;
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

    void flags(Set<String> changed, long at) {
        flags = Set.copyOf(changed);
        modSeq = at;
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
