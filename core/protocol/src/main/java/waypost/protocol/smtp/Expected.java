package waypost.protocol.smtp;

import java.util.List;
import waypost.identity.TransferId;

/** What the next reply to a {@link LmtpClient} answers. */
sealed interface Expected {
    /** The way to the first transaction: who is refused on it is not let in. */
    sealed interface Start extends Expected {}

    record Greeting() implements Start {}

    record Hello() implements Start {}

    record StartTls() implements Start {}

    record LoggedIn() implements Start {}

    record HelloAgain() implements Start {}

    record Client() implements Expected {}

    record Mail() implements Expected {}

    record Rcpt(int index) implements Expected {}

    record Data() implements Expected {}

    record Chunk() implements Expected {}

    record Delivery(int index) implements Expected {}

    record OneForAll(List<Integer> indexes) implements Expected {}

    record Keep(TransferId transfer) implements Expected {}

    record Done(TransferId transfer) implements Expected {}

    record Reset() implements Expected {}

    record Quit() implements Expected {}
}
