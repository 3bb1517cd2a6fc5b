package waypost.net;

import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/**
 * The connection of a node that gives its client back, at the front end: brings what the relay had passed on and the node has not used, as {@link
 * GivingBack} sends it, ahead of what the client says meanwhile. On the client's loop.
 */
final class TakingBack implements WireHandler {
    /** For an answer that is on its way already, but for a round trip. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ChannelWire client;
    private final Reading waiting;
    private final Runnable ended;

    /**
     * Of a client.
     *
     * @param waiting what reads the client from then on
     * @param ended runs when the node is done with
     */
    TakingBack(ChannelWire client, Reading waiting, Runnable ended) {
        this.client = client;
        this.waiting = waiting;
        this.ended = ended;
    }

    @Override
    public void connected(Wire node) {
        node.limit(Integer.BYTES + GivingBack.MOST);
        node.idleAfter(PATIENCE);
    }

    @Override
    public void received(Wire node, ByteBuffer in) {
        if (in.remaining() < Integer.BYTES) {
            return;
        }
        int length = in.getInt(in.position());
        if (length < 0 || length > GivingBack.MOST) {
            node.close("nothing that could be given back");
        } else if (in.remaining() >= Integer.BYTES + length) {
            byte[] rest = new byte[length];
            in.get(in.position() + Integer.BYTES, rest);
            in.position(in.limit());
            takeOver(rest);
            node.close("client is back");
        }
    }

    private void takeOver(byte[] rest) {
        if (client.open()) {
            waiting.takeOver(List.of(Unpooled.wrappedBuffer(rest)));
            client.read(true);
        }
    }

    @Override
    public void closed(Wire node, String why) {
        if (!waiting.stands()) {
            client.closeAfterFlush("other side: " + why);
        }
        ended.run();
    }
}
