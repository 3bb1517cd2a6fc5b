package waypost.protocol.sasl;

import waypost.identity.ScramKeys;

/** The answer to a {@link Question}, each to its own. */
public sealed interface Reply {
    record Keys(ScramKeys keys) implements Reply {}

    record Done(SaslStep step) implements Reply {}
}
