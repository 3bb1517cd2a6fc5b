package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.store.Account;
import waypost.store.Flags;
import waypost.store.Folder;
import waypost.store.JournalSettings;
import waypost.store.NewMessage;
import waypost.store.Outcome;
import waypost.store.ReceivedBody;
import waypost.store.Reserve;
import waypost.store.Store;
import waypost.store.Upload;
import waypost.store.Volume;
import waypost.store.VolumeBackup;
import waypost.store.VolumeSpec;

/** A node reads its backups. */
final class NightlyVerificationTest {
    private static final String TEXT = "Subject: hello\r\n\r\nThese octets are looked for.\r\n";

    @TempDir
    private Path folder;

    private static <T> T done(Outcome<T> outcome) {
        return ((Outcome.Done<T>) outcome).value();
    }

    private Store open(String name) {
        JournalSettings journal = new JournalSettings(8 << 20, 5 << 20, 8 << 20, 64 << 20, Reserve.NONE);
        return Store.open(
                List.of(new VolumeSpec("v1", 1, folder.resolve(name), journal)),
                Store.Settings.STANDARD,
                InstantSource.system());
    }

    private void backup(Volume volume) throws IOException {
        VolumeBackup.run(
                volume, new VolumeBackup.Order(folder.resolve("backups/v1"), 0, 0, InstantSource.system(), _ -> {}));
    }

    private static void fill(Store store, String text) throws IOException {
        var record = done(store.accounts()
                .create(new DirectoryId("a"), new AccountName("anna", "example.net"), 1, Optional.empty()));
        Account account = store.accounts().open(record.id()).orElseThrow();
        try (Upload upload = account.upload()) {
            done(upload.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
            try (ReceivedBody body = upload.finish()) {
                done(account.append(
                        body,
                        new NewMessage(Folder.INBOX, "", Flags.NONE, OffsetDateTime.parse("2026-11-29T12:00:00Z"))));
            }
        }
    }

    @Test
    void whatIsNotAsItWasIsFound() throws IOException {
        try (Store store = open("v1")) {
            NightlyVerification night =
                    new NightlyVerification(store, folder.resolve("backups"), new SplittableRandom(1));
            assertEquals(1, night.once(), "there is none");
            Volume volume = store.volume("v1").orElseThrow();
            backup(volume);
            assertEquals(0, night.once(), "there is no account in it");
            fill(store, TEXT);
            backup(volume);
            assertEquals(0, night.once());
            spoil();
            assertEquals(1, night.once());
        }
    }

    @Test
    void andWhatIsAnotherMessageOnTheVolume() throws IOException {
        try (Store store = open("v1")) {
            fill(store, TEXT);
            backup(store.volume("v1").orElseThrow());
        }
        for (String text : List.of(TEXT, TEXT.replace("octets", "bytes"))) {
            try (Store other = open("v" + text.length())) {
                fill(other, text);
                var night = new NightlyVerification(other, folder.resolve("backups"), new SplittableRandom(1));
                assertEquals(text.equals(TEXT) ? 0 : 1, night.once());
            }
        }
    }

    private void spoil() throws IOException {
        try (var files = Files.walk(folder.resolve("backups"))) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".segment")).toList()) {
                int at = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).indexOf("These octets");
                if (at >= 0) {
                    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        channel.write(ByteBuffer.wrap(new byte[] {'?'}), at);
                    }
                }
            }
        }
    }
}
