package waypost.protocol.smtp;

import java.nio.ByteBuffer;
import java.util.List;
import waypost.identity.TransferId;
import waypost.protocol.login.Credentials;
import waypost.protocol.sasl.Question;

/** What the driver of a {@link SmtpSession} must do next. The session stands still, and takes no byte, until it has been answered. */
public sealed interface SmtpStep {
    /** All usable bytes are taken: flush, read on. */
    record More() implements SmtpStep {}

    /** "Go ahead" is written: flush, discard this session and all that was received, start TLS with a new session. */
    record StartTls() implements SmtpStep {}

    /** Answer by {@link SmtpSession#authenticated} or {@link SmtpSession#refused}. */
    record Authenticate(Credentials credentials) implements SmtpStep {}

    /** Answer by {@link SmtpSession#told}. */
    record Ask(Question question) implements SmtpStep {}

    /** A transaction wants to begin: {@link SmtpSession#mailAnswered}. */
    record Mail(Transaction transaction) implements SmtpStep {}

    /** {@link SmtpSession#recipientAnswered}. */
    record Rcpt(Recipient recipient) implements SmtpStep {}

    /** Content wants to come: {@link SmtpSession#dataAccepted} or {@link SmtpSession#dataRefused}. */
    record DataBegins() implements SmtpStep {}

    /** Content: use the slice before the next call; no answer. */
    record Content(ByteBuffer slice) implements SmtpStep {}

    /** The content is complete and sound: {@link SmtpSession#contentAnswered}. */
    record ContentEnds() implements SmtpStep {}

    /** The content was refused, and answered: drop the transaction; no answer. */
    record ContentRefused(ContentFault fault) implements SmtpStep {}

    /** The transaction is off (RSET, EHLO): drop it; no answer. */
    record Reset() implements SmtpStep {}

    /**
     * The client has read the answer to its last content: something came that it sent later. No answer. An orderly close of the
     * connection shows the same, and is the driver's to see.
     */
    record Heard() implements SmtpStep {}

    /**
     * Trusted peers only: {@link SmtpSession#orderAnswered}.
     *
     * @param transaction with its transfer, sender, body, encoding and trace
     */
    record Keep(Transaction transaction, List<Kept> recipients) implements SmtpStep {}

    /** Trusted peers only: {@link SmtpSession#orderAnswered}. */
    record Done(TransferId transfer) implements SmtpStep {}

    /** The last reply is written: drop the transaction, if there is one, flush and close. */
    record Close(Ending ending) implements SmtpStep {}

    /** Who ended it. */
    enum Ending {
        QUIT,
        ERRORS
    }
}
