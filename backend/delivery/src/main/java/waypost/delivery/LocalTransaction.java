package waypost.delivery;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.cluster.Resolution;
import waypost.identity.AccountId;
import waypost.identity.AccountName;
import waypost.identity.Ownership;
import waypost.protocol.smtp.Mailbox;
import waypost.protocol.smtp.Reception;
import waypost.protocol.smtp.Recipient;
import waypost.protocol.smtp.SmtpReply;
import waypost.protocol.smtp.Trace;
import waypost.protocol.smtp.Transaction;
import waypost.protocol.smtp.Transfer;
import waypost.store.Account;
import waypost.store.Folder;
import waypost.store.Volume;

/** One transaction at this node: its recipients on one or more volumes, and those it holds for other nodes. One thread. */
final class LocalTransaction implements Reception.Receiving {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.delivery");

    /** Reported as whose a body is that is only held. */
    private static final AccountId NOBODY = new AccountId(0);

    private final LocalReception.Parts parts;
    private final Transaction transaction;
    private final Map<String, Long> began;
    private final LoopWatch loops;
    private final List<Listed> list = new ArrayList<>();
    private final Map<Volume, VolumeShare> shares = new LinkedHashMap<>();
    private boolean open;

    /** A recipient that got a positive answer. */
    private sealed interface Listed {
        record Own(Recipient recipient, AccountId account, Volume volume) implements Listed {}

        record Held() implements Listed {}
    }

    /** @param began ticks of MAIL by the names of the volumes */
    LocalTransaction(LocalReception.Parts parts, Transaction transaction, Map<String, Long> began) {
        this.parts = parts;
        this.transaction = transaction;
        this.began = began;
        this.loops = new LoopWatch(transaction.trace());
    }

    @Override
    public SmtpReply recipient(Recipient recipient) {
        if (recipient.hold().isPresent()) {
            list.add(new Listed.Held());
            return Answers.HELD;
        }
        return switch (resolve(recipient)) {
            case Resolution.Here(var account) -> list(recipient, account);
            case Resolution.Elsewhere(var where) -> SmtpReply.referral(where);
            case Resolution.None(var why) ->
                switch (why) {
                    case UNKNOWN -> Answers.UNKNOWN;
                    case DISABLED -> Answers.DISABLED;
                    case GONE -> Answers.GONE;
                };
            case Resolution.Stale(var why) -> {
                LOG.info("event=recipient-stale recipient={} why=\"{}\"", recipient.address(), why);
                yield SmtpReply.STALE;
            }
            case Resolution.Unavailable(var why) -> {
                LOG.warn("event=recipient-unavailable recipient={} why=\"{}\"", recipient.address(), why);
                yield Answers.UNAVAILABLE;
            }
        };
    }

    /** A trusted node brings canonical names with their directory ids; of a foreign server's addresses we know nothing yet. */
    private Resolution resolve(Recipient recipient) {
        Mailbox address = recipient.address();
        return recipient.directoryId().isPresent()
                ? parts.resolver()
                        .resolve(
                                new AccountName(address.local(), address.domain()),
                                recipient.directoryId().get(),
                                recipient.epoch().orElse(0))
                : parts.resolver().resolve(address.toString());
    }

    private SmtpReply list(Recipient recipient, Ownership account) {
        Optional<Volume> volume = parts.store().accounts().volume(account.id());
        if (volume.isEmpty()) {
            return Answers.UNAVAILABLE;
        }
        if (!volume.get().hasRoom()) {
            return Answers.FULL;
        }
        if (!hasQuota(recipient, account)) {
            LOG.info("event=over-quota recipient={} account={}", recipient.address(), account.id());
            return parts.overQuota();
        }
        list.add(new Listed.Own(recipient, account.id(), volume.get()));
        return Answers.RECIPIENT;
    }

    /**
     * For a message of the size that was announced, or any; a hand-over that is repeated needs no more room. Whether it has is decided again when the
     * message is stored. What the account may have by its directory is what the asker says of it now.
     */
    private boolean hasQuota(Recipient recipient, Ownership account) {
        try {
            Optional<Account> open = parts.store().accounts().open(account.id());
            if (open.isPresent() && recipient.limits().isPresent()) {
                var _ = open.get()
                        .give(recipient.limits().get()); // where nothing can be written now, what was said before holds
            }
            return open.isEmpty()
                    || open.get().hasQuota(Folder.INBOX, transaction.size().orElse(1))
                    || transaction.transfer().isPresent()
                            && open.get().knows(transaction.transfer().get().id());
        } catch (IOException broken) {
            LOG.error("event=quota-unknown account={}", account.id(), broken);
            return true;
        }
    }

