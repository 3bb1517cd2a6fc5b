package waypost.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Closes a connection that begins with a PROXY protocol header though it does not come from a named relay. Looks at the first bytes only; as
 * soon as they are something else it passes them on and is gone.
 */
final class ProxyHeaderRefusal extends ByteToMessageDecoder {
    private static final List<byte[]> SIGNATURES = List.of(
            "PROXY ".getBytes(StandardCharsets.US_ASCII), "\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.US_ASCII));

    private final ChannelWire wire;

    ProxyHeaderRefusal(ChannelWire wire) {
        this.wire = wire;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        boolean possible = false;
        for (byte[] signature : SIGNATURES) {
            int compared = Math.min(signature.length, in.readableBytes());
            if (begins(in, signature, compared)) {
                possible = true;
                if (compared == signature.length) {
                    in.skipBytes(in.readableBytes());
                    wire.metrics().refused("proxy-header");
                    wire.close("PROXY header from outside the named networks");
                    return;
                }
            }
        }
        if (!possible) {
            context.pipeline().remove(this);
        }
    }

    private static boolean begins(ByteBuf in, byte[] signature, int length) {
        for (int i = 0; i < length; i++) {
            if (in.getByte(in.readerIndex() + i) != signature[i]) {
                return false;
            }
        }
        return true;
    }
}
