package waypost.net;

import java.nio.ByteBuffer;

/** Reads and says nothing. */
final class Silent implements WireHandler {
    @Override
    public void connected(Wire wire) {}

    @Override
    public void received(Wire wire, ByteBuffer in) {
        in.position(in.limit());
    }

    @Override
    public void closed(Wire wire, String why) {}
}
