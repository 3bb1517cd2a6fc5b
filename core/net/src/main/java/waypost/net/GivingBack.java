package waypost.net;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import waypost.protocol.login.ReturnWord;

/**
 * The connection of a front end whose client a node gives back: collects what the client had said behind its last command, up to the front end's {@link
 * ReturnWord}, and sends it back, with its length in front. A client that has ended has had its last answer: no word comes. On the wire's loop.
 */
final class GivingBack implements WireHandler {
    /** RFC 8437 §3 has a client pipeline one command behind it. */
    static final int MOST = 64 * 1024;

    /** For a word that the front end says when it has heard ours. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final byte[] word;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(0);

    GivingBack(ReturnWord word) {
        this.word = word.octets();
    }

    @Override
    public void connected(Wire frontEnd) {
        frontEnd.idleAfter(PATIENCE);
    }

    @Override
    public void received(Wire frontEnd, ByteBuffer in) {
        byte[] octets = new byte[in.remaining()];
        in.get(octets);
        kept.writeBytes(octets);
        if (kept.size() > MOST + word.length) {
            frontEnd.close("too much to give back");
        } else {
            byte[] all = kept.toByteArray();
            int length = all.length - word.length;
            if (length >= 0 && Arrays.equals(all, length, all.length, word, 0, word.length)) {
                giveBack(frontEnd, Arrays.copyOf(all, length));
            }
        }
    }

    /** The front end's word is on its way. */
    @Override
    public void shutdown(Wire frontEnd) {
        // the listener waits a while
    }

    private static void giveBack(Wire frontEnd, byte[] rest) {
        frontEnd.write(ByteBuffer.allocate(Integer.BYTES + rest.length)
                .putInt(rest.length)
                .put(rest)
                .flip());
        frontEnd.flush();
        frontEnd.closeAfterFlush("client given back");
    }

    @Override
    public void closed(Wire frontEnd, String why) {}
}
