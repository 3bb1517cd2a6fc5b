package waypost.proxy;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.config.ClusterNodeSection;
import waypost.identity.NodeName;
import waypost.mapping.Answer;
import waypost.mapping.Nodes;
import waypost.mapping.Service;
import waypost.net.Dial;
import waypost.net.Net;
import waypost.net.Wire;
import waypost.protocol.login.Credentials;
import waypost.protocol.login.Forwarded;
import waypost.protocol.login.NodeLogin.Step;
import waypost.protocol.login.Refusal;

/** Passwords that only a node can judge, of users who want no session there: it is logged in to by IMAP, or else by POP3, and out again. */
public record NodePasswords(Net net, NodeDialer dialer, Nodes nodes) {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.login");

    /** Gives why the user is not let in; empty if he is. On the client's loop. */
    CompletionStage<Optional<Refusal>> ask(
            Answer.Granted account, Credentials shown, NodeTrial trial, Forwarded client, Wire wire) {
        Optional<NodeName> name = nodes.resolve(account.route());
        Optional<ClusterNodeSection> judge = name.flatMap(named -> Frontdoor.judge(nodes, named));
        if (judge.isEmpty()) {
            return stuck(account, trial, name.map(Frontdoor::judgesNot).orElse("the directory names no node"));
        }
        ClusterNodeSection node = judge.get();
        Optional<Dial> imap = dialer.dial(node, Service.IMAP, Service.SUBMISSION);
        Service protocol = imap.isPresent() ? Service.IMAP : Service.POP3;
        Optional<Dial> dial = imap.or(() -> dialer.dial(node, protocol, Service.SUBMISSION));
        if (dial.isEmpty()) {
            return stuck(account, trial, node.name() + " has no address for imap, nor for pop3");
        }
        var login = dialer.login(node, protocol, account.name(), HandOver.proof(node, shown, true), client);
        String goodbye = protocol == Service.POP3 ? "QUIT" : "Z LOGOUT";
        return NodeInquiry.ask(net, dial.get().besides(wire), login, goodbye)
                .thenCompose(step -> said(step, trial, node, wire));
    }

    private static CompletionStage<Optional<Refusal>> stuck(Answer.Granted account, NodeTrial trial, String why) {
        LOG.error("event=alarm account={} why=\"{}\"", account.name(), why);
        return trial.refused(Refusal.UNAVAILABLE).thenApply(Optional::of);
    }

    private static CompletionStage<Optional<Refusal>> said(
            Step step, NodeTrial trial, ClusterNodeSection node, Wire wire) {
        return switch (step) {
            case Step.LoggedIn _ -> {
                trial.right();
                yield CompletableFuture.completedStage(Optional.empty());
            }
            case Step.Refused(var why, var _) -> trial.refused(why).thenApply(Optional::of);
            case Step.Broken(var reason) -> {
                LOG.warn(
                        "event=node-failed session={} node={} service=submission why=\"{}\"",
                        wire.session(),
                        node.name(),
                        reason);
                yield trial.refused(Refusal.UNAVAILABLE).thenApply(Optional::of);
            }
            case Step.More(), Step.StartTls _ -> throw new IllegalStateException("not the end of a log-in");
        };
    }
}
