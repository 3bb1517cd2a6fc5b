package waypost.protocol.smtp;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import waypost.identity.AccountLimits;
import waypost.identity.DirectoryId;
import waypost.identity.NodeName;
import waypost.identity.TransferId;
import waypost.protocol.Xtext;
import waypost.protocol.login.Xclient;
import waypost.protocol.smtp.SmtpCommand.Parameter;

/**
 * Reads the parameters of MAIL and RCPT. What the service does not offer is refused (RFC 5321 §4.1.1.11), DSN's too (RFC 3461: not
 * offered yet).
 */
final class EnvelopeReader {
    private static final int MAX_SIZE_DIGITS = 20;

    private final SmtpService service;

    private OptionalLong size = OptionalLong.empty();
    private Body body = Body.SEVEN_BIT;
    private Transaction.Encoding encoding = Transaction.Encoding.ASCII;
    private Optional<TransferId> transfer = Optional.empty();
    private OptionalLong age = OptionalLong.empty();
    private OptionalLong doneAge = OptionalLong.empty();
    private OptionalLong hops = OptionalLong.empty();
    private String trace = "";

    private Optional<Mailbox> original = Optional.empty();
    private Optional<DirectoryId> directoryId = Optional.empty();
    private OptionalLong epoch = OptionalLong.empty();
    private Optional<NodeName> hold = Optional.empty();
    private Optional<AccountLimits> limits = Optional.empty();

    private EnvelopeReader(SmtpService service) {
        this.service = service;
    }

    static Read<Transaction> mail(SmtpService service, SmtpCommand.Mail mail, Xclient client) {
        EnvelopeReader envelope = new EnvelopeReader(service);
        Optional<SmtpReply> refusal = all(mail.parameters(), envelope::mailParameter);
        if (refusal.isEmpty()
                && envelope.encoding == Transaction.Encoding.ASCII
                && !mail.sender().ascii()) {
            refusal = Optional.of(Replies.NEEDS_SMTPUTF8);
        }
        return refusal.<Read<Transaction>>map(Read.Refused::new)
                .orElseGet(() -> new Read.Value<>(envelope.transaction(mail.sender(), client)));
    }

    /** What KEEP says of its transaction, in MAIL's words; unknown ones are skipped. Empty if it is malformed. */
    static Optional<Transaction> keep(SmtpService service, SmtpCommand.Keep keep) {
        EnvelopeReader envelope = new EnvelopeReader(service);
        envelope.transfer = keep.transfer();
        Optional<SmtpReply> refusal = all(keep.parameters(), envelope::keepParameter);
        return refusal.isPresent() || keep.transfer().isEmpty()
                ? Optional.empty()
                : Optional.of(envelope.transaction(keep.sender(), Xclient.NONE));
    }

    static Read<Recipient> rcpt(SmtpService service, SmtpCommand.Rcpt rcpt) {
        EnvelopeReader envelope = new EnvelopeReader(service);
        return all(rcpt.parameters(), envelope::rcptParameter)
                .<Read<Recipient>>map(Read.Refused::new)
                .orElseGet(() -> new Read.Value<>(envelope.recipient(rcpt.recipient())));
    }

    private Transaction transaction(ReversePath sender, Xclient client) {
        Optional<Transfer> full = transfer.map(id -> new Transfer(
                id,
                Duration.ofMillis(age.orElse(0)),
                doneAge.isPresent() ? Optional.of(Duration.ofMillis(doneAge.getAsLong())) : Optional.empty(),
                (int) Math.min(hops.orElse(0), Integer.MAX_VALUE)));
        return new Transaction(full, sender, size, body, encoding, client, trace);
    }

    private Recipient recipient(Mailbox address) {
        return new Recipient(address, original.orElse(address), directoryId, epoch, hold, limits);
    }

