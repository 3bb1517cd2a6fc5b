package waypost.protocol.sasl;

import java.util.function.Supplier;
import waypost.identity.ScramHash;

/** What an exchange wants to know in its middle; nothing is read meanwhile. */
public sealed interface Question {
    /**
     * What a password is checked by.
     *
     * @param user as the client writes the name
     */
    record Keys(String user, ScramHash hash) implements Question {}

    /**
     * How it goes on, where finding out takes longer than an event loop has.
     *
     * @param work may block; to be done once, and nothing of the exchange beside it
     */
    record Work(Supplier<SaslStep> work) implements Question {}
}
