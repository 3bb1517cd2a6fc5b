package waypost.net;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.identity.LogText;
import waypost.protocol.login.Credentials;
import waypost.protocol.login.Forwarded;
import waypost.protocol.login.NodeLogin;
import waypost.protocol.login.Refusal;

/**
 * One log-in being decided: asks the gatekeeper, tries the nodes it names, and ends with exactly one answer, at the latest after
 * {@link LoginLimits#admission}. What comes later is let go of. On the client's loop.
 */
final class Admission {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.net");

    private final LoginFlow flow;
    private final Wire client;
    private final Forwarded forwarded;
    private final long began = System.nanoTime();
    private String who = "";
    private Wire.@Nullable Timer deadline;
    private @Nullable Forwarding forwarding;
    private @Nullable NodeLeg leg;
    private @Nullable Permit permit;
    private int tries;
    private Wire.@Nullable Timer waiting;
    private boolean over;

    Admission(LoginFlow flow, Wire client, Forwarded forwarded) {
        this.flow = flow;
        this.client = client;
        this.forwarded = forwarded;
    }

    private LoginService service() {
        return flow.service();
    }

    void begin(Credentials credentials) {
        who = credentials.who();
        deadline = client.schedule(service().limits().admission(), () -> refuse(Refusal.UNAVAILABLE, "deadline"));
        ask(() -> service()
                .gatekeeper()
                .admit(new Gatekeeper.LoginRequest(
                        credentials,
                        Gatekeeper.Client.of(client),
                        forwarded,
                        service().name())));
    }

    /** A question whose answer is a verdict. */
    interface Question {
        CompletionStage<Verdict> ask();
    }

    private void ask(Question question) {
        CompletionStage<Verdict> answer;
        try {
            answer = question.ask();
        } catch (RuntimeException bug) {
            answer = CompletableFuture.failedFuture(bug);
        }
        var _ = answer.handleAsync(
                (verdict, failure) -> {
                    decided(verdict, failure);
                    return verdict;
                },
                client.loop());
    }

    private void decided(@Nullable Verdict verdict, @Nullable Throwable failure) {
        if (verdict == null) {
            LOG.error("gatekeeper failed {}", client, failure);
            refuse(Refusal.UNAVAILABLE, "gatekeeper failed");
        } else if (over) {
            letGo(verdict);
        } else {
            follow(verdict);
        }
    }

    private void follow(Verdict verdict) {
        switch (verdict) {
            case Verdict.Refuse(var why) -> refuse(why, "gatekeeper");
            case Verdict.Refer(var where) -> {
                finish("referred", where.node().value());
                flow.referred(client, where);
            }
            case Verdict.Revocable(var inner, var login) -> {
                permit = login;
                follow(inner);
            }
            case Verdict.Serve _
            when !begun() -> {
                letGo(verdict);
                refuse(Refusal.CREDENTIALS, "revoked");
            }
            case Verdict.Serve(var session, var capabilities) -> {
                finish("served", "here");
                flow.served(client, capabilities, session);
            }
            case Verdict.Forward(var next) -> forward(next);
        }
    }

    /** Whether the log-in is still good, now that its session begins. */
    private boolean begun() {
        Permit login = permit;
        if (login != null) {
            if (!login.begun(client)) {
                return false;
            }
            permit = null;
            client.behind(login);
        }
        return true;
    }

    private void forward(Forwarding next) {
        leaveNode();
        forwarding = next;
        tries = 0;
        connect(next);
    }

    private void connect(Forwarding next) {
        tries++;
        Duration left = service().limits().admission().minusNanos(System.nanoTime() - began);
        NodeLogin login = next.login();
        NodeLeg begun = new NodeLeg(this, login);
        leg = begun;
        Duration connecting = left.compareTo(Dial.TIMEOUT) < 0 ? left : Dial.TIMEOUT;
        Dial dial = next.dial().besides(client).within(connecting);
        begun.wire(service().net().connect(dial, begun));
    }

