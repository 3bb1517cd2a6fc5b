package waypost.protocol.imap;

import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import waypost.message.Envelope;
import waypost.message.MessageStructure;
import waypost.message.Octets;
import waypost.protocol.imap.FetchItem.BodySection;
import waypost.protocol.imap.FetchItem.Section;

/**
 * What one FETCH answer needs of a message beyond its small record. All of it is asked for before the first byte of the answer, so that a
 * message which is gone can still be refused.
 */
final class FetchSource {
    private final SelectedMailbox mailbox;
    private final int number;
    private @Nullable OffsetDateTime internalDate;
    private Optional<OffsetDateTime> saveDate = Optional.empty();
    private String emailId = "";
    private Optional<String> threadId = Optional.empty();
    private long size;
    private long modSeq;
    private @Nullable Octets octets;
    private @Nullable MessageStructure structure;
    private @Nullable Envelope envelope;
    private Optional<String> preview = Optional.empty();
    private final DecodedTexts decoded = new DecodedTexts();

    FetchSource(SelectedMailbox mailbox, int number) {
        this.mailbox = mailbox;
        this.number = number;
    }

    void load(List<FetchItem> items) throws IOException {
        boolean wantsOctets = false;
        boolean wantsStructure = false;
        boolean wantsEnvelope = false;
        for (FetchItem item : items) {
            switch (item) {
                case FetchItem.Flags _, FetchItem.Uid _ -> {}
                case FetchItem.ThreadId _ -> threadId = mailbox.threadId(number);
                case FetchItem.EmailId _ -> emailId = mailbox.emailId(number);
                case FetchItem.ModSeq _ -> modSeq = mailbox.modSeq(number);
                case FetchItem.InternalDate _ -> internalDate = mailbox.internalDate(number);
                case FetchItem.SaveDate _ -> saveDate = mailbox.saveDate(number);
                case FetchItem.Rfc822Size _ -> size = mailbox.size(number);
                case FetchItem.Envelope _ -> wantsEnvelope = true;
                case FetchItem.Body _, FetchItem.BodyStructure _ -> wantsStructure = true;
                case FetchItem.Rfc822(var name) -> {
                    wantsOctets = true;
                    wantsStructure |= name != FetchItem.Rfc822.Old.RFC822;
                }
                case FetchItem.Preview(var priority) -> preview = preview(priority);
                case FetchItem.Decoded _ -> {
                    wantsOctets = true;
                    wantsStructure = true;
                }
                case BodySection asked -> {
                    Section section = asked.section();
                    wantsOctets = true;
                    wantsStructure |= !section.part().isEmpty() || section.kind() != Section.Kind.ALL;
                }
            }
        }
        if (wantsOctets || wantsStructure || wantsEnvelope) {
            Mailboxes.Content content = mailbox.content(number);
            octets = wantsOctets ? content.octets() : null;
            structure = wantsStructure ? content.structure() : null;
            envelope = wantsEnvelope ? content.envelope() : null;
        }
        derive(items);
    }

    private void derive(List<FetchItem> items) throws IOException {
        for (FetchItem item : items) {
            if (item instanceof FetchItem.Decoded asked) {
                decoded.add(asked, octets(), structure());
            }
        }
    }

    private Optional<String> preview(FetchItem.Preview.Priority priority) throws IOException {
        Mailboxes.Content content = mailbox.content(number);
        return switch (priority) {
            case PROMPT -> Optional.of(content.preview());
            case LAZY -> content.previewAtHand();
        };
    }

    int number() {
        return number;
    }

    OffsetDateTime internalDate() {
        return Objects.requireNonNull(internalDate);
    }

    String emailId() {
        return emailId;
    }

    Optional<String> threadId() {
        return threadId;
    }

    Optional<OffsetDateTime> saveDate() {
        return saveDate;
    }

    long size() {
        return size;
    }

    long modSeq() {
        return modSeq;
    }

    Octets octets() {
        return Objects.requireNonNull(octets);
    }

    MessageStructure structure() {
        return Objects.requireNonNull(structure);
    }

    /** Nothing where there is no such part. */
    Optional<DecodedText> decoded(FetchItem.Decoded item) {
        return decoded.of(item);
    }

    /** Nothing where it was asked for lazily and is not at hand. */
    Optional<String> preview() {
        return preview;
    }

    Envelope envelope() {
        return Objects.requireNonNull(envelope);
    }
}
