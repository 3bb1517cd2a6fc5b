package waypost.store;

import java.time.Instant;

/**
 * A message that was expunged and can be brought back.
 *
 * @param message as it was
 * @param folder the whole name of the folder it was in, as far as that is still known
 * @param at when it was expunged
 */
public record Recoverable(Message message, String folder, Instant at) {}
