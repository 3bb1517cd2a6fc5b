package waypost.access;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

    static final OffsetDateTime ARRIVAL = OffsetDateTime.parse("2026-01-02T03:04:05Z");
    private static final List<String> STANDARD = List.of("Sent", "Drafts", "Trash", "Junk");

    private final List<VolumeSpec> volumes;
    private Store store;

    StoreWorld(Path folder) {
        this(folder, Reserve.NONE);
    }

    StoreWorld(Path folder, Reserve reserve) {
        this(folder, reserve, 1);
    }

    /** @param volumes how many; accounts are spread over them */
    StoreWorld(Path folder, Reserve reserve, int volumes) {
        JournalSettings journal = new JournalSettings(16 << 20, 4 << 20, 16L << 20, 512L << 20, reserve);
        this.volumes = IntStream.rangeClosed(1, volumes)
                .mapToObj(number -> new VolumeSpec("v" + number, number, folder.resolve("v" + number), journal))
                .toList();
        store = open();
    }

    private Store open() {
        Store opened = Store.open(volumes, Store.Settings.STANDARD, CLOCK);
        if (!opened.complete()) {
            throw new AssertionError(opened.failures());
        }
        opened.texts(new SearchTexts());
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
        for (VolumeSpec volume : volumes) {
            work.on(volume);
        }
        store = open();
    }

    /** The same, with indexes made anew from the journals. */
    void rebuild() throws IOException {
        store.close();
        for (VolumeSpec volume : volumes) {
            try (Stream<Path> files = Files.list(volume.folder().resolve("index"))) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
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

    /** The same, whose users see what others share. Root administers the public folders of example.net. */
    Sessions shared(ImapExtensions extensions) throws IOException {
        SharedAccounts shared = new SharedAccounts(
                store.accounts(),
                StoreWorld::name,
                Map.of("example.net", Set.of(new AccountName("root", "example.net"))));
        shared.create(store.complete());
        return new Sessions(
                LARGEST,
                extensions,
                Retrieval.LEAVES_UNSEEN,
                InstantSource.fixed(ARRIVAL.plusMinutes(1).toInstant()),
                shared);
    }

    private static Optional<AccountName> name(String spelling) {
        int at = spelling.lastIndexOf('@');
        String local = at < 0 ? spelling : spelling.substring(0, at);
        String domain = at < 0 ? "example.net" : spelling.substring(at + 1);
        return local.contains(" ")
                ? Optional.empty()
                : Optional.of(new AccountName(local.toLowerCase(Locale.ROOT), domain));
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
