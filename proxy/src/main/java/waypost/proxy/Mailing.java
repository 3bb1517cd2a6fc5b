package waypost.proxy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.identity.LogText;
import waypost.identity.NodeName;
import waypost.mapping.Journey;
import waypost.net.Wire;
import waypost.protocol.smtp.Kept;
import waypost.protocol.smtp.Recipient;
import waypost.protocol.smtp.SmtpReply;
import waypost.protocol.smtp.SmtpService;
import waypost.protocol.smtp.Transaction;
import waypost.proxy.FanOut.Effect;
import waypost.proxy.FanOut.Event;
import waypost.proxy.SmtpLookup.Found.At;

/**
 * One transaction at a front end: tells {@link FanOut} what happens on its legs and does what it says. On the client's event loop; one
 * recipient is asked about at a time, as the client hears its answer before the next is read.
 */
final class Mailing implements MailLeg.Events {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.smtp");

    /** After the dot: nodes that have not answered by then are the keeper's duty. */
    private static final Duration ANSWERS = Duration.ofSeconds(60);

    /** After the dot: the client has its answer by then, below the 5 minutes that RFC 5321 §4.5.3.2.6 has it wait at least. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /** Of a node's answer in KEEP, whose lines are bounded; the answer has as many as a node likes. */
    private static final int REASON = 1000;

    static final SmtpReply NODE_AWAY =
            SmtpReply.of(451, "4.4.1", "The mailbox's node cannot be reached, try again later");
    static final SmtpReply STUCK = SmtpReply.of(451, "4.3.5", "The mailbox cannot be found now, try again later");

    private static final SmtpReply TOO_MANY = SmtpReply.of(452, "4.5.3", "Too many recipients");
    private static final SmtpReply MEMBERS = SmtpReply.of(250, "2.1.5", "Recipient OK");

    private final SmtpFront front;
    private final Transaction transaction;
    private final List<Addressee> addressees = new ArrayList<>();
    private final Map<NodeName, MailLeg> legs = new LinkedHashMap<>();
    private final Map<NodeName, List<Integer>> numbers = new HashMap<>();
    private FanOut machine;
    private @Nullable Asked asked;
    private final List<Wire.Timer> timers = new ArrayList<>();
    private boolean contentBegan;
    private boolean over;

    /** A recipient that a node accepted, or one of a group's. */
    private record Addressee(Recipient recipient, NodeName node) {}

    /** One of a group's whom a node refused. */
    record Refused(Recipient recipient, NodeName node, SmtpReply reply) {}

    /** The recipient that is being asked about, and who is to hear of it. */
    private record Asked(Recipient recipient, Journey journey, int index, Verdict verdict) {
        void hears(SmtpReply reply) {
            verdict.on(recipient, journey.node(), reply);
        }
    }

    /** Hears whether a node takes a recipient. */
    @FunctionalInterface
    interface Verdict {
        void on(Recipient recipient, NodeName node, SmtpReply reply);
    }

    Mailing(SmtpFront front, Transaction transaction) {
        this.front = front;
        this.transaction = transaction;
        this.machine =
                FanOut.begin(front.service().lateRefusals(), front.service().nodes()::isForeign);
    }

    // Before the content.

    void ask(At one, Consumer<SmtpReply> answered) {
        if (hasRoom(1)) {
            ask(one, (_, _, reply) -> answered.accept(reply));
        }
    }

    /** Asks for each of a group. */
    void ask(List<At> members) {
        if (hasRoom(members.size())) {
            new Distribution(this, members).next();
        }
    }

    /** As many as a node takes in one transaction; a keeper may get them all. */
    private boolean hasRoom(int more) {
        boolean room = addressees.size() + more <= SmtpService.MAX_RECIPIENTS;
        if (!room) {
            front.recipientAnswered(TOO_MANY);
        }
        return room;
    }

    /** Nobody hears of it when the client has gone meanwhile. */
    void ask(At one, Verdict verdict) {
        if (!over) {
            ask(one.recipient().at(one.journey().epoch()), one.journey(), verdict);
        }
    }

    /** Asks the node where the journey has come to whether it takes the recipient. */
    private void ask(Recipient recipient, Journey journey, Verdict verdict) {
        Optional<SmtpReply> declined = machine.declines(journey.node());
        if (declined.isPresent()) {
            verdict.on(recipient, journey.node(), declined.get());
            return;
        }
        Optional<MailLeg> leg = leg(journey.node());
        if (leg.isEmpty()) {
            verdict.on(recipient, journey.node(), NODE_AWAY);
            return;
        }
        List<Integer> known = numbers.computeIfAbsent(journey.node(), node -> new ArrayList<>());
        asked = new Asked(recipient, journey, known.size(), verdict);
        known.add(-1);
        leg.get().recipient(recipient);
    }

