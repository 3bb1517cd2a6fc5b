package waypost.mapping;

import java.util.Optional;
import waypost.identity.AccountName;

/** What the directories have by an immutable id, whatever it is called now. */
public sealed interface Presence {
    /** @param name the primary address of the entry; empty if it has none */
    record Present(Optional<AccountName> name) implements Presence {}

    /** Every map could look, and none has it. */
    record Absent() implements Presence {}

    /** Nobody can say now. The reason is for the log. */
    record Unavailable(String reason) implements Presence {}
}
