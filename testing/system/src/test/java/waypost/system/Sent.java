package waypost.system;

import java.util.Set;

/** A message that was sent once: to whom, of those whose RCPT was accepted, and what its sender heard about it. */
record Sent(String id, Set<String> recipients, Told told) {
    enum Told {
        ACCEPTED,
        REFUSED,
        NOTHING
    }
}
