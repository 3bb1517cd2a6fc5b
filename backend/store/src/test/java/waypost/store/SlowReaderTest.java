package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.AccountId;

/** Somebody reads a large message while all of it is expunged, forgotten and cleaned away. */
final class SlowReaderTest {
    private static final int OCTETS = 3_500_000;

    @TempDir
    private Path folder;

    @Test
    void theCleanerTakesNothingFromWhoIsReading() throws IOException {
        StoreFixture fixture = new StoreFixture(folder);
        String text = "0123456789abcdef".repeat(OCTETS / 16);
        try (Store store = fixture.open()) {
            AccountId id = fixture.create(store, "alice");
            Account account = store.accounts().open(id).orElseThrow();
            Volume volume = store.volume("v1").orElseThrow();
            Appended appended = StoreFixture.append(account, Folder.INBOX, text);
            Message message = account.message(appended.itemNo()).orElseThrow();
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            message.octets().read(0, message.octets().length(), slice -> {
                if (read.size() == 0) {
                    cleanAway(account, volume, appended);
                }
                byte[] octets = new byte[slice.remaining()];
                slice.get(octets);
                read.writeBytes(octets);
            });
            assertEquals(OCTETS, read.size());
            assertTrue(text.equals(read.toString(StandardCharsets.US_ASCII)));
            assertThrows(
                    CleanedRecord.class, () -> message.octets().read(0, 1, _ -> {}), "who comes later finds nothing");
        }
    }

    private static void cleanAway(Account account, Volume volume, Appended appended) throws IOException {
        Results.done(account.expunge(Folder.INBOX, List.of(StoreFixture.ref(appended))));
        StoreFixture.forget(volume, account.id());
        for (int i = 0; i < 4; i++) {
            StoreFixture.append(
                    account, Folder.INBOX, "x".repeat(1_000_000)); // so that no segment of it is one of the last
        }
        Set<Long> segments = new TreeSet<>(volume.core().journal().segments().firsts());
        assertTrue(volume.upkeep()
                        .alone(() -> volume.upkeep().clean(1, Pace.FULL, (_, _) -> {}))
                        .orElseThrow()
                        .segments()
                > 0);
        assertTrue(segments.size() >= 4, segments::toString);
    }
}
