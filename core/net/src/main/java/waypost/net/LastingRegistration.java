package waypost.net;

import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoOps;

/**
 * A socket's place in epoll, kept for as long as the socket is open. Netty (4.2.18) takes a socket that waits for nothing out of epoll, and
 * then fails to have it wait again: so a socket whose peer had ended while it was not read lost what was still to be written. Waiting for
 * nothing is here to be told of errors only, once. On the socket's loop.
 */
record LastingRegistration(IoRegistration place) implements IoRegistration {
    @Override
    public <T> T attachment() {
        return place.attachment();
    }

    @Override
    public long submit(IoOps ops) {
        return place.submit(ops.equals(EpollIoOps.NONE) ? EpollIoOps.EPOLLET : ops);
    }

    @Override
    public boolean isValid() {
        return place.isValid();
    }

    @Override
    public boolean cancel() {
        return place.cancel();
    }
}
