package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a body borrows comes back, also when the disk fails it. */
class UploadTest {
    private static final JournalSettings SETTINGS =
            new JournalSettings(2 << 20, (1 << 20) + 4096, 16L << 20, 512L << 20, Reserve.NONE);
    private static final int SMALL = 1000;
    private static final int LARGE = UploadMemory.Size.MEDIUM.bytes();

    private final ForgetfulDisk disk = new ForgetfulDisk(1, 16 << 20);
    private final UploadMemory memory = new UploadMemory(1 << 20);
    private Journal journal;
    private Incoming incoming;

    @BeforeEach
    void open() throws IOException {
        journal = new SteppedJournal(
                new ForgetfulDisk(2, 64 << 20), SETTINGS, Journal.MAX_RECORD_BYTES, new MemoryIndex());
        journal.start(Journal.Owner.ALONE);
        incoming = Incoming.open(disk);
    }

    /** Half of the budget is enough for two large buffers. */
    @Test
    void largeBodiesStayInMemoryWhileThereIsSome() throws IOException {
        UploadMemory larger = new UploadMemory(4L << 20);
        int length = (5 << 20) / 2;
        List<ReceivedBody> bodies = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            try (Upload upload = new Upload(1, journal, incoming, larger, Optional.empty())) {
                for (int written = 0; written < length; written += SMALL) {
                    Results.done(upload.write(ByteBuffer.allocate(Math.min(SMALL, length - written))));
                }
                bodies.add(upload.finish());
            }
            assertEquals(i < 2 ? 0 : 1, disk.list().size());
        }
        assertEquals(2L << 20, larger.used());
        for (ReceivedBody body : bodies) {
            Results.done(body.settle());
            body.close();
            assertEquals(List.of(1 << 20, 1 << 20, 1 << 19), lengths(body));
        }
        assertEquals(0, larger.used());
    }

    /** A whole number of records leaves nothing behind. */
    @Test
    void aBodyOfOneRecordIsOnePart() throws IOException {
        UploadMemory larger = new UploadMemory(4L << 20);
        try (Upload upload = new Upload(1, journal, incoming, larger, Optional.empty())) {
            Results.done(upload.write(ByteBuffer.allocate(1 << 20)));
            try (ReceivedBody body = upload.finish()) {
                assertEquals(List.of(1 << 20), lengths(body));
            }
        }
        assertEquals(0, larger.used());
    }

    private static List<Integer> lengths(ReceivedBody body) {
        return body.stored().orElseThrow().parts().stream()
                .map(BodyPart::length)
                .toList();
    }

    private Upload upload() {
        return new Upload(1, journal, incoming, memory, Optional.empty());
    }

    @Test
    void memoryComesBackWhenItCannotBeSpilled() throws IOException {
        try (Upload upload = upload()) {
            upload.write(ByteBuffer.allocate(SMALL));
            disk.failAt(2, ForgetfulDisk.Fault.NO_SPACE);
            assertThrows(IOException.class, () -> upload.write(ByteBuffer.allocate(LARGE)));
        }
        assertEquals(0, memory.used());
    }

    @Test
    void recordsComeBackWhenWhatWasSpilledCannotBeRead() throws IOException {
        try (Upload upload = upload()) {
            upload.write(ByteBuffer.allocate(SMALL + LARGE));
            try (ReceivedBody body = upload.finish()) {
                for (int i = 0; i < 20; i++) {
                    disk.failAt(1, ForgetfulDisk.Fault.IO_ERROR);
                    assertTimeoutPreemptively(
                            Duration.ofSeconds(30), () -> assertThrows(IOException.class, body::settle));
                }
                assertEquals(Outcome.done((long) SMALL + LARGE), body.settle());
            }
        }
    }
}