    private Optional<MailLeg> leg(NodeName node) {
        MailLeg present = legs.get(node);
        if (present != null) {
            return Optional.of(present).filter(MailLeg::usable);
        }
        Optional<MailLeg> opened = front.leg(node, this);
        opened.ifPresent(leg -> {
            legs.put(node, leg);
            leg.begin(transaction, this);
        });
        return opened;
    }

    @Override
    public void recipientAnswered(MailLeg leg, int index, SmtpReply reply) {
        Asked about = asked;
        if (about == null || !about.journey().node().equals(leg.node()) || about.index() != index) {
            return; // a hold: what it is worth shows after the dot
        }
        asked = null;
        if (reply.referral().isPresent()) {
            switch (about.journey()
                    .referred(reply.referral().get(), front.service().nodes().names())) {
                case Journey.Next.Ask(var next) -> {
                    about.recipient()
                            .directoryId()
                            .ifPresent(id -> front.service().learned().learn(id, next));
                    ask(about.recipient().at(next.epoch()), next, about.verdict());
                }
                case Journey.Next.Stuck(var alarm) -> {
                    LOG.error(
                            "event=alarm {} recipient={} why=\"{}\"",
                            this,
                            about.recipient().address(),
                            alarm);
                    about.hears(STUCK);
                }
            }
            return;
        }
        if (reply.positive()) {
            numbered(leg.node()).set(index, addressees.size());
            addressees.add(new Addressee(about.recipient(), leg.node()));
            LOG.info("event=recipient {} to={} node={}", this, about.recipient().address(), leg.node());
            happens(new Event.Accepted(leg.node()));
        }
        about.hears(reply);
    }

    /** How the members of a group have answered: those who were refused are the keeper's, if the others get the message. */
    void distributed(List<Refused> refused, boolean accepted) {
        if (!accepted) {
            List<SmtpReply> replies = refused.stream().map(Refused::reply).toList();
            front.recipientAnswered(Outcome.refusal(replies));
            return;
        }
        for (Refused one : refused) {
            addressees.add(new Addressee(one.recipient(), one.node()));
            LOG.info(
                    "event=member-refused {} to={} node={} answer=\"{}\"",
                    this,
                    one.recipient().address(),
                    one.node(),
                    LogText.of(one.reply().toString()));
            happens(new Event.Refused(one.node(), one.reply()));
        }
        front.recipientAnswered(MEMBERS);
    }

    /** The keeper asks again whose the name of such a one is. */
    void outdated(Recipient member) {
        member.directoryId().ifPresent(id -> front.service().logins().outdated(id));
    }

    private List<Integer> numbered(NodeName node) {
        return numbers.getOrDefault(node, List.of());
    }

    void dataWanted() {
        happens(new Event.DataWanted());
    }

    @Override
    public void dataAnswered(MailLeg leg, SmtpReply reply) {
        happens(new Event.DataAnswered(leg.node(), reply));
    }

    // The content.

    void content(ByteBuffer slice) {
        for (MailLeg leg : List.copyOf(legs.values())) {
            if (machine.legs().get(leg.node()) == FanOut.Phase.STREAMING) {
                leg.content(slice.duplicate());
            }
        }
    }

    /** Whether the client should go on sending: somebody can take it. */
    boolean flows() {
        boolean streaming = false;
        for (MailLeg leg : legs.values()) {
            if (machine.legs().get(leg.node()) == FanOut.Phase.STREAMING) {
                streaming = true;
                if (leg.writable()) {
                    return true;
                }
            }
        }
        return !streaming;
    }

    @Override
    public void legWritable() {
        front.contentMayFlow();
    }

    void contentEnded() {
        timers.add(front.wire().schedule(ANSWERS, () -> happens(new Event.AnswersDue())));
        timers.add(front.wire().schedule(PATIENCE, () -> happens(new Event.Deadline())));
        happens(new Event.Ended());
    }

    // After the content.

    @Override
    public void delivered(MailLeg leg, int index, SmtpReply reply) {
        int number = numbered(leg.node()).get(index);
        if (!reply.positive()) {
            LOG.info(
                    "event=refused-late {} recipient={} node={} answer=\"{}\"",
                    this,
                    addressees.get(number).recipient().address(),
                    leg.node(),
                    reply);
        }
        happens(new Event.Answer(leg.node(), number, reply));
    }

