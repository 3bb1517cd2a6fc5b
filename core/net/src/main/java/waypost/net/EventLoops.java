package waypost.net;

import com.codahale.metrics.MetricRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import jdk.net.ExtendedSocketOptions;

/** {@link Net} on Netty. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the channel, which the handler hears of
final class EventLoops implements Net {
    private static final int QUIET_SECONDS = 5;

    /** Between probes that are not answered; the system's number of them ends the connection. */
    private static final int PROBE_AGAIN_SECONDS = 60;

    private final MultiThreadIoEventLoopGroup group;
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final NetMetrics metrics;
    private final NetMetrics.Service outgoing;
    private final SessionIds ids = new SessionIds();
    private final Names names = new Names();
    private final SourceAddresses sources;

    EventLoops(int threads, MetricRegistry registry, SourceAddresses sources) {
        this.sources = sources;
        group = new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("net", true), LoopIo.factory());
        metrics = new NetMetrics(registry);
        outgoing = metrics.service("out");
    }

    @Override
    public Listener listen(ListenerSpec spec, Function<Wire, WireHandler> handlers) throws IOException {
        Acceptor acceptor = new Acceptor(spec, handlers, metrics.service(spec.name()), ids, channels);
        acceptor.bind(group);
        return acceptor;
    }

    @Override
    public Wire connect(Dial dial, WireHandler handler) {
        EventLoop loop = dial.sameLoopAs()
                .map(wire -> ((ChannelWire) wire).channel().eventLoop())
                .orElseGet(group::next);
        boolean local = dial.to() instanceof Endpoint.Local;
        Channel channel = local ? new LocalChannel() : socket();
        configure(channel.config(), !local);
        channel.config()
                .setConnectTimeoutMillis(
                        Math.toIntExact(Math.max(1, dial.timeout().toMillis())));
        channels.add(channel);
        ChannelWire wire = new ChannelWire(channel, ids.next(), peer(dial.to()), outgoing);
        wire.mayStartTls(dial.encryption().byCommand());
        Optional<SslHandler> tls =
                dial.encryption().fromTheFirstByte().map(clientTls -> clientTls.handler(channel.alloc()));
        wire.begin(handler, tls.orElse(null));
        if (dial.announced()) {
            Announcement.of(dial.sameLoopAs().map(Wire::peer)).ahead(channel);
        }
        loop.register(channel).addListener(registered -> {
            if (registered.isSuccess()) {
                dial.places().ifPresentOrElse(places -> target(wire, dial, places), () -> target(wire, dial));
            }
        });
        return wire;
    }

    private void target(ChannelWire wire, Dial dial, Places places) {
        if (places.take()) {
            wire.channel().closeFuture().addListener(closed -> places.leave());
            target(wire, dial);
        } else {
            wire.close(places.full());
        }
    }

    private void target(ChannelWire wire, Dial dial) {
        outgoing.opened();
        wire.channel().closeFuture().addListener(closed -> outgoing.closed());
        switch (dial.to()) {
            case Endpoint.Local(var name) -> connect(wire, new LocalAddress(name), Optional.empty());
            case Endpoint.Socket(var host, var port) -> {
                Optional<InetAddress> literal = Names.literal(host);
                if (literal.isPresent()) {
                    connect(wire, literal.get(), port);
                    return;
                }
                Wire.Timer slow =
                        wire.schedule(dial.timeout(), () -> wire.close("looking up " + host + " takes too long"));
                names.lookUp(host)
                        .whenCompleteAsync(
                                (address, failure) -> {
                                    slow.cancel();
                                    if (failure == null) {
                                        connect(wire, address, port);
                                    } else {
                                        wire.close("unknown host " + host);
                                    }
                                },
                                wire.loop());
            }
        }
    }

    private void connect(ChannelWire wire, InetAddress address, int port) {
        connect(wire, new InetSocketAddress(address, port), sources.towards(address));
    }

    private static void connect(ChannelWire wire, SocketAddress address, Optional<InetAddress> source) {
        if (!wire.open()) {
            return;
        }
        source.ifPresent(from -> chooseNoPort(wire.channel().config()));
        ChannelFuture connecting = wire.channel()
                .connect(
                        address,
                        source.map(from -> new InetSocketAddress(from, 0)).orElse(null));
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                String from = source.map(own -> " from " + own.getHostAddress()).orElse("");
                wire.close("cannot connect" + from + ": " + Failures.text(done.cause()));
            }
        });
    }

    /** Before the address of an end is set: its port is chosen when the other end is known, so that the same will do towards another one. */
    private static void chooseNoPort(ChannelConfig config) {
        if (Epoll.isAvailable()) {
            config.setOption(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true);
        }
    }

    private static Peer peer(Endpoint to) {
        return switch (to) {
            case Endpoint.Local(var name) -> inProcess(name, false);
            case Endpoint.Socket(var host, var port) -> {
                InetSocketAddress remote = InetSocketAddress.createUnresolved(host, port);
                yield new Peer(remote, Acceptor.UNKNOWN, Peer.Way.SOCKET, false, Optional.empty());
            }
        };
    }

    static Peer inProcess(String name, boolean internal) {
        InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return new Peer(
                here, InetSocketAddress.createUnresolved(name, 0), Peer.Way.IN_PROCESS, internal, Optional.empty());
    }

    private static Channel socket() {
        return Epoll.isAvailable() ? new EpollSocketChannel() : new NioSocketChannel();
    }

    static void configure(ChannelConfig config, boolean socket) {
        config.setWriteBufferWaterMark(new WriteBufferWaterMark(NetLimits.WRITE_AGAIN, NetLimits.WRITE_BOUND));
        config.setMessageSizeEstimator(FileSlice.SIZES);
        if (socket) { // Netty itself sets TCP_NODELAY
            config.setOption(ChannelOption.SO_KEEPALIVE, true);
            config.setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        }
    }

    /** The kernel asks the other end after a silence whether it is there; what lies between, as NAT, sees that the connection is. */
    static void probe(ChannelConfig config, Duration silence) {
        int seconds = Math.toIntExact(silence.toSeconds());
        config.setOption(
                Epoll.isAvailable()
                        ? EpollChannelOption.TCP_KEEPIDLE
                        : NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE),
                seconds);
        config.setOption(
                Epoll.isAvailable()
                        ? EpollChannelOption.TCP_KEEPINTVL
                        : NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL),
                PROBE_AGAIN_SECONDS);
    }

    @Override
    public void close() {
        channels.close().awaitUninterruptibly();
        names.close();
        group.shutdownGracefully(0, QUIET_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
