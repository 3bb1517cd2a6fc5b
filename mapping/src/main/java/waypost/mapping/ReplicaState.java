package waypost.mapping;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How far a server is with the changes of its directory.
 *
 * @param changes the last one it has of each server that takes changes, by whatever that is called there; later ones sort behind earlier ones
 */
record ReplicaState(Map<String, String> changes) {
    /** Digits of the longest number of 64 bits. */
    private static final String NUMBER = "%019d";

    ReplicaState {
        changes = Map.copyOf(changes);
    }

    /**
     * As OpenLDAP has it in {@code contextCSN}: of each server, time, count within it, the server's number, and count within a change.
     *
     * @param numbers those without that form say nothing
     */
    static ReplicaState ofNumbers(String... numbers) {
        Map<String, String> changes = new HashMap<>();
        for (String number : numbers) {
            String[] parts = number.split("#", -1);
            if (parts.length == 4) {
                changes.put(parts[2], number);
            }
        }
        return new ReplicaState(changes);
    }

    /** Of a controller of Active Directory: what others count says nothing of it. */
    static ReplicaState ofController(String controller, long number) {
        return new ReplicaState(Map.of(controller, NUMBER.formatted(number)));
    }

    /** Whether this one lacks a change that the other has, as far as both say something of a server. */
    boolean isBehind(ReplicaState other) {
        return changes.entrySet().stream().anyMatch(change -> {
            String theirs = other.changes.get(change.getKey());
            return theirs != null && change.getValue().compareTo(theirs) < 0;
        });
    }

    /** The form in which OpenLDAP's cookies have it. */
    String numbers() {
        return changes.values().stream().sorted().collect(Collectors.joining(";"));
    }
}
