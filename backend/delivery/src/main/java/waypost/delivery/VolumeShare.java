package waypost.delivery;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.identity.AccountId;
import waypost.identity.TransferId;
import waypost.protocol.smtp.Recipient;
import waypost.protocol.smtp.SmtpReply;
import waypost.protocol.smtp.Transaction;
import waypost.protocol.smtp.Transfer;
import waypost.store.Delivered;
import waypost.store.Delivery;
import waypost.store.Flags;
import waypost.store.NewMessage;
import waypost.store.Outcome;
import waypost.store.ReceivedBody;
import waypost.store.TransferLedger;
import waypost.store.Upload;
import waypost.store.Volume;

/**
 * The part of a transaction that concerns one volume: its copy of the body, and one commit for all its accounts. One thread. Ends with
 * {@link #close}.
 */
final class VolumeShare implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.delivery");

    private final Volume volume;
    private final Transaction transaction;
    private final Function<Outcome.Reason, SmtpReply> answers;
    private final Upload upload;
    private Optional<ReceivedBody> received = Optional.empty();
    private Optional<SmtpReply> failure = Optional.empty();

    /**
     * @param account any of those that are to get it here
     * @param answers to what the store refuses
     */
    VolumeShare(
            Volume volume, AccountId account, Transaction transaction, Function<Outcome.Reason, SmtpReply> answers) {
        this.volume = volume;
        this.transaction = transaction;
        this.answers = answers;
        this.upload = volume.upload(account);
    }

    void write(ByteBuffer slice) {
        if (failure.isPresent()) {
            return;
        }
        try {
            if (upload.write(slice) instanceof Outcome.Refused<Long>(var reason)) {
                failure = Optional.of(Answers.of(reason));
            }
        } catch (IOException broken) {
            failed(broken);
        }
    }

    private void failed(IOException broken) {
        LOG.error("event=volume-failed volume={}", volume.name(), broken);
        failure = Optional.of(Answers.UNAVAILABLE);
    }

    private ReceivedBody body() {
        if (received.isEmpty()) {
            received = Optional.of(upload.finish());
        }
        return received.get();
    }

    /** A copy for one account. */
    record Copy(AccountId account, int folder, Recipient recipient) {}

    /**
     * Commits to all accounts at once. An account that is named twice gets one copy.
     *
     * @param began tick of the transfer's MAIL
     * @param received fields for the top of each copy
     * @return one reply for each copy
     */
    List<SmtpReply> deliver(List<Copy> copies, long began, Optional<Long> done, String trace, OffsetDateTime now) {
        if (failure.isPresent()) {
            SmtpReply reply = failure.get();
            return copies.stream().map(_ -> reply).toList();
        }
        ReceivedBody body = body();
        Map<AccountId, Delivery> deliveries = new LinkedHashMap<>();
        for (Copy copy : copies) {
            deliveries.putIfAbsent(copy.account(), delivery(copy, body, new Times(began, done), trace, now));
        }
        Map<AccountId, SmtpReply> replies = replies(List.copyOf(deliveries.values()), body);
        List<SmtpReply> all = new ArrayList<>();
        copies.forEach(copy -> all.add(replies.getOrDefault(copy.account(), Answers.UNAVAILABLE)));
        return all;
    }

    private record Times(long began, Optional<Long> done) {}

    private Delivery delivery(Copy copy, ReceivedBody body, Times times, String trace, OffsetDateTime now) {
        boolean noHeader = body.scanned().structure().root().bodyStart() == 0;
        String prefix = ItemPrefix.of(
                transaction.sender(),
                copy.recipient().original(),
                trace,
                noHeader ? ItemPrefix.Header.MISSING : ItemPrefix.Header.PRESENT);
        Optional<Delivery.Transfer> transfer = transaction
                .transfer()
                .map(Transfer::id)
                .map(id -> new Delivery.Transfer(
                        id,
                        copy.recipient().address().toString(),
                        new TransferLedger.Seen(
                                body.digest(transaction.sender().toString()), times.began(), times.done())));
        return new Delivery(copy.account(), new NewMessage(copy.folder(), prefix, Flags.NONE, now), transfer);
    }

    private Map<AccountId, SmtpReply> replies(List<Delivery> deliveries, ReceivedBody body) {
        Map<AccountId, SmtpReply> replies = new LinkedHashMap<>();
        try {
            Outcome<List<Delivered>> ended = volume.deliver(body, deliveries);
            for (int i = 0; i < deliveries.size(); i++) {
                Delivered result = switch (ended) {
                    case Outcome.Done<List<Delivered>>(var results) -> results.get(i);
                    case Outcome.Refused<List<Delivered>>(var reason) -> new Delivered.Refused(reason);
                };
                replies.put(deliveries.get(i).account(), reply(deliveries.get(i), result, body));
            }
        } catch (IOException broken) {
            failed(broken);
        }
        return replies;
    }

    private SmtpReply reply(Delivery delivery, Delivered result, ReceivedBody body) {
        String transfer =
                transaction.transfer().map(known -> known.id().toString()).orElse("none");
        return switch (result) {
            case Delivered.Stored(var appended) -> {
                LOG.info(
                        "event=delivered transfer={} account={} item={} size={}",
                        transfer,
                        delivery.account(),
                        appended.itemNo(),
                        body.size());
                yield Answers.STORED;
            }
            case Delivered.AlreadyHere(var earlier) -> {
                LOG.info("event=already-here transfer={} account={} earlier={}", transfer, delivery.account(), earlier);
                yield Answers.STORED;
            }
            case Delivered.Refused(var reason) -> {
                LOG.warn("event=not-delivered transfer={} account={} why={}", transfer, delivery.account(), reason);
                yield answers.apply(reason);
            }
        };
    }

    /**
     * A hand-on says when its transfer was DONE, of which this node may not have heard: marks what the transfer has left here. What cannot be
     * marked now only lets a later equal message pass for a repetition.
     */
    void done(Optional<Long> tick) {
        if (tick.isEmpty() || transaction.transfer().isEmpty()) {
            return;
        }
        try {
            if (volume.done(transaction.transfer().get().id(), tick.get())
                    instanceof Outcome.Refused<Long>(var reason)) {
                LOG.warn(
                        "event=done-not-noted transfer={} why={}",
                        transaction.transfer().get().id(),
                        reason);
            }
        } catch (IOException broken) {
            failed(broken);
        }
    }

    /** Puts the body and the promise to keep it on disk, whatever became of the volume's own recipients. */
    SmtpReply hold(TransferId transfer, long began) {
        if (failure.isPresent()) {
            return failure.get();
        }
        try {
            return switch (volume.queue().hold(transfer, body(), began)) {
                case Outcome.Done<TransferId> _ -> Answers.STORED;
                case Outcome.Refused<TransferId>(var reason) -> Answers.of(reason);
            };
        } catch (IOException broken) {
            failed(broken);
            return Answers.UNAVAILABLE;
        }
    }

    @Override
    public void close() {
        upload.close();
        received.ifPresent(ReceivedBody::close);
    }
}
