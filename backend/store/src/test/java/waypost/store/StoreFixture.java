package waypost.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import waypost.identity.AccountId;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.Ownership;
import waypost.identity.TransferId;
import waypost.store.archive.ArchiveRestore;
import waypost.store.archive.ArchiveWriter;

/** A volume "v1" on real files, with small segments. */
final class StoreFixture {
    static final OffsetDateTime DATE = OffsetDateTime.parse("2026-11-23T12:00:00Z");
    private static final JournalSettings SETTINGS =
            new JournalSettings(2 << 20, (1 << 20) + 4096, 16L << 20, 512L << 20, Reserve.NONE);

    private final Path folder;
    private final InstantSource clock;
    private int accounts;

    StoreFixture(Path folder) {
        this(folder, InstantSource.system());
    }

    StoreFixture(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    VolumeSpec spec() {
        return new VolumeSpec("v1", 1, folder.resolve("v1"), SETTINGS);
    }

    Store open() {
        Store store = openWhatOpens();
        assertTrue(store.complete(), () -> store.failures().toString());
        return store;
    }

    Store openWhatOpens() {
        Store store = Store.open(List.of(spec()), Store.Settings.STANDARD, clock);
        store.retention(Retention.STANDARD);
        return store;
    }

    AccountId create(Store store, String name) throws IOException {
        return Results.done(store.accounts()
                        .create(new DirectoryId(name), new AccountName(name, "example.net"), 1, Optional.empty()))
                .id();
    }

    /** A new account by a name of its own. */
    Account account(Store store) throws IOException {
        return store.accounts().open(create(store, "user" + ++accounts)).orElseThrow();
    }

    static byte[] archive(Store store, Account account, TransferId archive) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ArchiveWriter.write(account, store.accounts().find(account.id()).orElseThrow(), archive, out, _ -> {});
        return out.toByteArray();
    }

    static ArchiveRestore.Restored restore(byte[] archive, Account into) throws IOException {
        return ArchiveRestore.run(new ByteArrayInputStream(archive), into, _ -> {});
    }

    static Appended append(Account account, int folderId, String text) throws IOException {
        try (ReceivedBody body = body(account.upload(), text)) {
            return Results.done(account.append(body, new NewMessage(folderId, "", Flags.NONE, DATE)));
        }
    }

    /** Nothing that has gone from the account can be brought back. */
    static void forget(Volume volume, AccountId account) throws IOException {
        Instant late = Instant.parse("2100-01-01T00:00:00Z");
        while (Results.done(volume.forgetting().step(account.value(), late, Instant.EPOCH)) > 0) {
            continue;
        }
    }

    static MessageRef ref(Appended appended) {
        return new MessageRef(appended.itemNo(), appended.uid());
    }

    static ReceivedBody body(Upload upload, String text) throws IOException {
        try (upload) {
            Results.done(upload.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
            return upload.finish();
        }
    }

    void deleteIndex() throws IOException {
        for (Path file : files("index")) {
            Files.delete(file);
        }
    }

    List<Path> segments() throws IOException {
        return files("journal").stream()
                .filter(file -> file.toString().endsWith(".segment"))
                .toList();
    }

    /** Appends until the journal has begun another segment. */
    void sealSegment() throws IOException {
        sealSegments(1);
    }

    void sealSegments(int count) throws IOException {
        int before = segments().size();
        try (Store store = open()) {
            AccountId filler = create(store, "filler" + before);
            while (segments().size() < before + count) {
                append(store.accounts().open(filler).orElseThrow(), Folder.INBOX, "x".repeat(400_000));
            }
        }
    }

    /** Expunges the first messages of what segments were sealed with, once, so that a cleaning has something to do. */
    void thinSegments() throws IOException {
        try (Store store = open()) {
            AccountId filler = store.accounts().all().stream()
                    .filter(record -> record.name().local().startsWith("filler"))
                    .map(Ownership::id)
                    .findFirst()
                    .orElseThrow();
            Account account = store.accounts().open(filler).orElseThrow();
            try (OpenFolder inbox = account.open(Folder.INBOX, _ -> {}).orElseThrow()) {
                FolderSnapshot all = inbox.snapshot();
                Results.done(account.expunge(Folder.INBOX, List.of(all.ref(0), all.ref(1), all.ref(2))));
            }
        }
    }

    private List<Path> files(String name) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("v1").resolve(name))) {
            return files.sorted().toList();
        }
    }
}
