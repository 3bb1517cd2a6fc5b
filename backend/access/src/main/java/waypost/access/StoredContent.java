package waypost.access;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import waypost.message.Envelope;
import waypost.message.MessageStructure;
import waypost.message.Octets;
import waypost.message.Scanned;
import waypost.protocol.imap.Mailboxes;
import waypost.protocol.imap.Mailboxes.Corrupt;
import waypost.store.Message;

/** A stored message for FETCH and SEARCH; its structure and envelope come from the index in one read. One session's thread. */
final class StoredContent implements Mailboxes.Content {
    private final Message message;
    private @Nullable Scanned scanned;

    StoredContent(Message message) {
        this.message = message;
    }

    Message message() {
        return message;
    }

    @Override
    public Octets octets() {
        return new SoundOctets(message.octets(), Corrupt::new);
    }

    @Override
    public MessageStructure structure() throws IOException {
        return scanned().structure();
    }

    @Override
    public Envelope envelope() throws IOException {
        return scanned().envelope();
    }

    @Override
    public String preview() throws IOException {
        return SoundOctets.sound(message::preview, Corrupt::new);
    }

    @Override
    public Optional<String> previewAtHand() throws IOException {
        return message.previewAtHand();
    }

    private Scanned scanned() throws IOException {
        Scanned known = scanned;
        if (known == null) {
            known = SoundOctets.sound(message::scanned, Corrupt::new);
            scanned = known;
        }
        return known;
    }
}
