package waypost.protocol.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import waypost.identity.DirectoryId;
import waypost.identity.NodeName;
import waypost.identity.TransferId;
import waypost.protocol.Xtext;
import waypost.protocol.smtp.Kept.Purpose;
import waypost.protocol.smtp.SmtpCommand.Parameter;

/** The list behind KEEP while it is read: a line for each {@link Kept}, to a line with a dot. Also writes such lines. */
final class KeepList {
    private final Optional<Transaction> transaction;
    private final List<Kept> entries = new ArrayList<>();
    private boolean malformed;

    /** @param transaction that the command line tells of; empty if it was not understood */
    KeepList(Optional<Transaction> transaction) {
        this.transaction = transaction;
    }

    /** Takes a line other than the dot. */
    void line(String line) {
        Optional<Kept> entry = entry(line);
        if (entry.isEmpty() || entries.size() >= SmtpService.MAX_RECIPIENTS) {
            malformed = true;
        } else {
            entries.add(entry.get());
        }
    }

    void foul() {
        malformed = true;
    }

    /** All of it, or nothing: a keeper must not owe less than it was told. */
    Optional<SmtpStep.Keep> finish() {
        return transaction
                .filter(_ -> !malformed && !entries.isEmpty())
                .map(known -> new SmtpStep.Keep(known, List.copyOf(entries)));
    }

    static String wire(TransferId transfer, Transaction transaction, List<Kept> entries) {
        StringBuilder wire = new StringBuilder("KEEP " + transfer + " FROM:" + transaction.sender());
        if (transaction.body() == Body.EIGHT_BIT_MIME) {
            wire.append(" BODY=8BITMIME");
        }
        if (transaction.encoding() == Transaction.Encoding.SMTPUTF8) {
            wire.append(" SMTPUTF8");
        }
        if (!transaction.trace().isEmpty()) {
            wire.append(" TRACE=").append(Xtext.encode(transaction.trace()));
        }
        wire.append("\r\n");
        for (Kept kept : entries) {
            wire.append("TO:<").append(kept.recipient().address()).append('>');
            wire.append(recipientWords(kept.recipient()));
            wire.append(" NODE=").append(kept.node());
            wire.append(" FOR=").append(kept.purpose());
            if (!kept.reason().isEmpty()) {
                wire.append(" REASON=").append(Xtext.encode(kept.reason()));
            }
            wire.append("\r\n");
        }
        return wire.append(".\r\n").toString();
    }

    /** The parameters of RCPT that a recipient needs, each with a space before it. */
    static String recipientWords(Recipient recipient) {
        StringBuilder words = new StringBuilder();
        if (!recipient.original().equals(recipient.address())) {
            words.append(" ORIGINAL=").append(Xtext.encode(recipient.original().toString()));
        }
        recipient.directoryId().ifPresent(id -> words.append(" DIRID=").append(Xtext.encode(id.value())));
        recipient.epoch().ifPresent(epoch -> words.append(" EPOCH=").append(epoch));
        recipient.hold().ifPresent(node -> words.append(" HOLD=").append(node));
        return words.toString();
    }

    private static Optional<Kept> entry(String line) {
        if (!line.startsWith("TO:")) {
            return Optional.empty();
        }
        PathParser path = new PathParser(line, 3);
        Optional<Mailbox> address = path.forwardPath();
        return address.isEmpty()
                ? Optional.empty()
                : SmtpParser.parameters(line, path.position()).flatMap(words -> new Draft(address.get()).read(words));
    }

    private static final class Draft {
        private final Mailbox address;
        private Mailbox original;
        private Optional<DirectoryId> directoryId = Optional.empty();
        private OptionalLong epoch = OptionalLong.empty();
        private Optional<NodeName> node = Optional.empty();
        private Optional<Purpose> purpose = Optional.empty();
        private String reason = "";

        Draft(Mailbox address) {
            this.address = address;
            original = address;
        }

        Optional<Kept> read(List<Parameter> words) {
            for (Parameter word : words) {
                Optional<String> value = word.value().flatMap(Xtext::decode);
                if (value.isEmpty() || !take(word.keyword().toUpperCase(Locale.ROOT), value.get())) {
                    return Optional.empty();
                }
            }
            Recipient recipient = new Recipient(address, original, directoryId, epoch, Optional.empty());
            return node.isEmpty() || purpose.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Kept(recipient, node.get(), purpose.get(), reason));
        }

        /** Unknown words are skipped: what a newer node adds must not cost the mail. */
        private boolean take(String keyword, String value) {
            switch (keyword) {
                case "ORIGINAL" -> {
                    Optional<Mailbox> mailbox = EnvelopeReader.mailbox(value);
                    original = mailbox.orElse(address);
                    return mailbox.isPresent();
                }
                case "DIRID" -> {
                    boolean fits = !value.isEmpty() && value.length() <= 255;
                    directoryId = fits ? Optional.of(new DirectoryId(value)) : Optional.empty();
                    return fits;
                }
                case "EPOCH" -> {
                    boolean number = SmtpParser.number(value);
                    epoch = number ? OptionalLong.of(Long.parseLong(value)) : OptionalLong.empty();
                    return number;
                }
                case "NODE" -> {
                    node = NodeName.valid(value) ? Optional.of(new NodeName(value)) : Optional.empty();
                    return node.isPresent();
                }
                case "FOR" -> purpose = purpose(value);
                case "REASON" -> reason = value;
                default -> {}
            }
            return true;
        }

        private static Optional<Purpose> purpose(String text) {
            for (Purpose purpose : Purpose.values()) {
                if (purpose.name().equals(text)) {
                    return Optional.of(purpose);
                }
            }
            return Optional.empty();
        }
    }
}
