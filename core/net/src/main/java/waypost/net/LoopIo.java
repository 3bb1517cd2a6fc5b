package waypost.net;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.local.LocalIoHandle;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.nio.NioIoHandler;

/**
 * What an event loop waits for: sockets, by epoll or NIO. In-process channels live on the same loop, so that any two wires can be joined;
 * they need no waiting, as all they do is run tasks.
 */
final class LoopIo implements IoHandler {
    private final IoHandler sockets;
    private final IoHandler local;

    private LoopIo(IoHandler sockets, IoHandler local) {
        this.sockets = sockets;
        this.local = local;
    }

    static IoHandlerFactory factory() {
        IoHandlerFactory sockets = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        IoHandlerFactory local = LocalIoHandler.newFactory();
        return executor -> new LoopIo(sockets.newHandler(executor), local.newHandler(executor));
    }

    private IoHandler of(Class<? extends IoHandle> type) {
        return LocalIoHandle.class.isAssignableFrom(type) ? local : sockets;
    }

    @Override
    public void initialize() {
        sockets.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
        return sockets.run(context);
    }

    @Override
    public void wakeup() {
        sockets.wakeup();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        IoRegistration registration = of(handle.getClass()).register(handle);
        return handle instanceof EpollIoHandle ? new LastingRegistration(registration) : registration;
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> type) {
        return of(type).isCompatible(type);
    }

    @Override
    public void prepareToDestroy() {
        local.prepareToDestroy();
        sockets.prepareToDestroy();
    }

    @Override
    public void destroy() {
        local.destroy();
        sockets.destroy();
    }
}
