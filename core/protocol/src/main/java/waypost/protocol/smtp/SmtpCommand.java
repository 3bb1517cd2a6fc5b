package waypost.protocol.smtp;

import java.util.List;
import java.util.Optional;
import waypost.identity.Secret;
import waypost.identity.TransferId;
import waypost.protocol.login.Xclient;

/** A command line of SMTP (RFC 5321 §4.1), submission or LMTP (RFC 2033), and of the extension that Waypost nodes use between them. */
sealed interface SmtpCommand {
    /** EHLO, HELO or LHLO. */
    record Hello(Greeting greeting, String name) implements SmtpCommand {}

    /** RFC 3207. */
    record StartTls() implements SmtpCommand {}

    /** RFC 4954. */
    record Auth(String mechanism, Optional<Secret> initialResponse) implements SmtpCommand {}

    record Mail(ReversePath sender, List<Parameter> parameters) implements SmtpCommand {}

    record Rcpt(Mailbox recipient, List<Parameter> parameters) implements SmtpCommand {}

    record Data() implements SmtpCommand {}

    /** RFC 3030 §2: so many octets follow the line. */
    record Bdat(long size, Chunk chunk) implements SmtpCommand {}

    record Rset() implements SmtpCommand {}

    record Noop() implements SmtpCommand {}

    record Vrfy() implements SmtpCommand {}

    record Help() implements SmtpCommand {}

    record Quit() implements SmtpCommand {}

    /** The client on whose behalf the next transactions are. Trusted peers only, as all below. */
    record Client(Xclient client) implements SmtpCommand {}

    /** A list of {@link Kept} follows, to its dot; malformed or not. */
    record Keep(Optional<TransferId> transfer, ReversePath sender, List<Parameter> parameters) implements SmtpCommand {}

    record Done(TransferId transfer) implements SmtpCommand {}

    /** EXPN, TURN and ETRN: known, but not done (RFC 5321 §3.5.2, appendix F.1; RFC 1985). */
    record Declined() implements SmtpCommand {}

    record Unknown(String verb) implements SmtpCommand {}

    record Malformed(SmtpReply reply) implements SmtpCommand {}

    /** Malformed, and where the next command begins cannot be known: the connection must end. */
    record Lost(SmtpReply reply) implements SmtpCommand {}

    enum Greeting {
        EHLO,
        HELO,
        LHLO
    }

    enum Chunk {
        MORE_FOLLOW,
        LAST
    }

    /**
     * Of MAIL or RCPT.
     *
     * @param keyword in upper case
     */
    record Parameter(String keyword, Optional<String> value) {}
}
