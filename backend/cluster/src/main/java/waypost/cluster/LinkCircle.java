package waypost.cluster;

import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.identity.NodeName;
import waypost.protocol.link.LinkMessage;

/**
 * The other nodes that have something to say to this one, all stores or all front ends, and who hears it. Safe for threads; never blocks.
 *
 * @param room for messages that are worked on at a time; more are dropped, and those of another circle are not
 */
record LinkCircle<M extends LinkMessage>(
        Set<NodeName> others, LinkHandler<M> handler, Semaphore room, Executor blocking) {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.cluster");

    private static final int AT_A_TIME = 1000;

    /** @param blocking runs each task on a virtual thread */
    LinkCircle(Set<NodeName> others, LinkHandler<M> handler, Executor blocking) {
        this(Set.copyOf(others), handler, new Semaphore(AT_A_TIME), blocking);
    }

    boolean has(NodeName node) {
        return others.contains(node);
    }

    void heard(NodeName from, M message, Consumer<M> reply) {
        work(from, () -> handler.heard(from, message, reply));
    }

    void reached(NodeName node, Consumer<M> tell) {
        work(node, () -> handler.reached(tell));
    }

    void parted(NodeName node) {
        blocking.execute(() -> handler.parted(node));
    }

    private void work(NodeName node, Runnable task) {
        if (!room.tryAcquire()) {
            LOG.warn("event=link-overloaded from={}", node);
            return;
        }
        blocking.execute(() -> {
            try {
                task.run();
            } finally {
                room.release();
            }
        });
    }
}
