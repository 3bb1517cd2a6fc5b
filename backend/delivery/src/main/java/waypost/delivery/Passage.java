package waypost.delivery;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.delivery.Hand.Handed;
import waypost.identity.AccountLimits;
import waypost.identity.DirectoryId;
import waypost.identity.NodeName;
import waypost.mapping.Answer;
import waypost.mapping.Journey;
import waypost.mapping.Mapping;
import waypost.mapping.Nodes;
import waypost.message.Octets;
import waypost.protocol.smtp.Recipient;
import waypost.protocol.smtp.SmtpReply;
import waypost.protocol.smtp.Transaction;

/** Finds the node of one recipient, by the mapping and by referrals, and brings the message there. Blocking; virtual threads. */
final class Passage {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.delivery");

    private final NodeName self;
    private final Nodes nodes;
    private final Mapping mapping;
    private final Hand local;
    private final Hand remote;

    Passage(NodeName self, Nodes nodes, Mapping mapping, Hand local, Hand remote) {
        this.self = self;
        this.nodes = nodes;
        this.mapping = mapping;
        this.local = local;
        this.remote = remote;
    }

    /** Where a recipient's message is to go. */
    sealed interface Destination {
        /** @param limits that the directory gives the account; empty where it does not say now */
        record At(Journey journey, Optional<DirectoryId> directoryId, Optional<AccountLimits> limits)
                implements Destination {}

        /** A finding of our own: nobody has to be asked any more. */
        record Refused(SmtpReply reply) implements Destination {}
    }

    /**
     * @param last where it was to go when it was kept: used while no directory can say
     */
    Destination destination(Recipient recipient, NodeName last) {
        return switch (mapping.locate(recipient.address().toString())) {
            case Answer.Granted granted ->
                nodes.resolve(granted.route())
                        .<Destination>map(node -> new Destination.At(
                                Journey.to(node, granted.route().epoch().orElse(0)),
                                Optional.of(granted.directoryId()),
                                Optional.of(granted.limits())))
                        .orElseGet(() -> new Destination.Refused(Answers.UNAVAILABLE));
            case Answer.Unknown _ -> new Destination.Refused(Answers.UNKNOWN);
            case Answer.Refused(var kind) ->
                new Destination.Refused(kind == Answer.Kind.DISABLED ? Answers.DISABLED : Answers.UNKNOWN);
            case Answer.Unavailable _ ->
                new Destination.At(
                        Journey.to(last, recipient.epoch().orElse(0)), recipient.directoryId(), Optional.empty());
        };
    }

    /** How a passage ended, and at which node. */
    record Arrival(NodeName node, Handed handed) {}

    Arrival go(Destination.At to, Supplier<Transaction> transaction, Recipient recipient, Octets content) {
        Journey journey = to.journey();
        while (true) {
            Recipient asked = new Recipient(
                    recipient.address(),
                    recipient.original(),
                    to.directoryId(),
                    OptionalLong.of(journey.epoch()),
                    Optional.empty(),
                    to.limits());
            Hand hand = journey.node().equals(self) ? local : remote;
            Handed handed = hand.offer(journey.node(), transaction, asked, content);
            if (handed instanceof Handed.Answered(var said) && said.stale()) {
                to.directoryId().ifPresent(mapping::outdated);
            }
            if (!(handed instanceof Handed.Answered(var reply))
                    || reply.referral().isEmpty()) {
                return new Arrival(journey.node(), handed);
            }
            switch (journey.referred(reply.referral().get(), nodes.names())) {
                case Journey.Next.Ask(var next) -> journey = next;
                case Journey.Next.Stuck(var alarm) -> {
                    LOG.error("event=alarm recipient={} why=\"{}\"", recipient.address(), alarm);
                    return new Arrival(journey.node(), new Handed.Answered(Answers.UNAVAILABLE));
                }
            }
        }
    }
}
