package waypost.store;

import java.util.Optional;

/**
 * A record that has replaced the entry of its thing in the index.
 *
 * @param row what a search folder shows by it
 */
record Effect(Optional<StateRecord> before, StateRecord after, Optional<MessageRow> row) {}
