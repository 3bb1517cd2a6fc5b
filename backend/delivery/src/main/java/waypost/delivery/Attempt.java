package waypost.delivery;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.delivery.Hand.Handed;
import waypost.delivery.Passage.Arrival;
import waypost.delivery.Passage.Destination;
import waypost.protocol.login.Xclient;
import waypost.protocol.smtp.Transaction;
import waypost.protocol.smtp.Transfer;
import waypost.store.HandOn;
import waypost.store.Outcome;
import waypost.store.Volume;

/** One try to get rid of one entry of the hand-on queue: by handing it on, or by a report. Blocking; virtual threads. */
final class Attempt {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.delivery");

    private final Passage passage;
    private final Postmaster postmaster;
    private final NodeTroubles troubles;
    private final InstantSource clock;

    Attempt(Passage passage, Postmaster postmaster, NodeTroubles troubles, InstantSource clock) {
        this.passage = passage;
        this.postmaster = postmaster;
        this.troubles = troubles;
        this.clock = clock;
    }

    /** What is to become of the entry. */
    private sealed interface Fate {
        /** Nothing more is owed. */
        record Settled() implements Fate {}

        record Later(String why) implements Fate {}

        /** Refused for good, or too old. */
        record Failed(String diagnosis) implements Fate {}
    }

    void at(Volume volume, HandOn entry) {
        Instant now = clock.instant();
        Fate fate = KeptMail.of(entry.envelope())
                .map(mail -> reported(entry, mail, fate(entry, mail, now), now))
                .orElseGet(() -> unreadable(entry, now));
        try {
            Outcome<Long> noted = switch (fate) {
                case Fate.Settled _ -> volume.queue().finish(entry.number());
                case Fate.Later(var why) -> later(volume, entry, why, now);
                case Fate.Failed(var why) -> later(volume, entry, why, now);
            };
            if (noted instanceof Outcome.Refused<Long>(var reason)) {
                LOG.warn("event=queue-not-written transfer={} why={}", entry.transfer(), reason);
            }
        } catch (IOException broken) {
            LOG.error("event=volume-failed volume={}", volume.name(), broken);
        }
    }

    private static Outcome<Long> later(Volume volume, HandOn entry, String why, Instant now) throws IOException {
        Instant next = KeeperSchedule.next(entry.attempts() + 1, began(entry), now);
        LOG.info(
                "event=hand-on-later transfer={} recipient={} next={} why=\"{}\"",
                entry.transfer(),
                entry.envelope().recipient(),
                next,
                why);
        return volume.queue().retryAt(entry.number(), next);
    }

    static Instant began(HandOn entry) {
        return Instant.ofEpochMilli(entry.began() / 1000);
    }

    private Fate fate(HandOn entry, KeptMail mail, Instant now) {
        if (KeeperSchedule.expired(began(entry), now)) {
            return new Fate.Failed("550 5.4.7 Not delivered in " + KeeperSchedule.LIFETIME.toDays() + " days: "
                    + mail.kept().reason());
        }
        boolean reportable =
                KeeperSchedule.reportable(began(entry), entry.done().isPresent(), now);
        return switch (mail.kept().purpose()) {
            case HAND_ON -> {
                Fate fate = handOn(entry, mail, now);
                yield fate instanceof Fate.Failed(var why) && !reportable ? new Fate.Later(why) : fate;
            }
            case REPORT ->
                reportable ? askedAgain(entry, mail, now) : new Fate.Later("it is not known that 250 was heard");
        };
    }

    /** The node that refused is asked once more, and has to answer: the message may have come to it by another transfer. */
    private Fate askedAgain(HandOn entry, KeptMail mail, Instant now) {
        return switch (handOn(entry, mail, now)) {
            case Fate.Settled settled -> settled;
            case Fate.Later later -> later;
            case Fate.Failed _ -> new Fate.Failed(mail.kept().reason());
        };
    }

    private Fate handOn(HandOn entry, KeptMail mail, Instant now) {
        return switch (passage.destination(mail.kept().recipient(), mail.kept().node())) {
            case Destination.Refused(var reply) ->
                reply.permanent() ? new Fate.Failed(reply.toString()) : new Fate.Later(reply.toString());
            case Destination.At at -> {
                Arrival arrival = passage.go(
                        at, transaction(entry, mail, now), mail.kept().recipient(), entry.body());
                yield fate(entry, arrival, now);
            }
        };
    }

    private Fate fate(HandOn entry, Arrival arrival, Instant now) {
        return switch (arrival.handed()) {
            case Handed.Lost(var why) -> {
                troubles.lost(arrival.node(), now);
                yield new Fate.Later(arrival.node() + ": " + why);
            }
            case Handed.Answered(var reply) -> {
                troubles.answered(arrival.node());
                if (reply.positive()) {
                    LOG.info(
                            "event=handed-on transfer={} recipient={} node={}",
                            entry.transfer(),
                            entry.envelope().recipient(),
                            arrival.node());
                    yield new Fate.Settled();
                }
                yield reply.permanent() ? new Fate.Failed(reply.toString()) : new Fate.Later(reply.toString());
            }
        };
    }

    private static Transaction transaction(HandOn entry, KeptMail mail, Instant now) {
        Optional<Duration> doneAge = entry.done().map(tick -> since(tick, now));
        return new Transaction(
                Optional.of(new Transfer(entry.transfer(), since(entry.began(), now), doneAge, mail.hops() + 1)),
                mail.sender(),
                OptionalLong.of(entry.body().length()),
                mail.body(),
                mail.encoding(),
                Xclient.NONE,
                mail.trace());
    }

    private static Duration since(long tick, Instant now) {
        Duration age = Duration.between(Instant.ofEpochMilli(tick / 1000), now);
        return age.isNegative() ? Duration.ZERO : age;
    }

    /** A failure is settled when its sender knows of it; mail of a sender whom we cannot tell stays for its whole time. */
    private Fate reported(HandOn entry, KeptMail mail, Fate fate, Instant now) {
        if (!(fate instanceof Fate.Failed(var diagnosis))) {
            return fate;
        }
        Postmaster.Report report = postmaster.report(entry, mail, diagnosis, now);
        boolean over = report == Postmaster.Report.NOBODY && KeeperSchedule.expired(began(entry), now)
                || mail.sender().mailbox().isEmpty()
                || KeeperSchedule.abandoned(began(entry), now);
        return switch (report) {
            case DELIVERED -> {
                LOG.info(
                        "event=failure-reported transfer={} to={} why=\"{}\"",
                        entry.transfer(),
                        mail.sender(),
                        diagnosis);
                yield new Fate.Settled();
            }
            case LATER, NOBODY -> over ? givenUp(entry, diagnosis) : new Fate.Later(diagnosis);
        };
    }

    private Fate unreadable(HandOn entry, Instant now) {
        String why = "the entry is of a form that this release cannot read";
        return KeeperSchedule.expired(began(entry), now) ? givenUp(entry, why) : new Fate.Later(why);
    }

    private static Fate givenUp(HandOn entry, String why) {
        LOG.error(
                "event=mail-given-up transfer={} sender={} recipient={} why=\"{}\"",
                entry.transfer(),
                entry.envelope().sender(),
                entry.envelope().recipient(),
                why);
        return new Fate.Settled();
    }
}
