package waypost.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.protocol.imap.ImapExtensions;
import waypost.protocol.imap.ImapSession;

/** RFC 4978, with zlib on the client's side. */
class CompressTest {
    private final MemoryAccount account = new MemoryAccount(2_000_000);
    private final RecordingOutput out = new RecordingOutput();
    private final Deflater deflater = new Deflater(9, true);
    private final Inflater inflater = new Inflater(true);
    private ImapSession session = session();

    private ImapSession session() {
        return new ImapSession(
                account.open(),
                ImapExtensions.ALL,
                failure -> {
                    throw new AssertionError(failure);
                },
                InstantSource.system());
    }

    @BeforeEach
    void begin() throws IOException {
        account.deliver("INBOX", "Subject: one\r\n\r\n" + "text ".repeat(100_000), List.of());
        session.opened(out, () -> {});
        give(octets("c COMPRESS DEFLATE\r\n"));
        assertEquals("c OK DEFLATE active\r\n", out.takeText());
    }

    @AfterEach
    void close() {
        session.closed();
        deflater.end();
        inflater.end();
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private void give(byte[] octets) throws IOException {
        session.received(ByteBuffer.wrap(octets), out);
    }

    private byte[] deflated(byte[] plain) {
        deflater.setInput(plain);
        byte[] buffer = new byte[plain.length + 1000];
        int length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
        return java.util.Arrays.copyOf(buffer, length);
    }

    private String heard() throws DataFormatException {
        inflater.setInput(out.take());
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        int length = inflater.inflate(buffer);
        while (length > 0) {
            plain.write(buffer, 0, length);
            length = inflater.inflate(buffer);
        }
        return plain.toString(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 1000})
    void eachAnswerIsThereWhenItsCommandIs(int cut) throws Exception {
        byte[] commands = deflated(octets("a NOOP\r\nb COMPRESS DEFLATE\r\nc APPEND INBOX {3+}\r\nxyz\r\n"));
        for (int at = 0; at < commands.length; at += cut) {
            give(java.util.Arrays.copyOfRange(commands, at, Math.min(commands.length, at + cut)));
        }
        assertEquals(
                "a OK NOOP completed\r\nb BAD COMPRESS is active\r\nc OK [APPENDUID 1000 2] APPEND completed\r\n",
                heard());
        give(deflated(octets("d SELECT INBOX\r\ne FETCH 1 BODY.PEEK[TEXT]\r\n")));
        assertTrue(out.waiting() == 0);
        byte[] sent = out.take();
        assertTrue(sent.length < 50_000, () -> "octets: " + sent.length);
        inflater.setInput(sent);
        byte[] plain = new byte[600_000];
        int length = inflater.inflate(plain);
        assertTrue(new String(plain, 0, length, StandardCharsets.ISO_8859_1).endsWith(")\r\ne OK FETCH completed\r\n"));
        assertTrue(length > 500_000);
    }

    @Test
    void whatHappensDuringIdleIsThereToo() throws Exception {
        give(deflated(octets("a SELECT INBOX\r\nb IDLE\r\n")));
        assertTrue(heard().endsWith("+ idling\r\n"));
        account.deliver("INBOX", "two", List.of());
        session.woken(out);
        assertTrue(heard().startsWith("* 2 EXISTS\r\n"));
        assertTrue(session.shutdown(out));
        assertEquals("* BYE Shutting down\r\n", heard());
    }

    @Test
    void logoutIsHeardToTheEnd() throws Exception {
        give(deflated(octets("a LOGOUT\r\n")));
        assertTrue(out.closed());
        assertEquals("* BYE Logging out\r\na OK LOGOUT completed\r\n", heard());
    }

    /** Megabytes of a command in a kilobyte: refused as if they had come as they are. */
    @Test
    void littleThatBecomesMuchTakesNoMoreMemory() throws Exception {
        give(deflated(octets("a CREATE " + "x".repeat(8_000_000) + "\r\nb NOOP\r\n")));
        assertEquals("a BAD command too long\r\nb OK NOOP completed\r\n", heard());
    }

    @Test
    void whatIsNotDeflateEndsTheConnection() throws Exception {
        give(octets("a NOOP\r\nb NOOP\r\n"));
        assertTrue(out.closed());
        assertTrue(heard().endsWith("* BYE Compressed data is invalid\r\n"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void damageEndsTheConnectionAtMost(long seed) throws IOException, DataFormatException {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 30 && !out.closed(); round++) {
            byte[] command = deflated(octets("a FETCH 1 (UID FLAGS)\r\n"));
            command[random.nextInt(command.length)] ^= (byte) (1 << random.nextInt(8));
            give(command);
        }
        String said = heard(); // throws where the answers are damaged too
        assertTrue(
                !out.closed()
                        || said.endsWith("* BYE Compressed data is invalid\r\n")
                        || said.contains("* BYE Too many"),
                said);
    }
}
