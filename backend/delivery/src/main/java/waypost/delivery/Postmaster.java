package waypost.delivery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.delivery.Duty.Told;
import waypost.delivery.Hand.Handed;
import waypost.delivery.Passage.Destination;
import waypost.identity.TransferId;
import waypost.message.Octets;
import waypost.protocol.login.Xclient;
import waypost.protocol.smtp.Body;
import waypost.protocol.smtp.Mailbox;
import waypost.protocol.smtp.Recipient;
import waypost.protocol.smtp.ReversePath;
import waypost.protocol.smtp.Transaction;
import waypost.protocol.smtp.Transfer;
import waypost.store.HandOn;

/** Reports failures to senders that have a mailbox in this cluster. Blocking; virtual threads. */
final class Postmaster {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.delivery");

    private static final int RETURNED_HEADER = 32 * 1024;
    private static final Pattern STATUS = Pattern.compile("\\b5\\.\\d{1,3}\\.\\d{1,3}\\b");

    private final String host;
    private final Passage passage;

    Postmaster(String host, Passage passage) {
        this.host = host;
        this.passage = passage;
    }

    /** Reports once, however often it is asked to: the report's transfer id follows from what it is about. */
    Told report(HandOn entry, KeptMail mail, String diagnosis, Instant now) {
        Optional<Mailbox> sender = mail.sender().mailbox();
        if (sender.isEmpty()) {
            return Told.NOBODY;
        }
        Recipient to = Recipient.of(sender.get());
        return switch (passage.destination(to, mail.kept().node())) {
            case Destination.Refused(var reply) -> reply.temporary() ? Told.NOT_YET : Told.STRANGER;
            case Destination.At(var _, var directoryId, var _) when directoryId.isEmpty() -> Told.NOT_YET;
            case Destination.At at -> {
                Told told = deliver(at, to, entry, message(entry, mail, diagnosis, now));
                if (told == Told.SENDER) {
                    LOG.info(
                            "event=failure-reported transfer={} to={} why=\"{}\"",
                            entry.transfer(),
                            mail.sender(),
                            diagnosis);
                }
                yield told;
            }
        };
    }

    private Told deliver(Destination.At at, Recipient to, HandOn entry, byte[] message) {
        Transaction transaction = new Transaction(
                Optional.of(Transfer.begins(id(entry))),
                ReversePath.NULL, // RFC 5321 §4.5.5
                OptionalLong.of(message.length),
                Body.EIGHT_BIT_MIME,
                to.address().ascii() ? Transaction.Encoding.ASCII : Transaction.Encoding.SMTPUTF8,
                Xclient.NONE,
                "");
        Handed handed =
                passage.go(at, () -> transaction, to, Octets.of(message)).handed();
        return switch (handed) {
            case Handed.Answered(var reply) when reply.positive() -> Told.SENDER;
            case Handed.Answered(var reply) -> reply.permanent() ? Told.STRANGER : Told.NOT_YET;
            case Handed.Lost _, Handed.Unreadable _ -> Told.NOT_YET;
        };
    }

    private static TransferId id(HandOn entry) {
        String about = "report " + entry.transfer() + " " + entry.envelope().recipient();
        UUID id = UUID.nameUUIDFromBytes(about.getBytes(StandardCharsets.UTF_8));
        return new TransferId(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    private byte[] message(HandOn entry, KeptMail mail, String diagnosis, Instant now) {
        Matcher status = STATUS.matcher(diagnosis);
        FailureReport report = new FailureReport(
                host,
                id(entry).toString(),
                mail.sender().mailbox().orElseThrow(),
                mail.kept().recipient().original(),
                diagnosis,
                status.find() ? status.group() : "5.0.0",
                header(entry.body()));
        return report.message(OffsetDateTime.ofInstant(now, ZoneId.systemDefault()));
    }

    /** Empty when the body cannot be read any more: that must not keep the report from its way. */
    private static String header(Octets body) {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        try {
            body.read(0, Math.min(RETURNED_HEADER, body.length()), slice -> {
                byte[] bytes = new byte[slice.remaining()];
                slice.get(bytes);
                head.writeBytes(bytes);
            });
        } catch (IOException unreadable) {
            return "";
        }
        String text = head.toString(StandardCharsets.UTF_8);
        int end = text.startsWith("\r\n") ? 0 : text.indexOf("\r\n\r\n");
        int lastLine = text.lastIndexOf("\r\n");
        return text.substring(0, end >= 0 ? end : Math.max(0, lastLine)) + "\r\n";
    }
}
