package waypost.protocol.smtp;

/** What a parser made of its text: a value, or the reply that refuses it. */
sealed interface Read<T> {
    record Value<T>(T value) implements Read<T> {}

    record Refused<T>(SmtpReply reply) implements Read<T> {}
}
