package waypost.delivery;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.cluster.AccountResolver;
import waypost.identity.TransferId;
import waypost.protocol.smtp.Kept;
import waypost.protocol.smtp.Reception;
import waypost.protocol.smtp.SmtpReply;
import waypost.protocol.smtp.Transaction;
import waypost.protocol.smtp.Transfer;
import waypost.store.KeptEnvelope;
import waypost.store.Outcome;
import waypost.store.Store;
import waypost.store.Volume;

/** Where mail for this node's accounts arrives, and for others' that it is to keep. Safe for threads; blocks as the port says. */
public final class LocalReception implements Reception {
    /** A full mailbox, as RFC 3463 §3.3 has it: "this code should be used as a persistent transient failure". */
    public static final SmtpReply OVER_QUOTA_FOR_NOW = SmtpReply.of(452, "4.2.2", "Mailbox is full");

    /** The same for good (RFC 5321 §4.2.3). */
    public static final SmtpReply OVER_QUOTA = SmtpReply.of(552, "5.2.2", "Mailbox is full");

    private static final Logger LOG = LoggerFactory.getLogger("waypost.delivery");

    private final Parts parts;
    private final QueueBell bell;

    /**
     * What a reception works on.
     *
     * @param host our name in Received fields
     * @param overQuota what is answered for an account that has no room for a message
     */
    public record Parts(String host, Store store, AccountResolver resolver, InstantSource clock, SmtpReply overQuota) {
        /** The reply that says why something was refused. */
        SmtpReply answer(Outcome.Reason reason) {
            return reason == Outcome.Reason.OVER_QUOTA ? overQuota : Answers.of(reason);
        }
    }

    /** @param bell rung when the hand-on queue has got work */
    public LocalReception(Parts parts, QueueBell bell) {
        this.parts = parts;
        this.bell = bell;
    }

    @Override
    public Opening begin(Transaction transaction) {
        Optional<Transfer> circling = transaction.transfer().filter(transfer -> transfer.hops() > Transfer.MAX_HOPS);
        if (circling.isPresent()) {
            LOG.warn("event=mail-loop transfer={} sender={}", circling.get().id(), transaction.sender());
            return new Opening.Declined(Answers.LOOP);
        }
        if (parts.store().volumes().isEmpty()) {
            return new Opening.Declined(Answers.UNAVAILABLE);
        }
        return new Opening.Opened(Answers.SENDER, new LocalTransaction(parts, transaction, ticks(transaction)));
    }

    /**
     * When the transfer began, on the clock of each volume: for one that comes from its front end, now, at MAIL; a hand-on says how long
     * ago that was elsewhere.
     */
    private Map<String, Long> ticks(Transaction transaction) {
        Map<String, Long> ticks = new HashMap<>();
        Optional<Transfer> handedOn = transaction.transfer().filter(transfer -> transfer.hops() > 0);
        for (Volume volume : parts.store().volumes()) {
            ticks.put(
                    volume.name(),
                    handedOn.map(transfer -> volume.tick(transfer.age())).orElseGet(volume::tick));
        }
        return Map.copyOf(ticks);
    }

    /** Who is named twice is kept once, to be handed on if he is for that at all: if it fails, a report follows from it. */
    @Override
    public SmtpReply keep(Transaction transaction, List<Kept> recipients) {
        Transfer transfer = transaction.transfer().orElseThrow();
        List<KeptEnvelope> envelopes = recipients.stream()
                .sorted(Comparator.comparing(Kept::purpose))
                .map(one -> new KeptMail(
                        transaction.sender(),
                        one,
                        transaction.trace(),
                        transfer.hops(),
                        transaction.body(),
                        transaction.encoding()))
                .map(KeptMail::envelope)
                .toList();
        for (Volume volume : parts.store().volumes()) {
            Optional<SmtpReply> answer = keep(volume, transfer.id(), envelopes);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        return Answers.NOTHING_HELD;
    }

    /** Empty when this volume has nothing of it. */
    private Optional<SmtpReply> keep(Volume volume, TransferId transfer, List<KeptEnvelope> envelopes) {
        try {
            return switch (volume.queue().keep(transfer, envelopes)) {
                case Outcome.Done<Optional<TransferId>>(var held)
                when held.isPresent() -> {
                    LOG.info("event=kept transfer={} recipients={}", transfer, envelopes.size());
                    bell.ring();
                    yield Optional.of(Answers.KEPT);
                }
                case Outcome.Done<Optional<TransferId>> _ -> Optional.empty();
                case Outcome.Refused<Optional<TransferId>>(var reason) -> Optional.of(Answers.of(reason));
            };
        } catch (IOException broken) {
            LOG.error("event=volume-failed volume={}", volume.name(), broken);
            return Optional.of(Answers.UNAVAILABLE);
        }
    }

    @Override
    public SmtpReply done(TransferId transfer) {
        for (Volume volume : parts.store().volumes()) {
            try {
                if (volume.done(transfer) instanceof Outcome.Refused<Long>(var reason)) {
                    return Answers.of(reason);
                }
            } catch (IOException broken) {
                LOG.error("event=volume-failed volume={}", volume.name(), broken);
                return Answers.UNAVAILABLE;
            }
        }
        if (parts.store().volumes().stream().anyMatch(volume -> volume.queue().size() > 0)) {
            bell.ring();
        }
        return Answers.NOTED;
    }
}
