package waypost.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.NodeName;
import waypost.identity.Ownership;
import waypost.mapping.Mapping;
import waypost.protocol.link.LinkMessage;
import waypost.protocol.link.NodeListDigest;
import waypost.protocol.link.Standing;
import waypost.store.Outcome;
import waypost.store.Store;

/**
 * The accounts that are about to be created, here or, as other nodes ask, elsewhere: drives one {@link Claim} for each. A claim is in memory
 * only while it asks or journals; before and after, the store's records say all. Safe for threads; transitions happen under one lock, what
 * they ask for is done outside it, and may block for the disk and the directory.
 */
public final class Claims implements LinkHandler<LinkMessage.OfStores> {
    /** A claim that has not been answered by everybody is given up after this. */
    public static final Duration LIMIT = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger("waypost.cluster");
    private static final int AT_A_TIME = 10_000;

    private final NodeName self;
    private final Set<NodeName> others;
    private final NodeListDigest list;
    private final Store store;
    private final AccountNames names;
    private final LinkMessages link;
    private final RandomGenerator random;
    private final Duration limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<DirectoryId, Case> cases = new HashMap<>();

    /**
     * @param stores every node that keeps mailboxes, this one included
     * @param random unpredictable: an answer counts only for the number that was asked
     */
    public Claims(
            NodeName self,
            Set<NodeName> stores,
            Store store,
            Mapping mapping,
            LinkService link,
            RandomGenerator random) {
        this(self, stores, store, new AccountNames(mapping, store), link, random, LIMIT);
    }

    Claims(
            NodeName self,
            Set<NodeName> stores,
            Store store,
            AccountNames names,
            LinkMessages link,
            RandomGenerator random,
            Duration limit) {
        this.self = self;
        this.others =
                Set.copyOf(stores.stream().filter(node -> !node.equals(self)).toList());
        this.list = NodeListDigest.of(stores);
        this.store = store;
        this.names = names;
        this.link = link;
        this.random = random;
        this.limit = limit;
    }

    /**
     * An account that is wanted here.
     *
     * @param volume where it is to live; empty for any
     */
    record Wish(DirectoryId directoryId, AccountName name, long epoch, Optional<String> volume) {}

    /** How a claim ended. */
    sealed interface Ending {
        record Won(Ownership record) implements Ending {}

        record Lost(Optional<RecordedAt> elsewhere, String why) implements Ending {}
    }

    private record Case(Claim claim, Wish wish, CompletableFuture<Ending> ending) {}

    /** Creates the account if no node has a record of it. Blocks, for as long as the others take to come up and to answer. */
    Ending claim(Wish wish) {
        if (!others.isEmpty()) {
            link.settle();
        }
        long number = random.nextLong();
        Case wanted;
        Claim.Turn turn;
        lock.lock();
        try {
            Case before = cases.get(wish.directoryId());
            if (before == null && cases.size() >= AT_A_TIME) {
                return new Ending.Lost(Optional.empty(), "too many claims at a time");
            }
            wanted = before == null ? begin(wish) : before;
            turn = move(wanted, new Claim.Event.Wanted(number));
        } finally {
            lock.unlock();
        }
        perform(wanted, turn, _ -> {});
        return await(wanted, number);
    }

    private Ending await(Case wanted, long number) {
        CompletableFuture<Ending> ending = wanted.ending();
        try {
            return ending.copy()
                    .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException tooLong) {
            on(wanted.wish().directoryId(), new Claim.Event.Expired(number));
            return ending.getNow(new Ending.Lost(Optional.empty(), "the claim has lasted too long"));
        }
    }

    /** What the journal knows of the account is where its claim begins. */
    private Case begin(Wish wish) {
        Claim none = Claim.none(self, others, list.hex());
        Claim claim = store.accounts()
                .find(wish.directoryId())
                .map(record -> new Claim(self, others, list.hex(), new Claim.State.Recorded(record)))
                .orElse(none);
        return new Case(claim, wish, new CompletableFuture<>());
    }

    /** Under the lock. */
    private Claim.Turn move(Case from, Claim.Event event) {
        Claim.Turn turn = from.claim().on(event);
        switch (turn.next().state()) {
            case Claim.State.Asking _, Claim.State.Journaling _ ->
                cases.put(from.wish().directoryId(), new Case(turn.next(), from.wish(), from.ending()));
            case Claim.State.None _, Claim.State.Recorded _ ->
                cases.remove(from.wish().directoryId());
        }
        return turn;
    }

    /** An event that means something only to a claim under way. */
    private void on(DirectoryId id, Claim.Event event) {
        @Nullable Case before;
        Claim.Turn turn;
        lock.lock();
        try {
            before = cases.get(id);
            if (before == null) {
                return;
            }
            turn = move(before, event);
        } finally {
            lock.unlock();
        }
        perform(before, turn, _ -> {});
    }

