package waypost.directory;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How far a server is with the changes of its directory.
 *
 * @param changes the last one it has of each server that takes changes, by whatever that is called there; later ones sort behind earlier ones
 * @param others what that says of servers which are not among them
 */
record ReplicaState(Map<String, String> changes, Others others) {
    enum Others {
        /** Of their changes it has none. */
        LACKING,
        /** Nothing. */
        UNSAID
    }

    /** Digits of the longest number of 64 bits. */
    private static final String NUMBER = "%019d";

    ReplicaState {
        changes = Map.copyOf(changes);
    }

    /**
     * As OpenLDAP has it in the {@code contextCSN} of a database: of each server that it has a change of, time, count within it, the server's number, and
     * count within a change. A replica shows none before all has come to it for the first time.
     *
     * @param numbers those without that form say nothing
     */
    static ReplicaState ofContext(String... numbers) {
        return new ReplicaState(changes(numbers), Others.LACKING);
    }

    /** The same of some servers, as in the cookie of a change. */
    static ReplicaState ofNumbers(String... numbers) {
        return new ReplicaState(changes(numbers), Others.UNSAID);
    }

    private static Map<String, String> changes(String... numbers) {
        Map<String, String> changes = new HashMap<>();
        for (String number : numbers) {
            String[] parts = number.split("#", -1);
            if (parts.length == 4) {
                changes.put(parts[2], number);
            }
        }
        return changes;
    }

    /** Of a controller of Active Directory: what others count says nothing of it. */
    static ReplicaState ofController(String controller, long number) {
        return new ReplicaState(Map.of(controller, NUMBER.formatted(number)), Others.UNSAID);
    }

    /** Whether it says which changes of other servers are there. */
    boolean tellsOfOthers() {
        return others == Others.LACKING && !changes.isEmpty();
    }

    /** Whether it is without a change that a server took. */
    boolean lacks(String server, String change) {
        String own = changes.get(server);
        return own == null ? others == Others.LACKING : own.compareTo(change) < 0;
    }

    /** Whether this one lacks a change that the other has. */
    boolean isBehind(ReplicaState other) {
        return other.changes.entrySet().stream().anyMatch(change -> lacks(change.getKey(), change.getValue()));
    }

    /** The form in which OpenLDAP's cookies have it. */
    String numbers() {
        return changes.values().stream().sorted().collect(Collectors.joining(";"));
    }
}