    @Override
    public void content(ByteBuffer slice) {
        begin();
        loops.scan(slice);
        shares.values().forEach(share -> share.write(slice.duplicate()));
    }

    /** The list is complete: every volume that has recipients of it gets the body; with holds alone, any volume. */
    private void begin() {
        if (open) {
            return;
        }
        open = true;
        for (Listed listed : list) {
            if (listed instanceof Listed.Own(var _, var account, var volume)) {
                shares.computeIfAbsent(volume, on -> new VolumeShare(on, account, transaction, parts::answer));
            }
        }
        if (shares.isEmpty()) {
            parts.store().volumes().stream()
                    .filter(Volume::owned)
                    .findFirst()
                    .ifPresent(any -> shares.put(any, new VolumeShare(any, NOBODY, transaction, parts::answer)));
        }
    }

    @Override
    public List<SmtpReply> finish() {
        begin();
        try {
            return loops.tooManyHops() ? circles() : commit();
        } finally {
            abandon();
        }
    }

    /** Logged where its recipients are; who only holds it for them need not say it again. */
    private List<SmtpReply> circles() {
        if (list.stream().anyMatch(Listed.Own.class::isInstance)) {
            LOG.warn("event=mail-loop transfer={} sender={}", transferId("none"), transaction.sender());
        }
        return list.stream().map(_ -> Answers.LOOP).toList();
    }

    private List<SmtpReply> commit() {
        Map<Listed, SmtpReply> replies = new IdentityHashMap<>();
        OffsetDateTime now = OffsetDateTime.ofInstant(parts.clock().instant(), ZoneId.systemDefault());
        shares.forEach((volume, share) -> {
            List<Listed.Own> own = own(volume);
            List<VolumeShare.Copy> copies = own.stream()
                    .map(listed -> new VolumeShare.Copy(listed.account(), Folder.INBOX, listed.recipient()))
                    .toList();
            share.done(done(volume));
            List<SmtpReply> answers = copies.isEmpty()
                    ? List.of()
                    : share.deliver(copies, began.getOrDefault(volume.name(), 0L), done(volume), trace(now), now);
            for (int i = 0; i < own.size(); i++) {
                replies.put(own.get(i), answers.get(i));
            }
        });
        for (Listed listed : list) {
            if (listed instanceof Listed.Own own && delivered(own.recipient())) {
                replies.put(own, Answers.LOOP);
            }
        }
        SmtpReply held = mustHold(replies) ? hold() : Answers.STORED;
        return list.stream().map(listed -> replies.getOrDefault(listed, held)).toList();
    }

    private boolean delivered(Recipient recipient) {
        return loops.deliveredTo(recipient.address()) || loops.deliveredTo(recipient.original());
    }

    private List<Listed.Own> own(Volume volume) {
        List<Listed.Own> own = new ArrayList<>();
        for (Listed listed : list) {
            if (listed instanceof Listed.Own one && one.volume().equals(volume) && !delivered(one.recipient())) {
                own.add(one);
            }
        }
        return own;
    }

    /**
     * Besides the recipients that we are asked to hold: when some of ours have the message and others do not, KEEP will name us as keeper
     * for those, and must find the body.
     */
    private boolean mustHold(Map<Listed, SmtpReply> replies) {
        boolean asked = list.stream().anyMatch(Listed.Held.class::isInstance);
        boolean stored = replies.values().stream().anyMatch(SmtpReply::positive);
        boolean refused = replies.values().stream().anyMatch(reply -> !reply.positive());
        return asked || stored && refused;
    }

    /** On the first volume that can. */
    private SmtpReply hold() {
        SmtpReply last = Answers.UNAVAILABLE;
        if (transaction.transfer().isPresent()) {
            Transfer transfer = transaction.transfer().get();
            for (Map.Entry<Volume, VolumeShare> share : shares.entrySet()) {
                last = share.getValue()
                        .hold(transfer.id(), began.getOrDefault(share.getKey().name(), 0L));
                if (last.positive()) {
                    return last;
                }
            }
        }
        return last;
    }

    private Optional<Long> done(Volume volume) {
        return transaction.transfer().flatMap(Transfer::doneAge).map(volume::tick);
    }

    /** RFC 5321 §4.4: a server that takes mail from another adds a field; the front end of a trusted node has done so. */
    private String trace(OffsetDateTime now) {
        if (!transaction.trace().isEmpty()) {
            return transaction.trace();
        }
        String client = transaction.client().forwarded().client();
        return Trace.received(transaction.client().helo(), client, parts.host(), "LMTP", transferId(""), now);
    }

    private String transferId(String otherwise) {
        return transaction.transfer().map(known -> known.id().toString()).orElse(otherwise);
    }

    @Override
    public void abandon() {
        shares.values().forEach(VolumeShare::close);
        shares.clear();
    }
}
