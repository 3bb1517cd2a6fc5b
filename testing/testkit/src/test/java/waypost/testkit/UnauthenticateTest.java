package waypost.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
import waypost.protocol.login.ReturnWord;

/** RFC 8437 behind a front end, and with the compression of RFC 4978. */
class UnauthenticateTest {
    private static final ReturnWord WORD = new ReturnWord("abcdefghijkl-_");
    private static final String ANSWER = "b OK UNAUTHENTICATE completed abcdefghijkl-_\r\n";

    private final MemoryAccount account = new MemoryAccount(1_000_000);
    private final RecordingOutput out = new RecordingOutput();
    private final Deflater deflater = new Deflater(9, true);
    private final Inflater inflater = new Inflater(true);
    private final ImapSession session = new ImapSession(
            account.open(),
            ImapExtensions.ALL,
            failure -> {
                throw new AssertionError(failure);
            },
            InstantSource.system(),
            Optional.of(WORD));

    @BeforeEach
    void begin() throws IOException {
        account.deliver("INBOX", "Subject: one\r\n\r\none", List.of());
        session.opened(out, () -> {});
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

    /** Says it in two pieces; returns what the session has left, of the second. */
    private String give(byte[] octets, int cut) throws IOException {
        ByteBuffer first = ByteBuffer.wrap(octets, 0, cut);
        session.received(first, out);
        if (session.released()) {
            return new String(octets, first.position(), octets.length - first.position(), StandardCharsets.ISO_8859_1);
        }
        ByteBuffer second = ByteBuffer.wrap(octets, cut, octets.length - cut);
        session.received(second, out);
        return new String(octets, second.position(), second.remaining(), StandardCharsets.ISO_8859_1);
    }

    private byte[] flushed(String plain) {
        deflater.setInput(octets(plain));
        byte[] buffer = new byte[plain.length() + 1000];
        return Arrays.copyOf(buffer, deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH));
    }

    private byte[] finished(String plain) {
        deflater.finish();
        return flushed(plain);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private void compress() throws IOException {
        assertEquals("", give(octets("a COMPRESS DEFLATE\r\n"), 0));
        assertEquals("a OK DEFLATE active\r\n", out.takeText());
    }

    @Test
    void theWordIsTheLast() throws IOException {
        String commands = "a NOOP\r\nb UNAUTHENTICATE\r\n";
        assertEquals("c NOOP\r\n", give(octets(commands + "c NOOP\r\n"), 0));
        assertTrue(session.released());
        assertEquals("a OK NOOP completed\r\n" + ANSWER, out.takeText());
        session.woken(out);
        assertFalse(session.shutdown(out));
        assertEquals("", out.takeText());
        assertFalse(out.closed());
    }

    @Test
    void itIsNoCommandWhileTheClientIdles() throws IOException {
        assertEquals("", give(octets("a IDLE\r\nb UNAUTHENTICATE\r\n"), 0));
        assertFalse(session.released());
        assertEquals("+ idling\r\na BAD Expected DONE\r\n", out.takeText());
    }

    /** A client that ends its compression says so, and goes on in clear. */
    @Test
    void compressionEndsBehindIt() throws Exception {
        byte[] compressed = finished("a SELECT INBOX\r\nb UNAUTHENTICATE\r\n");
        for (int cut = 0; cut <= compressed.length; cut++) {
            try (Another another = new Another()) {
                another.test.compress();
                assertEquals(
                        "c NOOP\r\n", another.test.give(joined(compressed, octets("c NOOP\r\n")), cut), "cut " + cut);
                another.test.heardAtTheEnd();
            }
        }
    }

    /** One that does not say so has flushed. */
    @Test
    void whatWasFlushedIsEnough() throws Exception {
        byte[] compressed = flushed("a SELECT INBOX\r\nb UNAUTHENTICATE\r\n");
        for (int cut = 0; cut <= compressed.length; cut++) {
            try (Another another = new Another()) {
                another.test.compress();
                assertEquals("", another.test.give(compressed, cut), "cut " + cut);
                another.test.heardAtTheEnd();
            }
        }
    }

    /** A session of its own for each cut. */
    private static final class Another implements AutoCloseable {
        private final UnauthenticateTest test = new UnauthenticateTest();

        Another() throws IOException {
            test.begin();
        }

        @Override
        public void close() {
            test.close();
        }
    }

    private void heardAtTheEnd() throws DataFormatException {
        assertTrue(session.released());
        byte[] sent = out.take();
        inflater.setInput(sent);
        byte[] plain = new byte[10_000];
        int length = inflater.inflate(plain);
        length += inflater.inflate(plain, length, plain.length - length);
        assertTrue(inflater.finished());
        assertEquals(0, inflater.getRemaining());
        String heard = new String(plain, 0, length, StandardCharsets.ISO_8859_1);
        assertTrue(heard.endsWith("] SELECT completed\r\n" + ANSWER), heard);
        assertArrayEquals(WORD.octets(), Arrays.copyOfRange(sent, sent.length - ReturnWord.OCTETS, sent.length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"b UNAUTHENTICATE\r\nc", "b UNAUTHENTICATE\r\n\0"})
    void nothingCompressedFollows(String commands) throws Exception {
        compress();
        give(flushed(commands), 0);
        assertFalse(session.released());
        assertTrue(out.closed());
        inflater.setInput(out.take());
        byte[] plain = new byte[1000];
        assertEquals(
                "* BYE Compressed data is invalid\r\n",
                new String(plain, 0, inflater.inflate(plain), StandardCharsets.ISO_8859_1));
    }
}
