package waypost.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.protocol.login.ReturnWord;

class ReturnWatchTest {
    private static final ReturnWord WORD = new ReturnWord("Word_of-14-ABC");
    private static final String LAST = "Word_of-14-ABC\r\n";

    private static boolean said(ReturnWatch watch, String text) {
        ByteBuf octets = Unpooled.copiedBuffer("xx" + text, StandardCharsets.ISO_8859_1);
        try {
            return watch.said(octets.skipBytes(2));
        } finally {
            octets.release();
        }
    }

    private static ReturnWatch watch() {
        return new ReturnWatch(WORD, new Silent());
    }

    @Test
    void aWordIsHeardInWhateverPiecesItComes() {
        String stream = "a OK " + LAST;
        for (int first = 0; first <= stream.length(); first++) {
            for (int second = first; second <= stream.length(); second++) {
                ReturnWatch watch = watch();
                boolean early = said(watch, stream.substring(0, first));
                boolean later = said(watch, stream.substring(first, second));
                assertEquals(first == stream.length(), early);
                assertEquals(second == stream.length(), later);
                assertTrue(said(watch, stream.substring(second)), first + ", " + second);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Word_of-14-ABC\r\n ",
                "Word_of-14-ABC\r",
                "word_of-14-ABC\r\n",
                "Word_of-14-ABC \r\n",
                "Word_of-\0\0\0\0\0\0\0\0",
                "\0\0\0\0\0\0\0\0" + "14-ABC\r\n",
            })
    void nothingElseIsOne(String text) {
        assertFalse(said(watch(), text));
    }

    @Test
    void theSameIsSaidBack() {
        assertEquals(LAST, StandardCharsets.US_ASCII.decode(watch().word()).toString());
    }
}