    private void perform(Case of, Claim.Turn turn, Consumer<LinkMessage.OfStores> reply) {
        DirectoryId id = of.wish().directoryId();
        for (Claim.Effect effect : turn.effects()) {
            switch (effect) {
                case Claim.Effect.Ask(var node, var number, var _) -> ask(of.wish(), node, number);
                case Claim.Effect.Reply(var _, var number, var answer) ->
                    reply.accept(new LinkMessage.HasAnswer(number, id, standing(answer)));
                case Claim.Effect.Journal _ -> journal(of);
                case Claim.Effect.Grant(var record) -> of.ending().complete(new Ending.Won(record));
                case Claim.Effect.GiveUp(var elsewhere, var why) -> {
                    LOG.info(
                            "event=claim-given-up account={} directory-id={} why=\"{}\"",
                            of.wish().name(),
                            id,
                            why);
                    of.ending().complete(new Ending.Lost(elsewhere, why));
                }
            }
        }
    }

    /** Nobody to carry the question is as good as no answer, and known at once. */
    private void ask(Wish wish, NodeName node, long number) {
        if (!link.send(node, new LinkMessage.WhoHas(number, wish.directoryId(), wish.name(), list))) {
            on(wish.directoryId(), new Claim.Event.Answered(node, number, new Claim.Answer.Unsure()));
        }
    }

    private void journal(Case of) {
        Wish wish = of.wish();
        if (!ceded(wish)) {
            on(wish.directoryId(), new Claim.Event.NotJournaled());
            return;
        }
        Optional<Claim.Event> event = Optional.empty();
        try {
            Outcome<Ownership> end =
                    store.accounts().create(wish.directoryId(), wish.name(), wish.epoch(), wish.volume());
            if (end instanceof Outcome.Refused<Ownership>(var reason)) {
                LOG.error("event=account-not-created account={} why={}", wish.name(), reason);
            }
            event = Claim.written(end);
        } catch (IOException failure) {
            LOG.error("event=account-not-created account={}", wish.name(), failure);
        }
        event.ifPresentOrElse(
                known -> on(wish.directoryId(), known),
                () -> of.ending().complete(new Ending.Lost(Optional.empty(), "not known whether it was created")));
    }

    private boolean ceded(Wish wish) {
        try {
            return names.cede(wish.name(), wish.directoryId());
        } catch (RuntimeException bug) {
            LOG.error("event=account-not-created account={}", wish.name(), bug);
            return false;
        }
    }

    @Override
    public void heard(NodeName from, LinkMessage.OfStores message, Consumer<LinkMessage.OfStores> reply) {
        switch (message) {
            case LinkMessage.WhoHas question -> asked(from, question, reply);
            case LinkMessage.HasAnswer(var number, var id, var standing) ->
                on(id, new Claim.Event.Answered(from, number, answer(standing)));
            case LinkMessage.OwnershipQuestion(var number, var id) ->
                reply.accept(new LinkMessage.OwnershipAnswer(number, id, recorded(id)));
            case LinkMessage.OwnershipAnswer _ ->
                LOG.debug("event=link-message-ignored from={} message={}", from, message);
        }
    }

    private void asked(NodeName from, LinkMessage.WhoHas question, Consumer<LinkMessage.OfStores> reply) {
        Wish wish = new Wish(question.directoryId(), question.name(), 1, Optional.empty());
        boolean settled = counts(from, question) && names.cede(wish.name(), wish.directoryId()) && store.settled();
        Case before;
        Claim.Turn turn;
        lock.lock();
        try {
            Case present = cases.get(wish.directoryId());
            before = present == null ? begin(wish) : present;
            turn = move(
                    before,
                    new Claim.Event.Asked(
                            from, question.claim(), question.nodes().hex(), settled));
        } finally {
            lock.unlock();
        }
        perform(before, turn, reply);
    }

    /** A node that is no peer, or has another list, is answered so: what it asks changes nothing here. */
    private boolean counts(NodeName from, LinkMessage.WhoHas question) {
        return others.contains(from) && question.nodes().equals(list);
    }

    private Standing recorded(DirectoryId id) {
        Optional<Ownership> record = store.accounts().find(id);
        boolean known = record.isPresent() ? settled(record.get()) : store.settled();
        return known
                ? record.<Standing>map(Standing.Recorded::new).orElseGet(Standing.None::new)
                : new Standing.Unsure();
    }

    private boolean settled(Ownership record) {
        return store.accounts()
                .volume(record.id())
                .filter(volume -> volume.settled(record.id()))
                .isPresent();
    }

    private static Standing standing(Claim.Answer answer) {
        return switch (answer) {
            case Claim.Answer.NoRecord _ -> new Standing.None();
            case Claim.Answer.Has(var record) -> new Standing.Recorded(record);
            case Claim.Answer.Claiming _ -> new Standing.Claiming();
            case Claim.Answer.Unsure _ -> new Standing.Unsure();
            case Claim.Answer.OtherList _ -> new Standing.OtherList();
        };
    }

    private static Claim.Answer answer(Standing standing) {
        return switch (standing) {
            case Standing.None _ -> new Claim.Answer.NoRecord();
            case Standing.Recorded(var record) -> new Claim.Answer.Has(record);
            case Standing.Claiming _ -> new Claim.Answer.Claiming();
            case Standing.Unsure _ -> new Claim.Answer.Unsure();
            case Standing.OtherList _ -> new Claim.Answer.OtherList();
        };
    }
}
