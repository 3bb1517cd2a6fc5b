package waypost.app;

import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import waypost.config.ClusterNodeSection;
import waypost.config.Configuration;
import waypost.identity.NodeName;
import waypost.identity.Referral;
import waypost.mapping.Answer;
import waypost.mapping.Journey;
import waypost.mapping.Nodes;
import waypost.mapping.Service;
import waypost.net.Dial;
import waypost.net.Endpoint;
import waypost.net.Net;
import waypost.protocol.imap.ImapUpstream;
import waypost.protocol.imap.MailboxName;
import waypost.protocol.login.Forwarded;
import waypost.protocol.login.NodeLogin.Step;
import waypost.protocol.login.Refusal;

/** The account that takes imported mail: reached at its node's internal IMAP listener, as this node, by whatever way the nodes refer. */
final class ImportTarget implements AutoCloseable {
    private final Net net;
    private final Nodes nodes;
    private final NodeName self;
    private final NodeDialing dialing;
    private final Answer.Granted account;
    private final Set<String> created = new HashSet<>();
    private Optional<ImapClient> client = Optional.empty();

    ImportTarget(Net net, Configuration configuration, NodeTls tls, Answer.Granted account) {
        this.net = net;
        this.nodes = ClusterNodes.of(configuration);
        this.self = configuration.node().name();
        this.dialing = new NodeDialing(configuration, nodes, tls, NodePlaces.UNCOUNTED);
        this.account = account;
    }

    /** Logs in, unless that is done. */
    ImapClient client() throws Complaint {
        if (client.isEmpty()) {
            NodeName first = nodes.resolve(account.route())
                    .orElseThrow(() -> Complaint.failed("The directory says that " + account.name() + " is on "
                            + account.route().target() + ", which is no node of the configuration."));
            client = Optional.of(logIn(Journey.to(first, account.route().epoch().orElse(0))));
        }
        return client.get();
    }

    /** What keeps the message from being taken; empty if it was taken. */
    Optional<String> append(ImapClient.Envelope envelope, Spool message) throws Complaint {
        ImapClient open = client();
        try {
            create(open, envelope.folder());
            String answer = open.append(envelope, message);
            return answer.startsWith("OK") ? Optional.empty() : Optional.of(withoutStatus(answer));
        } catch (IOException broken) {
            close();
            return Optional.of(String.valueOf(broken.getMessage()));
        }
    }

    private static String withoutStatus(String answer) {
        return answer.substring(answer.indexOf(' ') + 1);
    }

    /** Where it is there already the answer is NO; where it cannot be made, each APPEND tells why. */
    private void create(ImapClient open, String folder) throws IOException {
        if (created.add(folder)
                && open.command("CREATE " + MailboxName.astring(folder)).startsWith("OK")) {
            open.command("SUBSCRIBE " + MailboxName.astring(folder));
        }
    }

    private ImapClient logIn(Journey journey) throws Complaint {
        ClusterNodeSection node = nodes.find(journey.node()).orElseThrow(() -> noAddress(journey.node()));
        Dial dial = dialing.dial(node, Service.IMAP, Service.IMAP).orElseThrow(() -> noAddress(node.name()));
        if (node.foreign()) {
            throw Complaint.failed("Node " + node.name() + " lets users in with their own passwords only (nodes: login:"
                    + " password), so mail cannot be imported there.");
        }
        Forwarded forwarded = new Forwarded(
                        "",
                        "",
                        Forwarded.FIRST_TTL - 1 - journey.referrals(),
                        Optional.of(account.directoryId()),
                        journey.epoch())
                .with(Forwarded.Shown.MORE); // no user is there to show anything
        ImapClient opened = ImapClient.dial(
                net, dial, new ImapUpstream(account.name(), dialing.proof(node), forwarded, NodeDialing.opening(node)));
        Step step = ended(opened);
        if (step instanceof Step.LoggedIn) {
            return opened;
        }
        opened.close();
        return elsewhere(journey, dial.to(), step);
    }

    private static Step ended(ImapClient opened) {
        try {
            return opened.login();
        } catch (IOException silent) {
            return new Step.Broken(String.valueOf(silent.getMessage()));
        }
    }

    private ImapClient elsewhere(Journey journey, Endpoint endpoint, Step step) throws Complaint {
        String where = "Node " + journey.node() + " at " + endpoint;
        return switch (step) {
            case Step.Refused(var _, Optional<Referral> referral)
            when referral.isPresent() ->
                switch (journey.referred(referral.get(), nodes.names())) {
                    case Journey.Next.Ask(var next) -> logIn(next);
                    case Journey.Next.Stuck(var alarm) -> throw Complaint.failed(alarm);
                };
            case Step.Refused(var why, var _)
            when why == Refusal.CREDENTIALS ->
                throw Complaint.failed(
                        where + " does not trust this node. Its configuration needs: trusted-peers: [{name: " + self
                                + ", networks: [this machine's addresses]}]");
            case Step.Refused(var why, var _) -> throw Complaint.failed(where + " refuses the log-in: " + why);
            case Step.Broken(var reason) -> throw Complaint.failed(where + " cannot be reached: " + reason);
            case Step.LoggedIn _, Step.More _, Step.StartTls _ ->
                throw new IllegalStateException("no end of a failed log-in: " + step);
        };
    }

    private Complaint noAddress(NodeName node) {
        return Complaint.wrong("""
                The configuration does not say where node %1$s takes IMAP from other nodes. It needs, here:
                  nodes: [{name: %1$s, imap: "127.0.0.1:2144"}]
                and in the configuration of %1$s:
                  services: {imap: {listeners: [{address: "127.0.0.1:2144", tls: implicit, internal: true}]}}
                  trusted-peers: [{name: %2$s, networks: [127.0.0.0/8]}]""".formatted(node, self));
    }

    @Override
    public void close() {
        client.ifPresent(ImapClient::close);
        client = Optional.empty();
    }
}
