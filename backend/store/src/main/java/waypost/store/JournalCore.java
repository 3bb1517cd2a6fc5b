package waypost.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.store.JournalOrder.Effect;
import waypost.store.JournalOrder.Event;

/** An open journal without threads: what {@link JournalOrder} says is done here, by whoever calls. */
final class JournalCore implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(JournalCore.class);

    private final JournalState state;
    private final CommitterQueue queue;
    private final Committer committer;
    private final Applier applier;
    private final Segments segments;
    private final SegmentSpare spare;
    private final Closeable lock;

    JournalCore(
            JournalSettings settings,
            JournalState state,
            Committer committer,
            Applier applier,
            Segments segments,
            SegmentSpare spare,
            Closeable lock) {
        this.state = state;
        this.queue = new CommitterQueue(settings.queueBytes(), settings.groupBytes());
        this.committer = committer;
        this.applier = applier;
        this.segments = segments;
        this.spare = spare;
        this.lock = lock;
    }

    JournalOrder order() {
        return state.now();
    }

    CommitterQueue queue() {
        return queue;
    }

    Applier applier() {
        return applier;
    }

    Segments segments() {
        return segments;
    }

    SegmentSpare spare() {
        return spare;
    }

    /** What is appended from now on gets an entry that no group has yet. */
    Pins.Pin pin() {
        return segments.pins().pin(order().gathered() + 1);
    }

    /** The committer's step: these changes become durable and the applier's, or fail. */
    void commit(List<GroupMember> arrived) {
        List<GroupMember> members = Group.standing(arrived);
        if (members.isEmpty()) {
            return;
        }
        if (state.now().health() != JournalOrder.Health.SOUND) {
            Group.fail(members, new JournalFailure.Stopped("the journal has stopped"));
            return;
        }
        switch (committer.gather(members)) {
            case Committer.Gathering.Ready(Group group) -> run(new Event.Gathered(), group);
            case Committer.Gathering.Full(var refused, var others, String why) -> {
                Group.fail(refused, new JournalFailure.Full(why));
                commit(others);
            }
            case Committer.Gathering.Broken(var refused, IOException why) -> {
                stopped("no next segment", why);
                run(new Event.Closed(), new Group(state.now().gathered() + 1, refused));
            }
        }
    }

    /** The applier's step: the group comes into the index and those who wait are told. */
    void apply(Group group) {
        run(new Event.Reached(group.entry()), group);
    }

    private void run(Event first, Group group) {
        Optional<Event> event = Optional.of(first);
        while (event.isPresent()) {
            event = perform(state.on(event.get()), group);
        }
    }

    private Optional<Event> perform(Effect effect, Group group) {
        return switch (effect) {
            case Effect.Write(long entry) ->
                attempt(() -> committer.write(group), new Event.Written(entry), new Event.DiskFailed(entry));
            case Effect.Force(long entry) ->
                attempt(committer::force, new Event.Forced(entry), new Event.DiskFailed(entry));
            case Effect.HandOver(long _) -> {
                handOver(group);
                yield Optional.empty();
            }
            case Effect.Apply(long entry) ->
                attempt(() -> applier.index(group), new Event.Indexed(entry), new Event.IndexFailed(entry));
            case Effect.Acknowledge(long _) -> {
                group.acknowledge();
                yield Optional.empty();
            }
            case Effect.Doubt(long entry) -> {
                queue.close();
                group.fail(new JournalFailure.Unresolved("entry " + entry + " may be stored or not"));
                yield Optional.empty();
            }
            case Effect.Refuse() -> {
                queue.close();
                group.fail(new JournalFailure.Stopped("the journal has stopped"));
                yield Optional.empty();
            }
        };
    }

    private interface Deed {
        void perform() throws IOException;
    }

    /** Once, as nothing more is tried then. */
    private void stopped(Object at, Exception why) {
        log.error("event=journal-stopped journal={} at=\"{}\"", segments.disk(), at, why);
    }

    private Optional<Event> attempt(Deed deed, Event done, Event failed) {
        try {
            deed.perform();
            return Optional.of(done);
        } catch (IOException | RuntimeException e) {
            stopped(failed, e);
            return Optional.of(failed);
        }
    }

    private void handOver(Group group) {
        try {
            applier.groups().put(group);
        } catch (InterruptedException e) {
            throw new IllegalStateException("the committer is never interrupted", e);
        }
    }

    @Override
    public void close() throws IOException {
        try (lock;
                segments;
                spare) {
            if (order().health() != JournalOrder.Health.STOPPED) {
                applier.flush();
            }
        }
    }
}
