package waypost.store.archive;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import waypost.store.Account;
import waypost.store.ArchivedAccount;
import waypost.store.ArchivedMessage;
import waypost.store.Folder;
import waypost.store.Outcome;
import waypost.store.PropertyKey;
import waypost.store.PropertyValue;
import waypost.store.ReceivedBody;
import waypost.store.Restoration;
import waypost.store.Upload;

/** Brings an archive into an account while it streams by. One thread. */
public final class ArchiveRestore implements ArchiveReader.Visitor {
    private final Account account;
    private final ArchiveWriter.Progress progress;
    private Restoration.Manner manner = Restoration.Manner.ADDED;
    private @Nullable Restoration begun;
    private long read;
    private long brought;

    private ArchiveRestore(Account account, ArchiveWriter.Progress progress) {
        this.account = account;
        this.progress = progress;
    }

    /**
     * What was done.
     *
     * @param read messages of the archive
     * @param brought of them; the others had come before
     */
    public record Restored(Restoration.Manner manner, long read, long brought) {}

    /** The account, or its volume, takes no more. What has come stays, and is not brought again the next time. */
    public static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        Refused(Outcome.Reason reason) {
            super("the account takes no more: " + reason);
        }
    }

    /** Does not close the stream. */
    public static Restored run(InputStream archive, Account account, ArchiveWriter.Progress progress)
            throws IOException {
        ArchiveRestore restore = new ArchiveRestore(account, progress);
        ArchiveReader.read(archive, restore);
        return new Restored(restore.manner, restore.read, restore.brought);
    }

    private Restoration begun() {
        Restoration restoration = begun;
        if (restoration == null) {
            throw new IllegalStateException("nothing was read");
        }
        return restoration;
    }

    @Override
    public void account(ArchivedAccount archived) throws IOException {
        Restoration restoration = done(Restoration.begin(account, archived));
        begun = restoration;
        manner = restoration.manner();
    }

    @Override
    public void property(PropertyKey key, PropertyValue value) throws IOException {
        done(begun().property(key, value));
    }

    @Override
    public void message(ArchivedMessage message, Folder folder, ArchiveReader.Content octets) throws IOException {
        try (Upload upload = begun().upload()) {
            octets.to(slice -> done(upload.write(slice)));
            try (ReceivedBody body = upload.finish()) {
                brought += done(begun().message(message, folder, body)) ? 1 : 0;
            }
        }
        read++;
        progress.at(read);
    }

    private static <T> T done(Outcome<T> outcome) throws Refused {
        return switch (outcome) {
            case Outcome.Done<T>(T value) -> value;
            case Outcome.Refused<T>(Outcome.Reason reason) -> throw new Refused(reason);
        };
    }
}
