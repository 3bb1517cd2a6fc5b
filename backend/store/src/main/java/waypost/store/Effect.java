package waypost.store;

import java.util.Optional;

/** A record that has replaced the entry of its thing in the index. */
record Effect(Optional<StateRecord> before, StateRecord after) {}