    @Override
    public void keepAnswered(MailLeg leg, SmtpReply reply) {
        happens(new Event.KeepAnswered(leg.node(), reply));
    }

    @Override
    public void legLost(MailLeg leg, String why) {
        LOG.warn("event=node-lost {} node={} why=\"{}\"", this, leg.node(), why);
        Asked about = asked;
        happens(new Event.Lost(leg.node()));
        front.forget(leg); // behind it: content that waited for this leg flows at once, and must not wait for it again
        if (about != null && about.journey().node().equals(leg.node())) {
            asked = null;
            about.hears(NODE_AWAY);
        }
    }

    /** The client has shown that it heard the answer. */
    void heard() {
        happens(new Event.Heard());
    }

    /** The transaction is off: the client took it back, spoiled it, or is gone. */
    void abandon() {
        if (!over) {
            end();
            legs.values().stream().filter(MailLeg::usable).forEach(MailLeg::abandon);
        }
    }

    private void happens(Event event) {
        FanOut.Turn turn = machine.on(event);
        machine = turn.next();
        turn.effects().forEach(this::perform);
    }

    private void perform(Effect effect) {
        switch (effect) {
            case Effect.Hold(var keeper, var number) -> {
                Addressee other = addressees.get(number);
                numbered(keeper).add(number);
                to(keeper, leg -> leg.recipient(other.recipient().heldFor(other.node())));
            }
            case Effect.BeginData(var node) -> to(node, MailLeg::data);
            case Effect.GoAhead _ -> {
                contentBegan = true;
                front.dataAccepted();
            }
            case Effect.EndData(var node) -> to(node, MailLeg::contentEnds);
            case Effect.Keep(var node, var missing) -> keep(node, missing);
            case Effect.Say(var reply) -> say(reply);
            case Effect.Done(var node) -> {
                MailLeg leg = legs.get(node);
                if (leg != null) {
                    transaction.transfer().ifPresent(transfer -> leg.done(transfer.id()));
                }
            }
        }
    }

    private void to(NodeName node, Consumer<MailLeg> order) {
        MailLeg leg = legs.get(node);
        if (leg != null && leg.usable()) {
            order.accept(leg);
        }
    }

    private void keep(NodeName node, List<Integer> missing) {
        List<Kept> kept = new ArrayList<>();
        for (int number : missing) {
            Addressee addressee = addressees.get(number);
            SmtpReply answer = machine.answerOf(number).orElse(NODE_AWAY);
            Kept.Purpose purpose = answer.permanent() ? front.service().latePurpose() : Kept.Purpose.HAND_ON;
            String reason = answer.toString();
            String bounded = reason.substring(0, Math.min(reason.length(), REASON));
            kept.add(new Kept(addressee.recipient(), addressee.node(), purpose, bounded));
            if (answer.permanent()) {
                LOG.warn(
                        "event=report-owed {} to={} answer=\"{}\"",
                        this,
                        addressee.recipient().address(),
                        LogText.of(reason));
            }
        }
        LOG.info("event=keep {} keeper={} recipients={}", this, node, missing.size());
        to(node, leg -> transaction.transfer().ifPresent(transfer -> leg.keep(transfer.id(), transaction, kept)));
    }

    private void end() {
        over = true;
        timers.forEach(Wire.Timer::cancel);
        timers.clear();
    }

    private void say(SmtpReply reply) {
        end();
        legs.values().stream().filter(MailLeg::usable).forEach(this::release);
        LOG.info("event=message {} recipients={} answer=\"{}\"", this, addressees.size(), LogText.of(reply.toString()));
        front.answered(reply, contentBegan);
    }

    /** A node that never had the content, as it only referred elsewhere, still waits for it. */
    private void release(MailLeg leg) {
        switch (machine.legs().getOrDefault(leg.node(), FanOut.Phase.OPEN)) {
            case OPEN, ASKED_FOR_DATA, STREAMING -> leg.abandon();
            case ENDED, HAS_BODY, LOST -> leg.rest();
        }
    }

    /** For the log. */
    @Override
    public String toString() {
        return front.wire() + " transfer="
                + transaction
                        .transfer()
                        .map(transfer -> transfer.id().toString())
                        .orElse("none") + " from="
                + transaction.sender();
    }
}
