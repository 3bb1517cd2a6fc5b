package waypost.mapping;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An attribute that says one thing of an entry, also where the directory lets it have several values: which of them is meant nobody can tell, as they
 * have no order (RFC 4511 §4.1.7).
 *
 * @param read a value as it is read: those that are read alike say the same
 */
record Single(String attribute, Function<String, Object> read) {
    /** The id of an entry of any kind. */
    static Single id(AttributeNames names) {
        return new Single(names.id(), value -> value);
    }

    /** What else an account says once. */
    static List<Single> ofAccount(AttributeNames names) {
        return Stream.concat(
                        Stream.of(
                                word(names.host()),
                                number(names.epoch()),
                                number(names.quota()),
                                word(names.accountClass()),
                                number(names.generation()),
                                word(names.forwards().copy())),
                        ofState(names).stream())
                .toList();
    }

    /** What shows its state. */
    static List<Single> ofState(AttributeNames names) {
        StateNames states = names.states();
        return List.of(
                new Single(names.state(), Single::state),
                number(states.control()),
                number(states.computed()),
                number(states.expires()),
                word(states.locked()),
                word(states.mustChange()));
    }

    private static Single word(String attribute) {
        return new Single(attribute, Single::folded);
    }

    private static Single number(String attribute) {
        return new Single(attribute, Single::parsed);
    }

    private static Object folded(String value) {
        return value.strip().toLowerCase(Locale.ROOT);
    }

    private static Object state(String value) {
        return AccountState.parse(value).<Object>map(state -> state).orElse(value);
    }

    private static Object parsed(String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException none) {
            return value;
        }
    }

    /** Whether an entry says several things by it. */
    boolean contradicts(Entry entry) {
        Attribute found = entry.getAttribute(attribute);
        return found != null
                && found.size() > 1
                && values(entry).map(read).distinct().count() > 1;
    }

    /** That it does, for the operator's eyes. */
    Optional<String> contradiction(Entry entry) {
        return contradicts(entry)
                ? Optional.of("several values of " + attribute + ": "
                        + values(entry).sorted().collect(Collectors.joining(", ")))
                : Optional.empty();
    }

    private Stream<String> values(Entry entry) {
        return Stream.of(entry.getAttributeValues(attribute));
    }
}
