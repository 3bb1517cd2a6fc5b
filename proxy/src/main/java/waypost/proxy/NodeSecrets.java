package waypost.proxy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.config.ClusterNodeSection;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.NodeName;
import waypost.mapping.CacheSettings;
import waypost.mapping.HeldSecrets;
import waypost.mapping.Journey;
import waypost.mapping.Nodes;
import waypost.mapping.Residence;
import waypost.mapping.Route;
import waypost.protocol.link.SecretsAsked;
import waypost.protocol.link.SecretsOf;
import waypost.protocol.link.SecretsSaid;

/**
 * Asks the node of an account what this has, on the way that a session would take there. What a node says is remembered as long as a right password is, and
 * until the node tells that it is not so any more, or nobody can be sure that it would be heard; while the node is away, for as long as a password that was right. Any thread.
 */
public final class NodeSecrets implements AccountSecrets, HeldSecrets {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.login");

    private final Nodes nodes;
    private final LearnedRoutes learned;
    private final SecretsLink link;
    private final Ticker ticker;
    private final long lifetime;
    private final Cache<DirectoryId, Said> said;
    private final AtomicLong changes = new AtomicLong();
    private volatile long certainSince;

    /** @param asked when */
    private record Said(Held held, long asked) {}

    public NodeSecrets(Nodes nodes, LearnedRoutes learned, SecretsLink link, CacheSettings lifetimes, Ticker ticker) {
        this.nodes = nodes;
        this.learned = learned;
        this.link = link;
        this.ticker = ticker;
        this.lifetime = lifetimes.verifier().toNanos();
        this.said = Caffeine.newBuilder()
                .ticker(ticker)
                .expireAfterWrite(lifetimes.staleness().verifier())
                .maximumSize(lifetimes.entries())
                .build();
        this.certainSince = ticker.read();
    }

    /** What an account has is not what it was. */
    public void changed(DirectoryId account) {
        changes.incrementAndGet();
        said.invalidate(account);
    }

    /** What some node has told from now on may have been lost on the way. */
    public void lost() {
        certainSince = ticker.read();
    }

    @Override
    public Optional<Held> remembered(DirectoryId account) {
        long now = ticker.read();
        return Optional.ofNullable(said.getIfPresent(account))
                .filter(known -> now - known.asked() < lifetime && known.asked() - certainSince >= 0)
                .map(Said::held);
    }

    @Override
    public Optional<Held> held(Residence account) {
        Optional<Held> known = remembered(account.id());
        if (known.isPresent()) {
            return known;
        }
        long asked = ticker.read();
        long before = changes.get();
        Optional<Held> found = of(account.name(), account.id(), account.route());
        if (found.isPresent() && changes.get() == before) {
            said.put(account.id(), new Said(found.get(), asked));
        }
        return found.isPresent()
                ? found
                : Optional.ofNullable(said.getIfPresent(account.id())).map(Said::held);
    }

    @Override
    public Optional<Held> of(AccountName name, DirectoryId id, Route route) {
        return switch (ask(name, id, route, new SecretsAsked.Which())) {
            case SecretsSaid.Holds(var factor, var ids) -> Optional.of(new Held(factor, ids));
            case SecretsSaid.Right(),
                    SecretsSaid.Wrong(),
                    SecretsSaid.Expired(),
                    SecretsSaid.OutOfScope(),
                    SecretsSaid.Elsewhere(var _),
                    SecretsSaid.Unsure() -> Optional.empty();
        };
    }

    @Override
    public SecretsSaid ask(Residence account, SecretsAsked asked) {
        return ask(account.name(), account.id(), account.route(), asked);
    }

    private SecretsSaid ask(AccountName name, DirectoryId id, Route route, SecretsAsked asked) {
        Optional<NodeName> named = nodes.resolve(route);
        if (named.isEmpty()) {
            return new SecretsSaid.Unsure();
        }
        Journey start = Journey.to(named.get(), route.epoch().orElse(0));
        Journey.Next next = new Journey.Next.Ask(learned.better(id, start));
        while (next instanceof Journey.Next.Ask(Journey journey)) {
            SecretsSaid answer = ask(journey.node(), new SecretsOf(id, name, journey.epoch()), asked);
            if (!(answer instanceof SecretsSaid.Elsewhere(var where))) {
                return answer;
            }
            next = journey.referred(where, nodes.names());
            if (next instanceof Journey.Next.Ask(Journey further)) {
                learned.learn(id, further);
            } else {
                learned.forget(id);
                LOG.error("event=alarm account={} why=\"{}\"", name, next);
            }
        }
        return new SecretsSaid.Unsure();
    }

    private SecretsSaid ask(NodeName node, SecretsOf whose, SecretsAsked asked) {
        if (nodes.find(node).filter(ClusterNodeSection::foreign).isPresent()) {
            return unasked(asked, new SecretsSaid.Wrong()); // other products have no such things
        }
        return link.leadsTo(node)
                ? link.ask(node, whose, asked).toCompletableFuture().join()
                : unasked(asked, new SecretsSaid.Unsure());
    }

    private static SecretsSaid unasked(SecretsAsked asked, SecretsSaid ofProofs) {
        return switch (asked) {
            case SecretsAsked.Which() -> SecretsSaid.Holds.NOTHING;
            case SecretsAsked.Code(var _), SecretsAsked.App(var _, var _, var _), SecretsAsked.Newer() -> ofProofs;
        };
    }
}
