package waypost.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageEncoder;
import io.netty.handler.codec.haproxy.HAProxyProtocolVersion;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Begins a connection with a PROXY protocol header of version 2, which says whose it is. On the wire's loop; gone behind the header. */
final class Announcement extends ChannelInboundHandlerAdapter {
    private final HAProxyMessage header;

    private Announcement(HAProxyMessage header) {
        this.header = header;
    }

    /** @param client for whom the connection is; without one, and for one in this process, it is our own, which is a header without addresses */
    static Announcement of(Optional<Peer> client) {
        return new Announcement(client.filter(Announcement::addressed)
                .map(known -> header(known.remote(), known.local()))
                .orElseGet(() -> new HAProxyMessage(
                        HAProxyProtocolVersion.V2,
                        HAProxyCommand.LOCAL,
                        HAProxyProxiedProtocol.UNKNOWN,
                        null,
                        null,
                        0,
                        0)));
    }

    private static boolean addressed(Peer client) {
        return client.way() != Peer.Way.IN_PROCESS
                && !client.remote().isUnresolved()
                && !client.local().isUnresolved()
                && ipv4(client.remote()) == ipv4(client.local());
    }

    private static boolean ipv4(InetSocketAddress address) {
        return address.getAddress() instanceof Inet4Address;
    }

    private static HAProxyMessage header(InetSocketAddress client, InetSocketAddress reached) {
        return new HAProxyMessage(
                HAProxyProtocolVersion.V2,
                HAProxyCommand.PROXY,
                ipv4(client) ? HAProxyProxiedProtocol.TCP4 : HAProxyProxiedProtocol.TCP6,
                client.getAddress().getHostAddress(),
                reached.getAddress().getHostAddress(),
                client.getPort(),
                reached.getPort());
    }

    /** Puts it where it writes before all that is in the pipeline, TLS included. */
    void ahead(Channel channel) {
        channel.pipeline().addFirst(HAProxyMessageEncoder.INSTANCE, this);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.writeAndFlush(header).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        context.fireChannelActive();
        context.pipeline().remove(HAProxyMessageEncoder.INSTANCE);
        context.pipeline().remove(this);
    }
}
