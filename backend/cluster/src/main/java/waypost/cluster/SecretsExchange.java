package waypost.cluster;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.identity.DirectoryId;
import waypost.identity.NodeName;
import waypost.protocol.link.LinkMessage;
import waypost.protocol.link.SecretsAsked;
import waypost.protocol.link.SecretsOf;
import waypost.protocol.link.SecretsSaid;

/** Questions about secrets, of this node to others and itself, and of others to this node. Safe for threads. */
public final class SecretsExchange implements LinkHandler<LinkMessage.OfSecrets> {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.cluster");

    /** A node that has not said anything by then is unsure. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Listener NOBODY = new Listener() {
        @Override
        public void changed(DirectoryId account) {}

        @Override
        public void lost() {}
    };

    private final NodeName self;
    private final LinkService link;
    private final Optional<SecretsDesk> desk;
    private final Executor blocking;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, Question> open = new ConcurrentHashMap<>();
    private volatile Listener listener = NOBODY;

    private record Question(NodeName node, CompletableFuture<SecretsSaid> said) {
        void unsure() {
            said.complete(new SecretsSaid.Unsure());
        }
    }

    /** Who hears what stores tell. Never blocks. */
    public interface Listener {
        /** An account has other secrets than before. */
        void changed(DirectoryId account);

        /** Some store is not heard any more: what it tells is lost. */
        void lost();
    }

    /**
     * One of a node.
     *
     * @param desk answers for this node, if it keeps mailboxes
     * @param blocking runs each task on a virtual thread
     */
    public SecretsExchange(NodeName self, LinkService link, Optional<SecretsDesk> desk, Executor blocking) {
        this.self = self;
        this.link = link;
        this.desk = desk;
        this.blocking = blocking;
    }

    /** Once, by the front end of this node. */
    public void listen(Listener frontEnd) {
        listener = frontEnd;
    }

    /** Whether that node can be asked at all, be it away now. */
    public boolean leadsTo(NodeName node) {
        return node.equals(self) ? desk.isPresent() : link.asks(node);
    }

    /** Ends within seconds. */
    public CompletionStage<SecretsSaid> ask(NodeName node, SecretsOf whose, SecretsAsked asked) {
        return node.equals(self) && desk.isPresent()
                ? CompletableFuture.supplyAsync(() -> answer(desk.get(), whose, asked), blocking)
                : link.met().thenCompose(_ -> link.reach(node)).thenCompose(_ -> send(node, whose, asked));
    }

    private CompletionStage<SecretsSaid> send(NodeName node, SecretsOf whose, SecretsAsked asked) {
        long number = numbers.incrementAndGet();
        Question question = new Question(node, new CompletableFuture<>());
        open.put(number, question);
        if (!link.ask(node, new LinkMessage.SecretsQuestion(number, whose, asked))) {
            question.unsure();
        }
        return question.said()
                .completeOnTimeout(new SecretsSaid.Unsure(), PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((_, _) -> open.remove(number));
    }

    /** An account of this node has other secrets than before. */
    public void tell(DirectoryId account) {
        listener.changed(account);
        link.tell(new LinkMessage.SecretsChanged(account));
    }

    @Override
    public void heard(NodeName from, LinkMessage.OfSecrets message, Consumer<LinkMessage.OfSecrets> reply) {
        switch (message) {
            case LinkMessage.SecretsQuestion(var number, var whose, var asked) ->
                desk.ifPresent(here -> reply.accept(new LinkMessage.SecretsAnswer(number, answer(here, whose, asked))));
            case LinkMessage.SecretsAnswer(var number, var said) ->
                Optional.ofNullable(open.get(number))
                        .filter(question -> question.node().equals(from))
                        .ifPresent(question -> question.said().complete(said));
            case LinkMessage.SecretsChanged(var account) -> listener.changed(account);
        }
    }

    private static SecretsSaid answer(SecretsDesk desk, SecretsOf whose, SecretsAsked asked) {
        try {
            return desk.answer(whose, asked);
        } catch (RuntimeException bug) {
            LOG.error("event=secrets-not-read account={}", whose.name(), bug);
            return new SecretsSaid.Unsure();
        }
    }

    @Override
    public void parted(NodeName node) {
        LOG.debug("event=secrets-unheard node={}", node);
        listener.lost();
        open.values().stream().filter(question -> question.node().equals(node)).forEach(Question::unsure);
    }
}
