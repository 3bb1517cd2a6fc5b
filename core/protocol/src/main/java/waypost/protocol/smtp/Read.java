package waypost.protocol.smtp;

import java.util.function.Function;

/** What a parser made of its text: a value, or the reply that refuses it. */
sealed interface Read<T> {
    record Value<T>(T value) implements Read<T> {}

    record Refused<T>(SmtpReply reply) implements Read<T> {}

    default <R> R fold(Function<T, R> onValue, Function<SmtpReply, R> onRefusal) {
        return switch (this) {
            case Value<T>(var value) -> onValue.apply(value);
            case Refused<T>(var reply) -> onRefusal.apply(reply);
        };
    }
}
