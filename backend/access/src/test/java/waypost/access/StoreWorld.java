package waypost.access;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.protocol.imap.AppendLimit;
import waypost.protocol.imap.ImapExtensions;
import waypost.protocol.imap.Mailboxes;
import waypost.store.Account;
import waypost.store.JournalSettings;
import waypost.store.Outcome;
import waypost.store.QuotaLimits;
import waypost.store.Reserve;
import waypost.store.Store;
import waypost.store.VolumeSpec;

/** A store in a folder, with accounts as tests need them. It can be closed and opened again. */
final class StoreWorld implements AutoCloseable {
    static final long LARGEST = 1_000_000;

    /** Far from what tests need. */
    private static final long QUOTA_OCTETS = 1L << 32;

    private static final long QUOTA_MESSAGES = 1_000_000;

    /** UIDVALIDITY begins here. */
    static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(1000));

    private static final OffsetDateTime ARRIVAL = OffsetDateTime.parse("2026-01-02T03:04:05Z");
    private static final List<String> STANDARD = List.of("Sent", "Drafts", "Trash", "Junk");

    private final VolumeSpec volume;
    private Store store;

    StoreWorld(Path folder) {
        this(folder, Reserve.NONE);
    }

    StoreWorld(Path folder, Reserve reserve) {
        JournalSettings journal = new JournalSettings(16 << 20, 4 << 20, 16L << 20, 512L << 20, reserve);
        volume = new VolumeSpec("v1", 1, folder.resolve("v1"), journal);
        store = open();
    }

    private Store open() {
        Store opened = Store.open(List.of(volume), Store.Settings.STANDARD, CLOCK);
        if (!opened.complete()) {
            throw new AssertionError(opened.failures());
        }
        opened.quota(new QuotaLimits(QUOTA_OCTETS, QUOTA_MESSAGES, QuotaLimits.NONE));
        return opened;
    }

    void reopen() throws IOException {
        reopenAfter(_ -> {});
    }

    /** What is done with a volume that is not open. */
    interface Work {
        void on(VolumeSpec volume) throws IOException;
    }

    void reopenAfter(Work work) throws IOException {
        store.close();
        work.on(volume);
        store = open();
    }

    /** The account of this name; a new one has INBOX and Archive, and has subscribed to neither. */
    Account account(String name) throws IOException {
        DirectoryId id = new DirectoryId(name);
        if (store.accounts().find(id).isEmpty()) {
            done(store.accounts().create(id, new AccountName(name, "example.net"), 1, Optional.empty()));
            try (Mailboxes mailboxes = mailboxes(open(id))) {
                for (String folder : STANDARD) {
                    mailboxes.delete(folder);
                }
                for (String folder : mailboxes.subscriptions()) {
                    mailboxes.unsubscribe(folder);
                }
            }
        }
        return open(id);
    }

    private Account open(DirectoryId id) throws IOException {
        var record = store.accounts().find(id).orElseThrow();
        return store.accounts().open(record.id()).orElseThrow();
    }

    static Mailboxes mailboxes(Account account) {
        return new StoreMailboxes(account, new AppendLimit(LARGEST), CLOCK);
    }

    /** Of a time when what {@link #append} brings is a minute old. */
    static Sessions sessions() {
        return sessions(ImapExtensions.ALL);
    }

    static Sessions sessions(ImapExtensions extensions) {
        return sessions(extensions, Retrieval.LEAVES_UNSEEN);
    }

    static Sessions sessions(ImapExtensions extensions, Retrieval retrieval) {
        return new Sessions(
                LARGEST,
                extensions,
                retrieval,
                InstantSource.fixed(ARRIVAL.plusMinutes(1).toInstant()));
    }

    static <T> T done(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(T value) -> value;
            case Outcome.Refused<T>(Outcome.Reason reason) -> throw new AssertionError(reason);
        };
    }

    static Mailboxes.Appended append(Mailboxes mailboxes, String mailbox, String text, String... flags)
            throws IOException {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        Mailboxes.Upload upload = mailboxes.append(mailbox, List.of(flags), Optional.of(ARRIVAL), octets.length);
        upload.write(ByteBuffer.wrap(octets));
        return upload.commit();
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
