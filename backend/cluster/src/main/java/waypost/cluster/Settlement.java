package waypost.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.cluster.RestoredAccount.Verdict;
import waypost.identity.AccountId;
import waypost.identity.DirectoryId;
import waypost.identity.NodeName;
import waypost.identity.Ownership;
import waypost.protocol.link.LinkMessage;
import waypost.protocol.link.Standing;
import waypost.store.Outcome;
import waypost.store.Store;
import waypost.store.Volume;

/**
 * Asks the other nodes about the accounts of volumes that were restored, until each has answered for each, and does with the records what
 * {@link RestoredAccount} says. Before that the volumes serve nothing. A virtual thread of its own while there is such a volume.
 */
public final class Settlement implements LinkHandler<LinkMessage.OfStores>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.cluster");

    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final Set<NodeName> others;
    private final NodeName self;
    private final Store store;
    private final LinkMessages link;
    private final LinkHandler<LinkMessage.OfStores> rest;
    private final RandomGenerator random;
    private final Duration again;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<Long, Question> questions = new ConcurrentHashMap<>();

    private record Question(Map<NodeName, Standing> answers, CountDownLatch all) {}

    /**
     * @param stores every node that keeps mailboxes, this one included
     * @param rest hears all that is no answer to a question of this
     */
    public Settlement(
            NodeName self,
            Set<NodeName> stores,
            Store store,
            LinkService link,
            LinkHandler<LinkMessage.OfStores> rest,
            RandomGenerator random) {
        this(self, stores, store, link, rest, random, AGAIN);
    }

    Settlement(
            NodeName self,
            Set<NodeName> stores,
            Store store,
            LinkMessages link,
            LinkHandler<LinkMessage.OfStores> rest,
            RandomGenerator random,
            Duration again) {
        this.self = self;
        this.others = new TreeSet<>(stores);
        this.others.remove(self);
        this.store = store;
        this.link = link;
        this.rest = rest;
        this.random = random;
        this.again = again;
    }

    /** Begins to ask, if there is something to be asked. */
    public void start() {
        if (!store.complete()) {
            LOG.warn(
                    "event=settlement-waits why=\"volumes are not open: {}\"",
                    store.failures().keySet());
            return; // one of them may have what a restored volume had
        }
        if (store.volumes().stream().anyMatch(Settlement::unsettled)) {
            Thread.ofVirtual().name("settlement").start(this::run);
        }
    }

    private static boolean unsettled(Volume volume) {
        return volume.owned()
                && (!volume.settled() || volume.accounts().stream().anyMatch(record -> !volume.settled(record.id())));
    }

    /** Asks until all is settled, or this is closed. */
    void run() {
        link.settle();
        try {
            for (Volume volume : store.volumes()) {
                if (unsettled(volume)) {
                    settle(volume);
                }
            }
        } catch (IOException | RuntimeException failure) {
            LOG.error("event=volume-not-settled", failure);
        } catch (InterruptedException closing) {
            LOG.debug("event=settlement-stopped");
        }
    }

    private void settle(Volume volume) throws IOException, InterruptedException {
        List<Ownership> open = volume.accounts().stream()
                .filter(record -> !volume.settled(record.id()))
                .toList();
        LOG.warn("event=volume-restored volume={} accounts={} asking={}", volume.name(), open.size(), others);
        Set<AccountId> alarms = new TreeSet<>();
        for (Ownership restored : open) {
            if (!decided(volume, restored, ask(restored.directoryId()))) {
                alarms.add(restored.id());
            }
        }
        volume.settle(alarms);
        LOG.info("event=volume-settled volume={} accounts={} alarms={}", volume.name(), open.size(), alarms.size());
    }

    /** What the others have of the account; waits for all of them. */
    private List<RecordedAt> ask(DirectoryId account) throws InterruptedException {
        for (; ; ) {
            long number = random.nextLong();
            Question question = new Question(new ConcurrentHashMap<>(), new CountDownLatch(others.size()));
            questions.put(number, question);
            try {
                others.forEach(node -> link.send(node, new LinkMessage.OwnershipQuestion(number, account)));
                if (question.all().await(again.toMillis(), TimeUnit.MILLISECONDS)) {
                    return recorded(question.answers());
                }
            } finally {
                questions.remove(number);
            }
            LOG.warn("event=volume-waits missing={}", missing(question));
            if (closed.await(again.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new InterruptedException("closed");
            }
        }
    }

    private Set<NodeName> missing(Question question) {
        Set<NodeName> missing = new TreeSet<>(others);
        missing.removeAll(question.answers().keySet());
        return missing;
    }

    private static List<RecordedAt> recorded(Map<NodeName, Standing> answers) {
        List<RecordedAt> recorded = new ArrayList<>();
        answers.forEach((node, standing) -> {
            if (standing instanceof Standing.Recorded(Ownership record)) {
                recorded.add(new RecordedAt(node, record));
            }
        });
        return recorded;
    }

    private boolean decided(Volume volume, Ownership restored, List<RecordedAt> heard) throws IOException {
        return switch (RestoredAccount.of(self, restored, siblings(volume, restored), heard)) {
            case Verdict.Stands(Ownership record) -> record.equals(restored) || replaced(restored, record);
            case Verdict.Yields(Ownership record) -> replaced(restored, record);
            case Verdict.Alarm(String why) -> {
                LOG.error("event=alarm account={} id={} why=\"{}\"", restored.name(), restored.id(), why);
                yield false;
            }
        };
    }

    private List<Ownership> siblings(Volume volume, Ownership restored) {
        return store.volumes().stream()
                .filter(other -> other != volume)
                .flatMap(other -> other.accounts().stream())
                .filter(record -> record.id().equals(restored.id()))
                .toList();
    }

    private boolean replaced(Ownership restored, Ownership record) throws IOException {
        return store.accounts().replace(restored, record) instanceof Outcome.Done<Ownership>;
    }

    @Override
    public void heard(NodeName from, LinkMessage.OfStores message, Consumer<LinkMessage.OfStores> reply) {
        if (message instanceof LinkMessage.OwnershipAnswer(long number, DirectoryId _, Standing standing)) {
            Question question = questions.get(number);
            boolean known = standing instanceof Standing.None || standing instanceof Standing.Recorded;
            if (question != null
                    && known
                    && others.contains(from)
                    && question.answers().putIfAbsent(from, standing) == null) {
                question.all().countDown();
            }
        } else {
            rest.heard(from, message, reply);
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
