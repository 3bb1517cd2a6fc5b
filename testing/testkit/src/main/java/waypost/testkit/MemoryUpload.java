package waypost.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waypost.protocol.imap.AppendLimit;
import waypost.protocol.imap.Mailboxes.Appended;
import waypost.protocol.imap.Mailboxes.MailboxException;
import waypost.protocol.imap.Mailboxes.NoSuch;
import waypost.protocol.imap.Mailboxes.Upload;

/** Messages on their way into a {@link MemoryFolder}. */
final class MemoryUpload implements Upload {
    private final String mailbox;
    private final MemoryFolder folder;
    private final AppendLimit limit;
    private final Optional<Replaced> replaced;
    private final List<Arriving> messages = new ArrayList<>();

    record Arriving(ByteArrayOutputStream octets, OffsetDateTime date, List<String> flags) {}

    record Replaced(MemoryFolder folder, MemoryMessage message) {}

    MemoryUpload(String mailbox, MemoryFolder folder, AppendLimit limit, Optional<Replaced> replaced) {
        this.mailbox = mailbox;
        this.folder = folder;
        this.limit = limit;
        this.replaced = replaced;
    }

    @Override
    public void next(List<String> flags, Optional<OffsetDateTime> date, long size) throws MailboxException {
        if (size > limit.octets()) {
            throw new MailboxException("TOOBIG", "Message is too large");
        }
        messages.add(new Arriving(new ByteArrayOutputStream(), date.orElse(MemoryAccount.ARRIVAL), flags));
    }

    @Override
    public void write(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        messages.getLast().octets().writeBytes(copy);
    }

    @Override
    public Appended commit() throws MailboxException {
        if (replaced.filter(old -> old.message().expunged()).isPresent()) {
            throw new MailboxException("EXPUNGEISSUED", "Message is gone");
        }
        if (folder.gone()) {
            throw new NoSuch(mailbox);
        }
        replaced.ifPresent(old -> old.folder().expunge(List.of(old.message())));
        return folder.addAll(messages);
    }

    @Override
    public void abandon() {
        messages.clear();
    }
}
