package waypost.protocol.sasl;

import waypost.identity.ScramHash;

/**
 * Whose keys an exchange wants.
 *
 * @param user as the client writes the name
 */
public record KeysOf(String user, ScramHash hash) {}