    private static Optional<SmtpReply> all(List<Parameter> parameters, ParameterReader reader) {
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            for (Parameter earlier : parameters.subList(0, i)) {
                if (earlier.keyword().equals(parameter.keyword())) {
                    return Optional.of(Replies.SYNTAX);
                }
            }
            Verdict verdict = reader.read(parameter.keyword(), parameter.value());
            if (verdict != Verdict.TAKEN) {
                return Optional.of(verdict.reply);
            }
        }
        return Optional.empty();
    }

    private Verdict mailParameter(String keyword, Optional<String> value) {
        return switch (keyword) {
            case "SIZE" -> size(value);
            case "BODY" -> body(value);
            case "SMTPUTF8" -> smtpUtf8(value);
            // RFC 4954 §5: an identity of a client that is not trusted to assert it is read and forgotten.
            case "AUTH" -> service.sasl().isEmpty() ? Verdict.UNKNOWN : Verdict.of(value.isPresent());
            case "TRANSFER", "AGE", "DONEAGE", "HOPS", "TRACE" ->
                service.offers(Extension.WAYPOST) ? transferParameter(keyword, value.orElse("")) : Verdict.UNKNOWN;
            default -> Verdict.UNKNOWN;
        };
    }

    private Verdict keepParameter(String keyword, Optional<String> value) {
        return switch (keyword) {
            case "BODY" -> body(value);
            case "SMTPUTF8" -> smtpUtf8(value);
            case "TRACE" -> transferParameter(keyword, value.orElse(""));
            default -> Verdict.TAKEN;
        };
    }

    /** RFC 1870 §6: size-value = 1*20DIGIT, more than a long holds. */
    private Verdict size(Optional<String> value) {
        String digits = value.orElse("");
        if (digits.isEmpty()
                || digits.length() > MAX_SIZE_DIGITS
                || !digits.chars().allMatch(Octet::digit)) {
            return Verdict.MALFORMED;
        }
        BigInteger claimed = new BigInteger(digits);
        if (claimed.compareTo(BigInteger.valueOf(service.maxSize())) > 0) {
            return Verdict.TOO_BIG;
        }
        size = OptionalLong.of(claimed.longValueExact());
        return Verdict.TAKEN;
    }

    private Verdict body(Optional<String> value) {
        String type = value.orElse("");
        if (type.equalsIgnoreCase("8BITMIME")) {
            body = Body.EIGHT_BIT_MIME;
            return Verdict.TAKEN;
        }
        return Verdict.of(type.equalsIgnoreCase("7BIT"));
    }

    private Verdict smtpUtf8(Optional<String> value) {
        if (!service.offers(Extension.SMTPUTF8)) {
            return Verdict.UNKNOWN;
        }
        encoding = Transaction.Encoding.SMTPUTF8;
        return Verdict.of(value.isEmpty());
    }

    private Verdict transferParameter(String keyword, String value) {
        return switch (keyword) {
            case "TRANSFER" -> {
                transfer = SmtpParser.transfer(value);
                yield Verdict.of(transfer.isPresent());
            }
            case "AGE" -> {
                age = number(value);
                yield Verdict.of(age.isPresent());
            }
            case "DONEAGE" -> {
                doneAge = number(value);
                yield Verdict.of(doneAge.isPresent());
            }
            case "HOPS" -> {
                hops = number(value);
                yield Verdict.of(hops.isPresent());
            }
            default -> {
                Optional<String> fields = Xtext.decode(value);
                trace = fields.orElse("");
                yield Verdict.of(fields.isPresent() && Trace.wellFormed(trace));
            }
        };
    }

    private Verdict rcptParameter(String keyword, Optional<String> value) {
        if (!service.offers(Extension.WAYPOST)) {
            return Verdict.UNKNOWN;
        }
        String text = value.flatMap(Xtext::decode).orElse("");
        return switch (keyword) {
            case "ORIGINAL" -> {
                original = mailbox(text);
                yield Verdict.of(original.isPresent());
            }
            case "DIRID" -> {
                directoryId =
                        text.isEmpty() || text.length() > 255 ? Optional.empty() : Optional.of(new DirectoryId(text));
                yield Verdict.of(directoryId.isPresent());
            }
            case "EPOCH" -> {
                epoch = number(text);
                yield Verdict.of(epoch.isPresent());
            }
            case "HOLD" -> {
                hold = NodeName.valid(text) ? Optional.of(new NodeName(text)) : Optional.empty();
                yield Verdict.of(hold.isPresent());
            }
            case "LIMITS" -> {
                limits = AccountLimits.parse(text);
                yield Verdict.of(limits.isPresent());
            }
            default -> Verdict.UNKNOWN;
        };
    }

    /** A mailbox as {@link Mailbox#toString} writes it. */
    static Optional<Mailbox> mailbox(String text) {
        String path = "<" + text + ">";
        PathParser parser = new PathParser(path, 0);
        return parser.forwardPath().filter(_ -> parser.position() == path.length());
    }

    private static OptionalLong number(String text) {
        return SmtpParser.number(text) ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    private interface ParameterReader {
        Verdict read(String keyword, Optional<String> value);
    }

    private enum Verdict {
        TAKEN(Replies.OK),
        MALFORMED(Replies.SYNTAX),
        UNKNOWN(Replies.UNKNOWN_PARAMETER),
        TOO_BIG(Replies.MESSAGE_TOO_BIG);

        private final SmtpReply reply;

        Verdict(SmtpReply reply) {
            this.reply = reply;
        }

        static Verdict of(boolean wellFormed) {
            return wellFormed ? TAKEN : MALFORMED;
        }
    }
}
