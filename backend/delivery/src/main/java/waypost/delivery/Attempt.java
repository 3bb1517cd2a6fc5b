package waypost.delivery;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.delivery.Duty.Step;
import waypost.delivery.Hand.Handed;
import waypost.delivery.Passage.Arrival;
import waypost.delivery.Passage.Destination;
import waypost.protocol.login.Xclient;
import waypost.protocol.smtp.Kept;
import waypost.protocol.smtp.Recipient;
import waypost.protocol.smtp.Transaction;
import waypost.protocol.smtp.Transfer;
import waypost.store.HandOn;
import waypost.store.Outcome;
import waypost.store.Volume;

/** One try to get rid of one entry of the hand-on queue: does what its {@link Duty} says. Blocking; virtual threads. */
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

    /** Whether the queue knows what became of it; else the entry is due still. */
    boolean at(Volume volume, HandOn entry) {
        Instant now = clock.instant();
        Step.End end = KeptMail.of(entry.envelope())
                .map(mail -> fulfilled(entry, mail, now))
                .orElseGet(() -> unreadable(entry, now));
        return noted(volume, entry, end, now);
    }

    /** Whether the queue knows of this end. */
    static boolean noted(Volume volume, HandOn entry, Step.End end, Instant now) {
        try {
            Outcome<Long> written = switch (end) {
                case Step.Settled _ -> volume.queue().finish(entry.number());
                case Step.Later(var why) -> later(volume, entry, why, now);
                case Step.GiveUp(var why) -> givenUp(volume, entry, why);
            };
            return switch (written) {
                case Outcome.Done<Long> _ -> true;
                case Outcome.Refused<Long>(var reason) -> {
                    LOG.warn("event=queue-not-written transfer={} why={}", entry.transfer(), reason);
                    yield false;
                }
            };
        } catch (IOException broken) {
            LOG.error("event=volume-failed volume={}", volume.name(), broken);
            return false;
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

    private static Outcome<Long> givenUp(Volume volume, HandOn entry, String why) throws IOException {
        LOG.error(
                "event=mail-given-up transfer={} sender={} recipient={} why=\"{}\"",
                entry.transfer(),
                entry.envelope().sender(),
                entry.envelope().recipient(),
                why);
        return volume.queue().finish(entry.number());
    }

    static Instant began(HandOn entry) {
        return Instant.ofEpochMilli(entry.began() / 1000);
    }

    private Step.End fulfilled(HandOn entry, KeptMail mail, Instant now) {
        Kept kept = mail.kept();
        Duty duty = new Duty(
                kept.purpose(), kept.reason(), began(entry), entry.done().isPresent());
        return end(duty, duty.due(now), entry, mail, now);
    }

    /** Does what is to be done until the attempt ends. */
    private Step.End end(Duty duty, Step step, HandOn entry, KeptMail mail, Instant now) {
        return switch (step) {
            case Step.End end -> end;
            case Step.HandOn _ -> end(duty, handedOn(duty, entry, mail, now), entry, mail, now);
            case Step.Report(var diagnosis) ->
                duty.reported(postmaster.report(entry, mail, diagnosis, now), diagnosis, now);
        };
    }

    private Step handedOn(Duty duty, HandOn entry, KeptMail mail, Instant now) {
        Recipient recipient = mail.kept().recipient();
        return switch (passage.destination(recipient, mail.kept().node())) {
            case Destination.Refused(var reply) -> duty.answered(reply, now);
            case Destination.At at ->
                arrived(duty, entry, passage.go(at, () -> transaction(entry, mail), recipient, entry.body()), now);
        };
    }

    private Step arrived(Duty duty, HandOn entry, Arrival arrival, Instant now) {
        return switch (arrival.handed()) {
            case Handed.Lost(var why) -> {
                troubles.lost(arrival.node(), clock.instant());
                yield duty.lost(arrival.node() + ": " + why);
            }
            case Handed.Unreadable(var why) -> {
                LOG.error(
                        "event=kept-mail-unreadable transfer={} recipient={} why=\"{}\"",
                        entry.transfer(),
                        entry.envelope().recipient(),
                        why);
                yield duty.lost("the kept mail cannot be read: " + why);
            }
            case Handed.Answered(var reply) -> {
                troubles.answered(arrival.node());
                if (reply.positive()) {
                    LOG.info(
                            "event=handed-on transfer={} recipient={} node={}",
                            entry.transfer(),
                            entry.envelope().recipient(),
                            arrival.node());
                }
                yield duty.answered(reply, now);
            }
        };
    }

    private Transaction transaction(HandOn entry, KeptMail mail) {
        Instant now = clock.instant();
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

    private static Step.End unreadable(HandOn entry, Instant now) {
        String why = "the entry is of a form that this release cannot read";
        return KeeperSchedule.expired(began(entry), now) ? new Step.GiveUp(why) : new Step.Later(why);
    }
}
