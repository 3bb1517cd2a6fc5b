package waypost.proxy;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.config.ClusterNodeSection;
import waypost.config.ClusterNodeSection.LogIn;
import waypost.identity.NodeName;
import waypost.mapping.Answer;
import waypost.mapping.Journey;
import waypost.mapping.Logins;
import waypost.mapping.Nodes;
import waypost.mapping.Service;
import waypost.net.Gatekeeper;
import waypost.net.Verdict;
import waypost.protocol.login.Credentials;
import waypost.protocol.login.Refusal;
import waypost.protocol.sasl.Question;
import waypost.protocol.sasl.Reply;

/**
 * Decides the log-ins of users at a front end: asks the mapping who it is and where the mailbox should live, then hands the session to
 * that node, or serves it here when the node is this one. Any thread; what may block runs on virtual threads.
 */
public final class Frontdoor implements Gatekeeper {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.login");

    private final GuardedLogins logins;
    private final Nodes nodes;
    private final NodeName self;
    private final NodeDialer dialer;
    private final Optional<LocalSessions> local;
    private final LearnedRoutes learned;

    public Frontdoor(
            GuardedLogins logins,
            Nodes nodes,
            NodeName self,
            NodeDialer dialer,
            Optional<LocalSessions> local,
            LearnedRoutes learned) {
        this.logins = logins;
        this.nodes = nodes;
        this.self = self;
        this.dialer = dialer;
        this.local = local;
        this.learned = learned;
    }

    @Override
    public CompletionStage<Verdict> admit(LoginRequest request) {
        Service service = Service.valueOf(request.service());
        Logins.Claim claim = logins.granting().claim(service);
        return logins.check(request.credentials(), service, request.client()).thenCompose(checked -> switch (checked) {
            case Checked.Unasked() -> refuse(Refusal.UNAVAILABLE);
            case Checked.Said(var answer) -> decide(answer, claim, request);
            case Checked.LeftToNode(var account, var trial) -> leave(account, trial, claim, request);
        });
    }

    @Override
    public CompletionStage<Optional<Reply>> ask(Question question, Client client) {
        return logins.ask(question, client);
    }

    private CompletionStage<Verdict> decide(Answer.Settled answer, Logins.Claim claim, LoginRequest request) {
        return switch (answer) {
            case Answer.Granted granted ->
                begin(new Passage(granted, claim.service(), request, Optional.empty()), claim);
            case Answer.Refused(var kind) -> refuse(refusal(kind));
            case Answer.Unknown _ -> refuse(Refusal.CREDENTIALS);
            case Answer.Unavailable(var reason, var _) -> {
                LOG.warn(
                        "event=login-unavailable session={} service={} why=\"{}\"",
                        request.session(),
                        claim.service().word(),
                        reason);
                yield refuse(Refusal.UNAVAILABLE);
            }
        };
    }

    static Refusal refusal(Answer.Kind kind) {
        return switch (kind) {
            case ADDRESS, NO_MAILBOX, CREDENTIALS -> Refusal.CREDENTIALS;
            case DISABLED, LOCKED, HOURS -> Refusal.DISABLED;
            case EXPIRED, MUST_CHANGE -> Refusal.EXPIRED;
            case SERVICE -> Refusal.SERVICE;
            case SECOND_FACTOR -> Refusal.SECOND_FACTOR;
        };
    }

    /** Whoever does not come as far as the node has shown his password to nobody. */
    private CompletionStage<Verdict> leave(
            Answer.Granted account, NodeTrial trial, Logins.Claim claim, LoginRequest request) {
        return begin(new Passage(account, claim.service(), request, Optional.of(trial)), claim)
                .whenComplete((verdict, _) -> {
                    if (!isUnderWay(verdict)) {
                        trial.undecided();
                    }
                });
    }

    private static boolean isUnderWay(@Nullable Verdict verdict) {
        return verdict instanceof Verdict.Revocable(Verdict inner, var _)
                ? isUnderWay(inner)
                : verdict instanceof Verdict.Forward;
    }

