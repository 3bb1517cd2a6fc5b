package waypost.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalServerChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A {@link Listener}: accepts within its limits, finds out who the client is, and starts its session. */
@SuppressWarnings("FutureReturnValueIgnored") // what fails closes the channel
final class Acceptor implements Listener {
    static final InetSocketAddress UNKNOWN = InetSocketAddress.createUnresolved("unknown", 0);
    private static final int BACKLOG = 1024;

    private final ListenerSpec spec;
    private final Function<Wire, WireHandler> handlers;
    private final NetMetrics.Service metrics;
    private final SessionIds ids;
    private final ChannelGroup channels;
    private final ClientCount clients;
    private final Set<ChannelWire> wires = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> empty = new CompletableFuture<>();
    private volatile boolean stopping;
    private @Nullable Channel server;

    Acceptor(
            ListenerSpec spec,
            Function<Wire, WireHandler> handlers,
            NetMetrics.Service metrics,
            SessionIds ids,
            ChannelGroup channels) {
        this.spec = spec;
        this.handlers = handlers;
        this.metrics = metrics;
        this.ids = ids;
        this.channels = channels;
        this.clients = new ClientCount(spec.maxPerClient());
    }

    void bind(EventLoopGroup group) throws IOException {
        boolean socket = spec.bind() instanceof Endpoint.Socket;
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channel(channelType(socket))
                .handler(new AcceptFailures(metrics))
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accept(channel, socket);
                    }
                });
        if (socket) {
            bootstrap.option(ChannelOption.SO_BACKLOG, BACKLOG).option(ChannelOption.SO_REUSEADDR, true);
        }
        ChannelFuture bound = bootstrap.bind(bindAddress()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen on " + spec.bind() + ": " + Failures.text(bound.cause()), bound.cause());
        }
        server = bound.channel();
        channels.add(bound.channel());
    }

    private static Class<? extends ServerChannel> channelType(boolean socket) {
        if (!socket) {
            return LocalServerChannel.class;
        }
        return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    private SocketAddress bindAddress() {
        return switch (spec.bind()) {
            case Endpoint.Socket(var host, var port) -> new InetSocketAddress(host, port);
            case Endpoint.Local(var name) -> new LocalAddress(name);
        };
    }

    private void accept(Channel channel, boolean socket) {
        EventLoops.configure(channel.config(), socket);
        if (socket) {
            spec.probedAfter().ifPresent(silence -> EventLoops.probe(channel.config(), silence));
        }
        Peer peer = socket
                ? new Peer(
                        (InetSocketAddress) channel.remoteAddress(),
                        (InetSocketAddress) channel.localAddress(),
                        Peer.Way.SOCKET,
                        spec.internal(),
                        Optional.empty())
                : EventLoops.inProcess(spec.bind().toString(), spec.internal());
        ChannelWire wire = new ChannelWire(channel, ids.next(), peer, metrics);
        channels.add(channel);
        metrics.opened();
        wires.add(wire);
        channel.closeFuture().addListener(closed -> forget(wire));
        if (stopping || wires.size() > spec.maxConnections()) {
            refuse(wire, "connections");
        } else if (peer.way() == Peer.Way.SOCKET) {
            admitSocket(wire);
        } else {
            start(wire, false);
        }
    }

    private void admitSocket(ChannelWire wire) {
        boolean proxied = spec.proxied().stream()
                .anyMatch(network -> network.contains(wire.peer().remote().getAddress()));
        if (proxied) {
            ProxyHeader.require(wire, this::headerRead);
        } else if (admit(wire)) {
            wire.channel().pipeline().addLast(new ProxyHeaderRefusal(wire));
            start(wire, false);
        }
    }

    /** The client behind a PROXY protocol header is known. */
    private void headerRead(ChannelWire wire) {
        if (admit(wire)) {
            start(wire, true);
        }
    }

    private boolean admit(ChannelWire wire) {
        var client = wire.peer().remote().getAddress();
        if (!clients.enter(client)) {
            refuse(wire, "connections-of-client");
            return false;
        }
        wire.channel().closeFuture().addListener(closed -> clients.leave(client));
        return true;
    }

    private void refuse(ChannelWire wire, String reason) {
        metrics.refused(reason);
        wire.close("too many " + reason);
    }

    private void start(ChannelWire wire, boolean active) {
        WireHandler handler = handlers.apply(wire);
        if (spec.protection() instanceof Protection.Implicit(var tls)) {
            wire.begin(handler, tls.handler(wire.channel().alloc()));
        } else {
            Reading reading = wire.begin(handler, null);
            if (active) {
                reading.stand();
            }
        }
    }

    private void forget(ChannelWire wire) {
        metrics.closed();
        wires.remove(wire);
        if (stopping && wires.isEmpty()) {
            empty.complete(null);
        }
    }

    private Channel server() {
        Channel bound = server;
        if (bound == null) {
            throw new IllegalStateException("not bound");
        }
        return bound;
    }

    @Override
    public InetSocketAddress address() {
        return server().localAddress() instanceof InetSocketAddress inet
                ? inet
                : InetSocketAddress.createUnresolved(spec.bind().toString(), 0);
    }

    @Override
    public int connections() {
        return wires.size();
    }

    @Override
    public CompletionStage<Void> stop(Duration drain) {
        stopping = true;
        Channel bound = server();
        bound.close().addListener(closed -> {
            if (wires.isEmpty()) {
                empty.complete(null);
            }
        });
        wires.forEach(wire -> wire.loop().execute(wire::shutdown));
        bound.eventLoop()
                .schedule(() -> wires.forEach(wire -> wire.close("shutdown")), drain.toNanos(), TimeUnit.NANOSECONDS);
        return empty.minimalCompletionStage();
    }
}
