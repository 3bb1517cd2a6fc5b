package waypost.directory;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import java.util.Optional;

/**
 * Up to which of its numbers a controller has told its changes.
 *
 * @param counter who counts
 */
record ControllerMark(Counter counter, long number) {
    /** Of a controller's settings: another one since it was put back from a copy, and counts again what it had counted (MS-ADTS §3.1.1.1.9). */
    private static final String INVOCATION = "invocationId";

    /** A controller, since it was last put back. */
    record Counter(String controller, Optional<String> invocation) {
        static Counter of(LDAPConnection open, String controller) throws LDAPException {
            Entry settings = open.getEntry(controller, INVOCATION);
            return new Counter(
                    controller,
                    settings == null ? Optional.empty() : ObjectGuid.of(settings.getAttributeValueBytes(INVOCATION)));
        }
    }

    /** As {@link #text} gave it; empty if it did not. */
    static Optional<ControllerMark> parse(String text) {
        String[] parts = text.split("\n", -1);
        try {
            return parts.length == 3
                    ? Optional.of(new ControllerMark(
                            new Counter(parts[1], Optional.of(parts[2]).filter(id -> !id.isEmpty())),
                            Long.parseLong(parts[0])))
                    : Optional.empty();
        } catch (NumberFormatException another) {
            return Optional.empty();
        }
    }

    /** Whether its counter has counted from here to there. */
    boolean isBefore(ControllerMark later) {
        return counter.equals(later.counter) && number < later.number;
    }

    String text() {
        return number + "\n" + counter.controller() + "\n"
                + counter.invocation().orElse("");
    }
}