    /** What the leg reports, while it is the present one. */
    void report(NodeLeg from, NodeLogin.Step step) {
        Forwarding present = forwarding;
        if (over || from != leg || present == null) {
            return;
        }
        switch (step) {
            case NodeLogin.Step.More() -> {}
            case NodeLogin.Step.StartTls(var behind) -> from.startTls(behind);
            case NodeLogin.Step.LoggedIn loggedIn -> handOver(from, present, loggedIn);
            case NodeLogin.Step.Refused(var why, var referral) -> {
                closeLeg();
                ask(() -> referral.map(present::onReferral).orElseGet(() -> present.onRefusal(why)));
            }
            case NodeLogin.Step.Broken(var reason) -> {
                LOG.info(
                        "event=node-failed {} node={} why=\"{}\"",
                        client,
                        present.dial().to(),
                        reason);
                closeLeg();
                if (!from.stood() && service().room().enter(tries)) {
                    waiting = client.schedule(service().room().pause(), () -> {
                        stopWaiting();
                        connect(present);
                    });
                } else {
                    ask(() -> present.onFailure(reason));
                }
            }
        }
    }

    /** The node said yes: the client hears so, then both wires become a pipe. */
    private void handOver(NodeLeg from, Forwarding present, NodeLogin.Step.LoggedIn loggedIn) {
        present.loggedIn();
        if (!begun()) {
            refuse(Refusal.CREDENTIALS, "revoked");
            return;
        }
        forwarding = null;
        leg = null;
        finish("forwarded", present.dial().to().toString());
        flow.succeeded(client, loggedIn.capabilities());
        present.ended();
        RelayLog log = new RelayLog(client, present.dial().to());
        ReturnWatch watch =
                loggedIn.back().map(word -> new ReturnWatch(word, flow)).orElse(null);
        log.relay(Relay.join(
                client, from.wire(), new Relay.Terms(service().sessionIdle(), watch, service()), log::ended));
    }

    private void refuse(Refusal why, String log) {
        if (over) {
            return;
        }
        finish("refused-" + why.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'), log);
        leaveNode();
        flow.refused(client, why);
    }

    private void finish(String outcome, String where) {
        over = true;
        if (permit != null) {
            permit.over();
            permit = null;
        }
        if (deadline != null) {
            deadline.cancel();
        }
        if (client instanceof ChannelWire wire) {
            wire.metrics().login(outcome);
        }
        LOG.info(
                "event=login service={} {} user=\"{}\" outcome={} by=\"{}\" forwarded-session={} forwarded-client={}",
                service().name(),
                client,
                LogText.of(who),
                outcome,
                where,
                forwarded.session(),
                forwarded.client());
    }

    /** The client is gone. */
    void abandon() {
        if (!over) {
            finish("abandoned", "client");
            leaveNode();
        }
    }

    private void stopWaiting() {
        Wire.Timer present = waiting;
        if (present != null) {
            waiting = null;
            present.cancel();
            service().room().leave();
        }
    }

    private void leaveNode() {
        stopWaiting();
        closeLeg();
        Forwarding former = forwarding;
        forwarding = null;
        if (former != null) {
            former.ended();
        }
    }

    private void closeLeg() {
        NodeLeg former = leg;
        leg = null;
        if (former != null) {
            former.close();
        }
    }

    /** A verdict that came too late still holds things. */
    private static void letGo(Verdict verdict) {
        switch (verdict) {
            case Verdict.Refuse _, Verdict.Refer _ -> {}
            case Verdict.Serve(var session, var _) -> {
                var unserved = session.get();
                Thread.ofVirtual().name("session-unserved").start(unserved::closed);
            }
            case Verdict.Forward(var forwarding) -> forwarding.ended();
            case Verdict.Revocable(var inner, var permit) -> {
                letGo(inner);
                permit.over();
            }
        }
    }
}
