package waypost.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.identity.NodeName;
import waypost.identity.TransferId;
import waypost.net.Dial;
import waypost.net.MailDialer;
import waypost.net.Net;
import waypost.net.Wire;
import waypost.net.WireHandler;
import waypost.protocol.smtp.LmtpClient;
import waypost.protocol.smtp.LmtpEvent;

/**
 * Brings DONE to nodes that did not answer it on the connection that had the message: repeated until answered, over a connection of its own,
 * one at a time to each node. A node that is away for an hour is given up: it takes a later equal message for a repetition, for as long as it
 * remembers the first. Safe for threads.
 */
public final class DoneCourier {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.smtp");

    static final Duration PATIENCE = Duration.ofHours(1);

    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final int WAITING = 10_000;

    private final Net net;
    private final MailDialer dialer;
    private final InstantSource clock;
    private final Map<NodeName, Map<TransferId, Instant>> owed = new HashMap<>();
    private final Set<NodeName> underWay = new HashSet<>();

    public DoneCourier(Net net, MailDialer dialer, InstantSource clock) {
        this.net = net;
        this.dialer = dialer;
        this.clock = clock;
    }

    /** The node did not answer DONE. */
    void owe(NodeName node, TransferId transfer) {
        synchronized (this) {
            Map<TransferId, Instant> waiting = owed.computeIfAbsent(node, any -> new LinkedHashMap<>());
            if (waiting.size() >= WAITING) {
                LOG.warn("event=done-given-up node={} transfer={} why=\"too many wait\"", node, transfer);
                return;
            }
            waiting.putIfAbsent(transfer, clock.instant());
            if (!underWay.add(node)) {
                return;
            }
        }
        go(node);
    }

    private void go(NodeName node) {
        Optional<Dial> dial = dialer.dial(node);
        if (dial.isPresent()) {
            net.connect(dial.get(), new Errand(node, new LmtpClient(dialer.peer(node))));
        } else {
            giveUp(node, Instant.MAX);
        }
    }

    /** What to say next; when that is nothing, the errand is over. */
    private synchronized Optional<TransferId> next(NodeName node) {
        Optional<TransferId> first =
                owed.getOrDefault(node, Map.of()).keySet().stream().findFirst();
        if (first.isEmpty()) {
            owed.remove(node);
            underWay.remove(node);
        }
        return first;
    }

    private synchronized void answered(NodeName node, TransferId transfer) {
        owed.getOrDefault(node, new HashMap<>()).remove(transfer);
    }

    /** Returns whether anything is left to say. */
    private synchronized boolean giveUp(NodeName node, Instant before) {
        owed.getOrDefault(node, new HashMap<>()).entrySet().removeIf(entry -> {
            boolean old = entry.getValue().isBefore(before);
            if (old) {
                LOG.warn("event=done-given-up node={} transfer={} why=\"node is away\"", node, entry.getKey());
            }
            return old;
        });
        return next(node).isPresent();
    }

    /** One connection. On its event loop. */
    private final class Errand implements WireHandler {
        private final NodeName node;
        private final LmtpClient client;
        private boolean over;

        Errand(NodeName node, LmtpClient client) {
            this.node = node;
            this.client = client;
        }

        @Override
        public void connected(Wire wire) {
            wire.idleAfter(ANSWER);
            try {
                client.connected(wire.output());
                wire.flush();
            } catch (IOException gone) {
                wire.close(String.valueOf(gone.getMessage()));
            }
        }

        @Override
        public void received(Wire wire, ByteBuffer in) {
            try {
                LmtpEvent event = client.receive(in, wire.output());
                while (!(event instanceof LmtpEvent.More) && wire.open()) {
                    heard(wire, event);
                    if (event instanceof LmtpEvent.StartTls) {
                        return;
                    }
                    event = client.receive(in, wire.output());
                }
                wire.flush();
            } catch (IOException gone) {
                wire.close(String.valueOf(gone.getMessage()));
            }
        }

        private void heard(Wire wire, LmtpEvent event) throws IOException {
            switch (event) {
                case LmtpEvent.StartTls _ -> wire.startTls(this);
                case LmtpEvent.Ready _ -> say(wire);
                case LmtpEvent.DoneAnswered(var transfer, var reply)
                when reply.positive() -> {
                    answered(node, transfer);
                    say(wire);
                }
                case LmtpEvent.Farewell _ -> wire.close("done");
                case LmtpEvent other -> wire.close("unexpected: " + other);
            }
        }

        private void say(Wire wire) throws IOException {
            Optional<TransferId> next = next(node);
            if (next.isPresent()) {
                client.done(next.get(), wire.output());
            } else {
                over = true;
                client.quit(wire.output());
            }
        }

        @Override
        public void closed(Wire wire, String why) {
            if (!over && giveUp(node, clock.instant().minus(PATIENCE))) {
                wire.schedule(PAUSE, () -> go(node));
            }
        }
    }
}
