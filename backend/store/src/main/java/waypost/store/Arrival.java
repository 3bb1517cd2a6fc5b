package waypost.store;

/** A message that has arrived whole and waits for its commit. */
public record Arrival(ReceivedBody body, NewMessage message) {}
