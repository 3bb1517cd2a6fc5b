package waypost.net;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A pipe between a client and a node: knows nothing of what passes, but may know a word with which it ends. Both wires are on one event loop, so nothing here is shared between
 * threads but the counts. A side that does not take its bytes stops the other's reading at {@link NetLimits#WRITE_BOUND}.
 */
public final class Relay {
    /** How long after the node's last bytes its answer is taken to be complete, where the listener stops. */
    private static final Duration QUIET = Duration.ofMillis(300);

    /** How long one direction may go on without a byte after the other has ended. */
    static final Duration HALF_OPEN = Duration.ofMinutes(1);

    private final AtomicLong fromClient = new AtomicLong();
    private final AtomicLong fromNode = new AtomicLong();
    private final Terms terms;
    private final Runnable ended;
    private int open = 2;
    private boolean revoked;
    private boolean said;
    private long lastPassed = System.nanoTime();
    private @Nullable RelayEnd talker;

    /** What is said to a client whose log-in is good no more, where its protocol has a word for that. */
    @FunctionalInterface
    interface Farewell {
        void say(Wire client) throws IOException;
    }

    /**
     * What holds for a relay.
     *
     * @param idle closes both wires after so long without a byte; zero for never
     * @param watch tells when the node gives the client back
     */
    record Terms(Duration idle, @Nullable ReturnWatch watch, Farewell farewell) {}

    private Relay(Terms terms, Runnable ended) {
        this.terms = terms;
        this.ended = ended;
    }

    /**
     * Makes the pipe, in one order: both relay ends in place; the former handlers out, which passes on what they had not consumed; idle time
     * set; reading on. Neither handler is called again. From a handler's own call it takes effect when that call is over.
     *
     * @param idle closes both after so long without a byte; zero for never
     * @param closed runs once, on the loop, when both wires are closed
     */
    public static Relay join(Wire client, Wire node, Duration idle, Runnable closed) {
        return join(client, node, new Terms(idle, null, _ -> {}), closed);
    }

    static Relay join(Wire client, Wire node, Terms terms, Runnable closed) {
        ChannelWire clientSide = (ChannelWire) client;
        ChannelWire nodeSide = (ChannelWire) node;
        if (clientSide.channel().eventLoop() != nodeSide.channel().eventLoop()) {
            throw new IllegalArgumentException("the wires are on different event loops");
        }
        Relay relay = new Relay(terms, closed);
        clientSide.change(() -> nodeSide.change(() -> relay.connect(clientSide, nodeSide)));
        return relay;
    }

    private void connect(ChannelWire client, ChannelWire node) {
        RelayEnd clientEnd = new RelayEnd(this, client, node, fromClient, null);
        RelayEnd nodeEnd = new RelayEnd(this, node, client, fromNode, terms.watch());
        Reading clientReading = client.reading();
        Reading nodeReading = node.reading();
        client.mode(clientEnd);
        node.mode(nodeEnd);
        clientReading.remove();
        nodeReading.remove();
        client.idleAfter(terms.idle());
        node.idleAfter(Duration.ZERO);
        clientEnd.begin();
        nodeEnd.begin();
    }

    /** Bytes that came from the client. Any thread. */
    public long clientBytes() {
        return fromClient.get();
    }

    /** Bytes that came from the node. Any thread. */
    public long nodeBytes() {
        return fromNode.get();
    }

    /** Bytes have come to this end. */
    void passed(RelayEnd from) {
        talker = from;
        lastPassed = System.nanoTime();
    }

    /** The listener stops: ends when the other side has the last word, as far as that can be told without understanding it. */
    void endWhenQuiet(RelayEnd client, Wire wire) {
        if (talker != client && System.nanoTime() - lastPassed >= QUIET.toNanos()) {
            wire.closeAfterFlush("shutdown");
        } else if (wire.open()) {
            wire.schedule(QUIET, () -> endWhenQuiet(client, wire));
        }
    }

    /**
     * The node gives the client back, and says nothing more until it hears the word, behind all that the client was passed on: not by the end of
     * the direction, which not every TLS has for itself. A client that has ended has had its last answer, as the node knows.
     */
    void takeBack(ChannelWire client, ChannelWire node, ReturnWatch watch) {
        if (!client.open() || client.inputEnded()) {
            return;
        }
        client.read(false);
        client.flush();
        Reading waiting = new Reading(client, watch.next(), true);
        client.replace(waiting);
        Reading answer = new Reading(node, new TakingBack(client, waiting, ended), true);
        node.replace(answer);
        answer.takeOver(List.of());
        node.write(watch.word());
        node.flush();
        node.read(true);
    }

    /** The log-in is good no more. */
    void revoke() {
        revoked = true;
    }

    boolean revoked() {
        return revoked;
    }

    /** The node has said its last: what a client hears behind that, once. */
    void farewell(ChannelWire client) {
        if (!said) {
            said = true;
            try {
                terms.farewell().say(client);
            } catch (IOException gone) {
                client.close(Failures.text(gone));
            }
        }
    }

    void closedOne() {
        open--;
        if (open == 0) {
            ended.run();
        }
    }
}
