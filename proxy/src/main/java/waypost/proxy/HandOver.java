package waypost.proxy;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.config.ClusterNodeSection;
import waypost.identity.Referral;
import waypost.mapping.Journey;
import waypost.mapping.Logins;
import waypost.net.Dial;
import waypost.net.Forwarding;
import waypost.net.Verdict;
import waypost.protocol.login.Credentials;
import waypost.protocol.login.Forwarded;
import waypost.protocol.login.NodeLogin;
import waypost.protocol.login.Proof;
import waypost.protocol.login.Refusal;

/** One try to hand a user's session to a node. On the client's event loop. */
final class HandOver implements Forwarding {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.login");

    private final Frontdoor door;
    private final NodeDialer dialer;
    private final Frontdoor.Passage passage;
    private final Journey journey;
    private final ClusterNodeSection node;
    private final Dial dial;

    HandOver(
            Frontdoor door,
            NodeDialer dialer,
            Frontdoor.Passage passage,
            Journey journey,
            ClusterNodeSection node,
            Dial dial) {
        this.door = door;
        this.dialer = dialer;
        this.passage = passage;
        this.journey = journey;
        this.node = node;
        this.dial = dial;
    }

    @Override
    public Dial dial() {
        return dial;
    }

    @Override
    public NodeLogin login() {
        Forwarded forwarded = new Forwarded(
                passage.request().peer().client(),
                passage.request().session(),
                Forwarded.FIRST_TTL - 1 - journey.referrals(),
                Optional.of(passage.granted().directoryId()),
                journey.epoch());
        return dialer.login(
                node,
                passage.service(),
                passage.granted().name(),
                proof(node, passage.request().credentials(), passage.trial().isPresent()),
                forwarded
                        .with(shown(passage.granted().basis().shown().orElseThrow()))
                        .with(passage.granted().limits()));
    }

    /**
     * What a foreign node is shown; empty for a node of the cluster, which believes us.
     *
     * @param untried whether nobody but the node says that a password is right
     */
    static Optional<Proof> proof(ClusterNodeSection node, Credentials credentials, boolean untried) {
        if (!node.foreign()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (credentials) {
                    case Credentials.Password(var _, var _, var password) ->
                        untried ? new Proof.Untried(password) : new Proof.Password(password);
                    case Credentials.Token(var _, var token) -> new Proof.Token(token);
                    case Credentials.Proven _,
                            Credentials.Disproven _,
                            Credentials.External _,
                            Credentials.Vouched _,
                            Credentials.Digest _ ->
                        throw new IllegalStateException("a foreign node is not asked without something to show it");
                });
    }

    private static Forwarded.Shown shown(Logins.Shown shown) {
        return switch (shown) {
            case Logins.Shown.Password() -> Forwarded.Shown.PASSWORD;
            case Logins.Shown.PasswordAndCode(), Logins.Shown.AppPassword(var _), Logins.Shown.Vouched() ->
                Forwarded.Shown.MORE;
        };
    }

    @Override
    public void loggedIn() {
        passage.trial().ifPresent(NodeTrial::right);
    }

    @Override
    public CompletionStage<Verdict> onReferral(Referral referral) {
        return door.followed(passage, journey.referred(referral, door.known()));
    }

    @Override
    public CompletionStage<Verdict> onRefusal(Refusal why) {
        return passage.trial()
                .map(trial -> trial.refused(why).thenCompose(Frontdoor::refuse))
                .orElseGet(() -> refused(why));
    }

    /**
     * The node does not decide whether the password was right: that it will not have our word for the user is our trouble. A token may have ended, or been
     * taken back, since we found it good: a foreign node judges it anew, and the client gets another.
     */
    private CompletionStage<Verdict> refused(Refusal why) {
        return switch (why) {
            case CREDENTIALS -> {
                if (!node.foreign()) {
                    yield door.stuck(passage, node.name() + " does not trust this node");
                }
                if (passage.request().credentials() instanceof Credentials.Password) {
                    yield door.stuck(passage, node.name() + " refuses the user's password");
                }
                LOG.warn(
                        "event=node-refuses-token session={} account={} node={} service={}",
                        passage.request().session(),
                        passage.granted().name(),
                        node.name(),
                        passage.service().word());
                yield Frontdoor.refuse(why);
            }
            case STALE -> node.foreign() ? Frontdoor.refuse(Refusal.UNAVAILABLE) : door.stale(passage);
            case DISABLED, EXPIRED, SERVICE, SECOND_FACTOR, LIMIT, UNAVAILABLE -> Frontdoor.refuse(why);
        };
    }

    @Override
    public CompletionStage<Verdict> onFailure(String reason) {
        LOG.warn(
                "event=node-failed session={} node={} service={} why=\"{}\"",
                passage.request().session(),
                node.name(),
                passage.service().word(),
                reason);
        return Frontdoor.refuse(Refusal.UNAVAILABLE);
    }

    @Override
    public void ended() {
        passage.trial().ifPresent(NodeTrial::undecided);
        LOG.debug("event=handover-ended session={} node={}", passage.request().session(), node.name());
    }
}
