package waypost.protocol.smtp;

import waypost.identity.TransferId;

/** What a {@link LmtpClient} heard. */
public sealed interface LmtpEvent {
    /** All bytes are taken. */
    record More() implements LmtpEvent {}

    /** The peer is ready for TLS; {@link LmtpClient#connected} when that stands. */
    record StartTls() implements LmtpEvent {}

    /** Greeting, hello and log-in are done: transactions may begin. */
    record Ready(Features features) implements LmtpEvent {}

    /** The node does not let us in; the connection is of no use. */
    record NotReady(SmtpReply reply) implements LmtpEvent {}

    record MailAnswered(SmtpReply reply) implements LmtpEvent {}

    /** @param index counts the recipients of the transaction from 0, as they were said */
    record RecipientAnswered(int index, SmtpReply reply) implements LmtpEvent {}

    /** Content may be written. */
    record GoAhead() implements LmtpEvent {}

    /** No content is wanted; the transaction is over. */
    record ContentRefused(SmtpReply reply) implements LmtpEvent {}

    /** The final answer for one accepted recipient. */
    record Delivered(int index, SmtpReply reply) implements LmtpEvent {}

    record KeepAnswered(TransferId transfer, SmtpReply reply) implements LmtpEvent {}

    record DoneAnswered(TransferId transfer, SmtpReply reply) implements LmtpEvent {}

    /** The transaction was taken back by RSET. */
    record ResetAnswered(SmtpReply reply) implements LmtpEvent {}

    /** QUIT was answered: close. */
    record Farewell() implements LmtpEvent {}

    /** The peer does not speak the protocol, or says goodbye unasked: close. What was not answered is unknown. {@code reason} is for the log. */
    record Broken(String reason) implements LmtpEvent {}
}
