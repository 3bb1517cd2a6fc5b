package waypost.access;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.OffsetDateTime;
import java.util.List;
import waypost.protocol.imap.Mailboxes;
import waypost.store.Account;
import waypost.store.Folder;
import waypost.store.NewMessage;
import waypost.store.ReceivedBody;
import waypost.store.Upload;

/** A message that an APPEND brings (RFC 3501 §6.3.11). One session's thread. */
final class StoreUpload implements Mailboxes.Upload {
    private final Account account;
    private final Folder folder;
    private final List<String> flags;
    private final OffsetDateTime date;
    private final Upload upload;

    StoreUpload(Account account, Folder folder, List<String> flags, OffsetDateTime date) {
        this.account = account;
        this.folder = folder;
        this.flags = flags;
        this.date = date;
        this.upload = account.upload();
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        Refusals.done(upload.write(bytes), folder.name());
    }

    @Override
    public Mailboxes.Appended commit() throws IOException {
        try (upload;
                ReceivedBody body = upload.finish()) {
            NewMessage message = new NewMessage(folder.id(), "", new FlagNames(account).flags(flags), date);
            var appended = Refusals.done(account.append(body, message), folder.name());
            return new Mailboxes.Appended(appended.uidValidity(), appended.uid());
        }
    }

    @Override
    public void abandon() {
        upload.close();
    }
}
