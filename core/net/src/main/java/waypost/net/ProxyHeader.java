package waypost.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Takes the PROXY protocol header, version 1 or 2, that a connection from a relay must begin with; the wire's peer becomes the client named
 * in it. On the wire's loop; gone after the header.
 */
final class ProxyHeader extends ChannelInboundHandlerAdapter {
    private final ChannelWire wire;
    private final Consumer<ChannelWire> next;
    private final Wire.Timer deadline;

    private ProxyHeader(ChannelWire wire, Consumer<ChannelWire> next) {
        this.wire = wire;
        this.next = next;
        this.deadline = wire.schedule(NetLimits.PROXY_HEADER, () -> wire.close("no PROXY header in time"));
    }

    static void require(ChannelWire wire, Consumer<ChannelWire> next) {
        wire.channel().pipeline().addLast(new HAProxyMessageDecoder(), new ProxyHeader(wire, next));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof HAProxyMessage header)) {
            context.fireChannelRead(message);
            return;
        }
        deadline.cancel();
        try {
            wire.peer(named(header));
        } finally {
            header.release();
        }
        next.accept(wire);
        context.pipeline().remove(this);
    }

    /** A LOCAL header, or one without addresses, is the relay's own connection: a health check. */
    private Peer named(HAProxyMessage header) {
        Peer relay = wire.peer();
        Optional<InetSocketAddress> client = address(header.sourceAddress(), header.sourcePort());
        Optional<InetSocketAddress> reached = address(header.destinationAddress(), header.destinationPort());
        if (header.command() == HAProxyCommand.LOCAL || client.isEmpty() || reached.isEmpty()) {
            return relay;
        }
        return new Peer(client.get(), reached.get(), Peer.Way.PROXY_HEADER, relay.internal(), Optional.empty());
    }

    private static Optional<InetSocketAddress> address(@org.jspecify.annotations.Nullable String host, int port) {
        Optional<InetAddress> address = host == null ? Optional.empty() : Names.literal(host);
        return address.map(known -> new InetSocketAddress(known, port));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        wire.metrics().refused("proxy-header");
        wire.close("bad PROXY header: " + Failures.text(cause));
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        deadline.cancel();
    }
}
