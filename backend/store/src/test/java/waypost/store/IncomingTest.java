package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

    private static void write(Incoming.Spill spill, String text) throws IOException {
        spill.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String read(Incoming.Spill spill) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(64);
        spill.read(target);
        return StandardCharsets.US_ASCII.decode(target).toString();
    }
}
