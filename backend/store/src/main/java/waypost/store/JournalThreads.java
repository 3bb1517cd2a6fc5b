package waypost.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads of an open journal: one commits, one applies, one fills the next segment file with zeros. None is ever interrupted. */
final class JournalThreads {
    private static final Logger log = LoggerFactory.getLogger(JournalThreads.class);

    /** Ends the applier. */
    private static final Group END = new Group(0, List.of());

    private final JournalCore core;
    private final Thread committer;
    private final Thread applier;
    private final ExecutorService filler;
    private final Runnable ended;
    private final AtomicBoolean told = new AtomicBoolean();

    /**
     * @param ended runs once, when nothing more is committed or applied: at the end, or before it when the index has failed. A disk that has failed ends writing only:
     *     what the index has is durable, and is shown on
     */
    JournalThreads(String name, JournalCore core, Runnable ended) {
        this.core = core;
        this.ended = ended;
        filler = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name(name + "-filler").daemon().factory());
        fill();
        committer = Thread.ofPlatform().name(name + "-committer").start(this::commit);
        applier = Thread.ofPlatform().name(name + "-applier").start(this::apply);
    }

    private void commit() {
        for (List<GroupMember> members = core.queue().take();
                !members.isEmpty();
                members = core.queue().take()) {
            try {
                core.commit(members);
            } catch (RuntimeException | Error e) {
                log.error("the committer failed", e);
                core.queue().close();
                Group.fail(members, new JournalFailure.Unresolved("the committer failed"));
            }
            if (core.spare().wanted()) {
                filler.execute(this::fill);
            }
        }
        put(core.applier().groups());
    }

    private void apply() {
        BlockingQueue<Group> groups = core.applier().groups();
        for (Group group = take(groups); group != END; group = take(groups)) {
            try {
                core.apply(group);
            } catch (RuntimeException | Error e) {
                log.error("the applier failed", e);
                core.queue().close();
                group.fail(new JournalFailure.Unresolved("the applier failed"));
            }
        }
        if (core.order().health() == JournalOrder.Health.STOPPED) {
            end();
        }
    }

    private void end() {
        if (told.compareAndSet(false, true)) {
            ended.run();
        }
    }

    private void fill() {
        try {
            core.spare().prepare();
        } catch (IOException e) {
            log.warn("no next segment could be prepared; the committer tries again when it needs one", e);
        }
    }

    /** What is queued is still committed and applied. */
    void finish() throws IOException {
        core.queue().close();
        join(committer);
        join(applier);
        filler.close();
        end();
    }

    private static Group take(BlockingQueue<Group> groups) {
        try {
            return groups.take();
        } catch (InterruptedException e) {
            throw new IllegalStateException("the applier is never interrupted", e);
        }
    }

    private static void put(BlockingQueue<Group> groups) {
        try {
            groups.put(END);
        } catch (InterruptedException e) {
            throw new IllegalStateException("the committer is never interrupted", e);
        }
    }

    private static void join(Thread thread) throws IOException {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        InterruptedIOException failure = new InterruptedIOException("while the journal was closed");
        failure.initCause(e);
        return failure;
    }
}