    private CompletionStage<Verdict> begin(Passage passage, Logins.Claim claim) {
        Answer.Granted granted = passage.granted();
        LoginRequest request = passage.request();
        Optional<NodeName> named = nodes.resolve(granted.route());
        if (named.isEmpty()) {
            LOG.error(
                    "event=alarm session={} account={} why=\"the directory names {}, which is no node of the cluster\"",
                    request.session(),
                    granted.name(),
                    granted.route().target());
            return refuse(Refusal.UNAVAILABLE);
        }
        Journey start = Journey.to(named.get(), granted.route().epoch().orElse(0));
        SessionPermit permit = SessionPermit.of(logins.granting().logins(), granted, claim, request.session());
        return CompletableFuture.completedStage(learned.better(granted.directoryId(), start))
                .thenCompose(journey -> go(passage, journey))
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        permit.over();
                    }
                })
                .thenApply(verdict -> new Verdict.Revocable(verdict, permit));
    }

    /**
     * One log-in on its way.
     *
     * @param trial where only the node can say whether the password is right
     */
    record Passage(Answer.Granted granted, Service service, LoginRequest request, Optional<NodeTrial> trial) {}

    /** Takes the log-in to the node that the journey has come to. */
    CompletionStage<Verdict> go(Passage passage, Journey journey) {
        if (passage.trial().isPresent() && judge(nodes, journey.node()).isEmpty()) {
            return stuck(passage, judgesNot(journey.node()));
        }
        if (journey.node().equals(self) && local.isPresent()) {
            return local.get()
                    .serve(passage.service(), passage.granted(), journey.epoch(), passage.request())
                    .thenCompose(verdict -> switch (verdict) {
                        case Verdict.Refer(var where) -> followed(passage, journey.referred(where, nodes.names()));
                        case Verdict.Refuse(var why) when why == Refusal.STALE -> stale(passage);
                        case Verdict.Serve _, Verdict.Revocable _, Verdict.Refuse _, Verdict.Forward _ ->
                            CompletableFuture.completedStage(verdict);
                    });
        }
        Optional<ClusterNodeSection> there = nodes.find(journey.node());
        Optional<String> lacking =
                there.flatMap(node -> lacking(node, passage.request().credentials()));
        if (lacking.isPresent()) {
            return stuck(passage, lacking.get());
        }
        return there.flatMap(node -> dialer.dial(node, passage.service(), passage.service())
                        .map(dial -> (Verdict)
                                new Verdict.Forward(new HandOver(this, dialer, passage, journey, node, dial))))
                .map(CompletableFuture::completedStage)
                .orElseGet(() -> stuck(
                        passage,
                        journey.node() + " has no address for "
                                + passage.service().word()));
    }

    /** The node of this name, if it finds out by itself who knows a password. One of the cluster believes us whatever we say. */
    static Optional<ClusterNodeSection> judge(Nodes nodes, NodeName name) {
        return nodes.find(name).filter(node -> node.foreign() && node.takes(LogIn.PASSWORD));
    }

    static String judgesNot(NodeName name) {
        return "passwords are left to " + name + ", which is no foreign node that takes them";
    }

    /** Why a foreign node cannot be logged in to: it wants something else than this client shows. */
    static Optional<String> lacking(ClusterNodeSection node, Credentials credentials) {
        Optional<LogIn> shown = switch (credentials) {
            case Credentials.Password _ -> Optional.of(LogIn.PASSWORD);
            case Credentials.Token _ -> Optional.of(LogIn.TOKEN);
            case Credentials.Proven _,
                    Credentials.Disproven _,
                    Credentials.External _,
                    Credentials.Vouched _,
                    Credentials.Digest _ -> Optional.empty();
        };
        if (!node.foreign() || shown.filter(node::takes).isPresent()) {
            return Optional.empty();
        }
        String wanted = Stream.of(LogIn.PASSWORD, LogIn.TOKEN)
                .filter(node::takes)
                .map(kind -> "a " + kind.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" or "));
        return Optional.of(node.name() + " is foreign, and wants " + wanted + ", which this client does not show");
    }

    CompletionStage<Verdict> followed(Passage passage, Journey.Next next) {
        return switch (next) {
            case Journey.Next.Ask(var journey) -> {
                learned.learn(passage.granted().directoryId(), journey);
                yield go(passage, journey);
            }
            case Journey.Next.Stuck(var alarm) -> {
                learned.forget(passage.granted().directoryId());
                yield stuck(passage, alarm);
            }
        };
    }

    /** The name is another entry's than this log-in was found to be of: who comes again is asked about again. */
    CompletionStage<Verdict> stale(Passage passage) {
        LOG.info(
                "event=login-stale session={} account={} directory-id={}",
                passage.request().session(),
                passage.granted().name(),
                passage.granted().directoryId());
        return logins.outdated(passage.granted().directoryId()).thenCompose(_ -> refuse(Refusal.UNAVAILABLE));
    }

    Collection<NodeName> known() {
        return nodes.names();
    }

    CompletionStage<Verdict> stuck(Passage passage, String why) {
        LOG.error(
                "event=alarm session={} account={} why=\"{}\"",
                passage.request().session(),
                passage.granted().name(),
                why);
        return refuse(Refusal.UNAVAILABLE);
    }

    static CompletionStage<Verdict> refuse(Refusal why) {
        return CompletableFuture.completedStage(new Verdict.Refuse(why));
    }
}
