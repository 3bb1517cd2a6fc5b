package waypost.protocol.smtp;

import waypost.protocol.sasl.SaslExchange;

/** What the next bytes of a {@link SmtpSession} are, or what it waits for. */
sealed interface SmtpState {
    /** The very first command: what is not SMTP is sent away, lest a browser be made to speak for an attacker. */
    record First() implements SmtpState {}

    record Commands() implements SmtpState {}

    record Login(SaslExchange exchange) implements SmtpState {}

    record KeepLines(KeepList list) implements SmtpState {}

    record Content(ContentReader reader, End end) implements SmtpState {}

    /** A chunk that nobody wants: consumed, then answered. */
    record Discarding(ContentReader chunk, SmtpReply reply) implements SmtpState {}

    record Ended() implements SmtpState {}

    /** A step was handed out; no byte is taken. */
    sealed interface Asked extends SmtpState {}

    record QuestionAsked(SaslExchange exchange) implements Asked {}

    record LoginAsked(SaslExchange exchange) implements Asked {}

    record MailAsked() implements Asked {}

    record RcptAsked() implements Asked {}

    record DataAsked(Content next) implements Asked {}

    record ContentAsked() implements Asked {}

    record OrderAsked() implements Asked {}

    /** What the end of the present content means. */
    enum End {
        /** DATA's. */
        DOT,
        CHUNK,
        LAST_CHUNK
    }
}
