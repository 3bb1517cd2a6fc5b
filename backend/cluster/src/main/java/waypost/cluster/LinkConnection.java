package waypost.cluster;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.identity.NodeName;
import waypost.net.Wire;
import waypost.net.WireHandler;
import waypost.protocol.link.LinkCodec;
import waypost.protocol.link.LinkMessage;

/**
 * One connection of the link, of either direction: says hello, hears hello, then carries messages. Hello is repeated, so that a side which
 * hears nothing any more knows that the other is gone. On the wire's loop, but for {@link #send} and {@link #close}.
 */
final class LinkConnection implements WireHandler {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.cluster");
    private static final Duration BEAT = Duration.ofSeconds(20);

    /** Beats without a byte from the other side. */
    private static final int SILENT = 3;

    /** Messages that may wait to be written, of those that may as well be lost. */
    private static final int OFFERED = 1000;

    private final LinkService service;
    private final LinkService.Check check;
    private final Consumer<LinkConnection> changed;
    private final Semaphore room = new Semaphore(OFFERED);
    private volatile Optional<Wire> wire = Optional.empty();
    private volatile Optional<NodeName> peer = Optional.empty();
    private volatile int version;
    private String why = "";
    private int silent;

    /** @param changed told when it stands, and when it does not or no longer */
    LinkConnection(LinkService service, LinkService.Check check, Consumer<LinkConnection> changed) {
        this.service = service;
        this.check = check;
        this.changed = changed;
    }

    /** Whether the other has said hello, and nobody goodbye. */
    boolean stands() {
        return peer.isPresent();
    }

    /** Who has said hello. */
    Optional<NodeName> peer() {
        return peer;
    }

    /** Of the messages that the other knows. */
    int version() {
        return version;
    }

    /** What ended it, for the log. */
    String why() {
        return why;
    }

    @Override
    public void connected(Wire standing) {
        wire = Optional.of(standing);
        standing.limit(LinkCodec.MAX_FRAME + Integer.BYTES);
        beat(standing);
        if (service.closed()) {
            standing.close("shutdown");
        }
    }

    private void beat(Wire standing) {
        if (!standing.open()) {
            return;
        }
        silent++;
        if (silent > SILENT) {
            standing.close("the other node is silent");
            return;
        }
        write(standing, service.hello());
        standing.schedule(BEAT, () -> beat(standing));
    }

    @Override
    public void received(Wire from, ByteBuffer in) {
        silent = 0;
        while (from.open()) {
            switch (LinkCodec.decode(in)) {
                case LinkCodec.Decoded.Partial _ -> {
                    return;
                }
                case LinkCodec.Decoded.Broken(var reason) -> from.close(reason);
                case LinkCodec.Decoded.Skipped _ -> {}
                case LinkCodec.Decoded.Message(var message) -> heard(from, message);
            }
        }
    }

    private void heard(Wire from, LinkMessage message) {
        if (message instanceof LinkMessage.Hello hello) {
            if (peer.isEmpty()) {
                greeted(from, hello);
            }
        } else if (peer.isPresent()) {
            service.heard(peer.get(), message, this);
        } else {
            from.close("no hello first");
        }
    }

    private void greeted(Wire from, LinkMessage.Hello hello) {
        Optional<String> refused = check.refuse(from.peer(), hello.node());
        if (refused.isPresent()) {
            LOG.warn("event=link-refused peer={} why=\"{}\"", from.peer().client(), refused.get());
            from.close(refused.get());
            return;
        }
        if (!hello.nodes().equals(service.hello().nodes())) {
            LOG.warn("event=node-lists-differ node={}", hello.node());
        }
        version = hello.version();
        peer = Optional.of(hello.node());
        changed.accept(this);
    }

    /** Any thread. */
    void send(LinkMessage message) {
        wire.ifPresent(standing -> standing.loop().execute(() -> {
            if (standing.open()) {
                write(standing, message);
            }
        }));
    }

    /** Any thread. The same, unless too much waits to leave already: then the message is lost. */
    void offer(LinkMessage message) {
        wire.filter(_ -> room.tryAcquire())
                .ifPresent(standing -> standing.loop().execute(() -> {
                    room.release();
                    if (standing.open() && standing.writable()) {
                        write(standing, message);
                    }
                }));
    }

    private static void write(Wire standing, LinkMessage message) {
        standing.write(LinkCodec.encode(message));
        standing.flush();
    }

    /** Any thread. */
    void close() {
        wire.ifPresent(standing -> standing.close("shutdown"));
    }

    @Override
    public void closed(Wire gone, String reason) {
        peer = Optional.empty();
        why = reason;
        service.forget(this);
        changed.accept(this);
    }
}
