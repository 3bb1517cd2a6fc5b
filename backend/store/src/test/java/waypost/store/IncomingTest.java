package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class IncomingTest {
    private final ForgetfulDisk disk = new ForgetfulDisk(1, 1 << 20);

    @Test
    void aFileIsUsedAgainAndBeginsEmpty() throws IOException {
        try (Incoming incoming = Incoming.open(disk)) {
            Incoming.Spill first = incoming.spill();
            write(first, "a long body");
            Incoming.Spill other = incoming.spill();
            write(other, "another");
            first.giveBack();
            Incoming.Spill again = incoming.spill();
            write(again, "short");
            assertEquals("short", read(again));
            assertEquals("another", read(other));
            assertEquals(2, disk.list().size());
            again.giveBack();
            other.giveBack();
        }
        assertEquals(List.of(), disk.list());
    }

    @Test
    void aFileGivenBackTooLateGoes() throws IOException {
        Incoming incoming = Incoming.open(disk);
        Incoming.Spill late = incoming.spill();
        incoming.close();
        late.giveBack();
        assertEquals(List.of(), disk.list());
    }

    /** There are few buffers of a record's size: whoever waits for one that was lost waits for ever. */
    @Test
    void aFileThatCannotBeReadKeepsNoMemory() throws IOException {
        UploadMemory memory = new UploadMemory(0);
        Journal journal = new SteppedJournal(
                new ForgetfulDisk(2, 1 << 20), JournalWorld.SETTINGS, Journal.MAX_RECORD_BYTES, new MemoryIndex());
        journal.start(Journal.Owner.ALONE);
        try (Incoming incoming = Incoming.open(disk)) {
            assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
                for (int i = 0; i < 20; i++) {
                    try (ReceivedBody body =
                            StoreFixture.body(new Upload(1, journal, incoming, memory, Optional.empty()), "text")) {
                        disk.failAt(1, ForgetfulDisk.Fault.IO_ERROR);
                        assertThrows(IOException.class, body::settle);
                    }
                }
            });
        }
    }

    private static void write(Incoming.Spill spill, String text) throws IOException {
        spill.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String read(Incoming.Spill spill) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(64);
        spill.read(target);
        return StandardCharsets.US_ASCII.decode(target).toString();
    }
}
