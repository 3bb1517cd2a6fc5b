package waypost.delivery;

import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.cluster.AccountResolver;
import waypost.identity.TransferId;
import waypost.protocol.login.Xclient;
import waypost.protocol.smtp.Body;
import waypost.protocol.smtp.Kept;
import waypost.protocol.smtp.Reception;
import waypost.protocol.smtp.ReversePath;
import waypost.protocol.smtp.SmtpReply;
import waypost.protocol.smtp.Transaction;
import waypost.protocol.smtp.Transfer;
import waypost.store.HandOnQueue;
import waypost.store.KeptEnvelope;
import waypost.store.Outcome;
import waypost.store.Store;
import waypost.store.Volume;

/** Where mail for this node's accounts arrives, and for others' that it is to keep. Safe for threads; blocks as the port says. */
public final class LocalReception implements Reception {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.delivery");

    private final Parts parts;
    private final RecentTransfers recent = new RecentTransfers();
    private final QueueBell bell;

    /**
     * What a reception works on.
     *
     * @param host our name in Received fields
     */
    record Parts(String host, Store store, AccountResolver resolver, InstantSource clock) {}

    /**
     * @param host our name in Received fields
     * @param bell rung when the hand-on queue has got work
     */
    public LocalReception(String host, Store store, AccountResolver resolver, InstantSource clock, QueueBell bell) {
        this.parts = new Parts(host, store, resolver, clock);
        this.bell = bell;
    }

    @Override
    public Opening begin(Transaction transaction) {
        if (transaction
                .transfer()
                .filter(transfer -> transfer.hops() > Transfer.MAX_HOPS)
                .isPresent()) {
            LOG.warn("event=mail-loop transfer={} sender={}", transaction.transfer(), transaction.sender());
            return new Opening.Declined(Answers.LOOP);
        }
        if (parts.store().volumes().isEmpty()) {
            return new Opening.Declined(Answers.UNAVAILABLE);
        }
        return new Opening.Opened(Answers.SENDER, new LocalTransaction(parts, transaction, ticks(transaction), recent));
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

    @Override
    public SmtpReply keep(TransferId transfer, ReversePath sender, List<Kept> recipients) {
        Optional<RecentTransfers.Begun> begun = recent.find(transfer);
        Transaction transaction = begun.map(RecentTransfers.Begun::transaction).orElseGet(() -> forgotten(sender));
        int hops = transaction.transfer().map(Transfer::hops).orElse(0);
        List<KeptEnvelope> envelopes = recipients.stream()
                .map(one -> new KeptMail(
                        sender, one, transaction.trace(), hops, transaction.body(), transaction.encoding()))
                .map(KeptMail::envelope)
                .toList();
        for (Volume volume : parts.store().volumes()) {
            Long known =
                    begun.map(RecentTransfers.Begun::ticks).orElse(Map.of()).get(volume.name());
            long began = known == null ? volume.tick(HandOnQueue.HOLD) : known;
            Optional<SmtpReply> answer = keep(volume, transfer, envelopes, began);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        return Answers.NOTHING_HELD;
    }

    /** Empty when this volume holds nothing of it. */
    private Optional<SmtpReply> keep(Volume volume, TransferId transfer, List<KeptEnvelope> envelopes, long began) {
        try {
            return switch (volume.queue().keep(transfer, envelopes, began)) {
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

    /** What is not known any more of a transaction after a restart: the least that a hand-on can do with. */
    private static Transaction forgotten(ReversePath sender) {
        return new Transaction(
                Optional.empty(),
                sender,
                OptionalLong.empty(),
                Body.EIGHT_BIT_MIME,
                Transaction.Encoding.SMTPUTF8,
                Xclient.NONE,
                "");
    }

    @Override
    public SmtpReply done(TransferId transfer) {
        boolean known = recent.forget(transfer);
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
        if (known) {
            bell.ring();
        }
        return Answers.NOTED;
    }
}
