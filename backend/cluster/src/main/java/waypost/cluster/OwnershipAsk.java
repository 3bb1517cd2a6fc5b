package waypost.cluster;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import waypost.identity.DirectoryId;
import waypost.identity.NodeName;
import waypost.protocol.link.LinkMessage.OfStores;
import waypost.protocol.link.LinkMessage.OwnershipAnswer;
import waypost.protocol.link.LinkMessage.OwnershipQuestion;
import waypost.protocol.link.Standing;

/** Asks nodes what they have recorded of an account, for somebody who waits for the answer and decides nothing by it. Any thread. */
public final class OwnershipAsk {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final LinkMessages link;
    private final RandomGenerator random;
    private final Map<Long, CompletableFuture<Standing>> questions = new ConcurrentHashMap<>();

    public OwnershipAsk(LinkService link, RandomGenerator random) {
        this((LinkMessages) link, random);
    }

    OwnershipAsk(LinkMessages link, RandomGenerator random) {
        this.link = link;
        this.random = random;
    }

    /** Empty if no connection to the node stands, or it does not answer in time. Blocks. */
    public Optional<Standing> ask(NodeName node, DirectoryId account) {
        long question = random.nextLong();
        CompletableFuture<Standing> answer = new CompletableFuture<>();
        questions.put(question, answer);
        try {
            return link.send(node, new OwnershipQuestion(question, account))
                    ? Optional.of(answer.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS))
                    : Optional.empty();
        } catch (TimeoutException | ExecutionException silent) {
            return Optional.empty();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            questions.remove(question);
        }
    }

    /** Hears the answers to what was asked here, and gives on all else. */
    public LinkHandler<OfStores> before(LinkHandler<OfStores> rest) {
        return (from, message, reply) -> {
            if (!answered(message)) {
                rest.heard(from, message, reply);
            }
        };
    }

    private boolean answered(OfStores message) {
        if (!(message instanceof OwnershipAnswer(long number, DirectoryId _, Standing standing))) {
            return false;
        }
        CompletableFuture<Standing> asked = questions.get(number);
        return asked != null && asked.complete(standing);
    }
}
