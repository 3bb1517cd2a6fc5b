package waypost.delivery;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.delivery.Duty.Step;
import waypost.identity.NodeName;
import waypost.mapping.Mapping;
import waypost.mapping.Nodes;
import waypost.net.MailDialer;
import waypost.net.Net;
import waypost.protocol.smtp.Reception;
import waypost.store.HandOn;
import waypost.store.Outcome;
import waypost.store.Store;
import waypost.store.Volume;

/**
 * The hand-on queues of this node at work: brings what the volumes keep to the recipients' nodes, and lets volumes forget what is old. One
 * virtual thread, and one more for each attempt.
 */
public final class Keeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.delivery");

    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final Duration TIDYING = Duration.ofMinutes(1);
    private static final int AT_A_TIME = 16;
    private static final int AT_A_TIME_FOR_ONE_NODE = 2;

    private final Store store;
    private final InstantSource clock;
    private final QueueBell bell;
    private final NodeTroubles troubles = new NodeTroubles();
    private final Attempt attempt;
    private final Map<Entry, String> underWay = new ConcurrentHashMap<>();
    private final List<Volume> turns; // who was given a place last comes last
    private Instant tidied = Instant.MIN;
    private volatile Optional<Thread> thread = Optional.empty();
    private volatile boolean closed;

    private record Entry(String volume, long number) {
        static Entry of(Volume volume, HandOn entry) {
            return new Entry(volume.name(), entry.number());
        }
    }

    /**
     * What surrounds a node.
     *
     * @param host our name in reports
     */
    public record Surroundings(
            NodeName self,
            String host,
            Nodes nodes,
            Mapping mapping,
            Net net,
            MailDialer dialer,
            InstantSource clock) {}

    /** @param reception takes what turns out to be for accounts of this node */
    public Keeper(Store store, Reception reception, Surroundings around, QueueBell bell) {
        this.store = store;
        this.turns = new ArrayList<>(store.volumes());
        this.clock = around.clock();
        this.bell = bell;
        Passage passage = new Passage(
                around.self(),
                around.nodes(),
                around.mapping(),
                new LocalHand(reception),
                new LmtpHand(around.net(), around.dialer()));
        this.attempt = new Attempt(passage, new Postmaster(around.host(), passage), troubles, clock);
    }

    public void start() {
        thread = Optional.of(Thread.ofVirtual().name("keeper").start(this::run));
    }

    /** Nodes that could not be reached may be tried again at once. */
    public void wake() {
        troubles.forget();
        bell.ring();
    }

    private void run() {
        try {
            while (!closed) {
                try {
                    round(clock.instant());
                } catch (RuntimeException bug) {
                    LOG.error("event=keeper-failed", bug);
                }
                bell.await(PAUSE);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** What ends meanwhile gives its place back in the next round: this one's lists may still show it, and a place that is free is for who comes first then. */
    private void round(Instant now) {
        Map<Entry, String> places = new HashMap<>(underWay);
        if (now.isAfter(tidied.plus(TIDYING))) {
            store.volumes().forEach(Keeper::tidy);
            tidied = now;
        }
        for (Volume volume : List.copyOf(turns)) {
            for (HandOn entry : volume.queue().due(now, node -> room(node, now))) {
                if (places.size() >= AT_A_TIME) {
                    return;
                }
                if (placed(places, volume, entry)) {
                    begin(volume, entry);
                    turns.remove(volume);
                    turns.addLast(volume);
                }
            }
        }
    }

    private static void tidy(Volume volume) {
        try {
            if (volume.forgetOld() instanceof Outcome.Refused<Integer>(var reason)) {
                LOG.warn("event=volume-not-tidied volume={} why={}", volume.name(), reason);
            }
        } catch (IOException broken) {
            LOG.error("event=volume-failed volume={}", volume.name(), broken);
        }
    }

    private int room(String node, Instant now) {
        boolean rests = NodeName.valid(node) && troubles.rests(new NodeName(node), now);
        return rests ? 0 : AT_A_TIME_FOR_ONE_NODE;
    }

    /** Whether there was a place for it. */
    private static boolean placed(Map<Entry, String> places, Volume volume, HandOn entry) {
        String node = entry.envelope().node();
        long forNode = places.values().stream().filter(node::equals).count();
        return forNode < AT_A_TIME_FOR_ONE_NODE && places.putIfAbsent(Entry.of(volume, entry), node) == null;
    }

    private void begin(Volume volume, HandOn entry) {
        Entry key = Entry.of(volume, entry);
        underWay.put(key, entry.envelope().node());
        Thread.ofVirtual().name("hand-on").start(() -> {
            boolean noted = false;
            try {
                noted = handOn(volume, entry);
            } finally {
                underWay.remove(key);
            }
            if (noted) { // else it is due still
                bell.ring();
            }
        });
    }

    /** Whether the queue knows what became of it. */
    private boolean handOn(Volume volume, HandOn entry) {
        try {
            return attempt.at(volume, entry);
        } catch (RuntimeException bug) {
            LOG.error(
                    "event=hand-on-failed transfer={} recipient={}",
                    entry.transfer(),
                    entry.envelope().recipient(),
                    bug);
            return postponed(volume, entry, "it fails by a bug: " + bug, clock.instant());
        }
    }

    private static boolean postponed(Volume volume, HandOn entry, String why, Instant now) {
        boolean abandoned = KeeperSchedule.abandoned(Attempt.began(entry), now);
        return Attempt.noted(volume, entry, abandoned ? new Step.GiveUp(why) : new Step.Later(why), now);
    }

    /** Attempts under way end by themselves: what they have not noted is tried again, and found already there. */
    @Override
    public void close() {
        closed = true;
        bell.ring();
        thread.ifPresent(Keeper::join);
    }

    private static void join(Thread running) {
        try {
            running.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
