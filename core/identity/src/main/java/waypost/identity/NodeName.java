package waypost.identity;

import java.util.regex.Pattern;

/** Name of a node, as configured; never an address. Lower-case letters, digits, {@code -} and {@code .}, at most 63. */
public record NodeName(String value) implements Comparable<NodeName> {
    private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?");

    public NodeName {
        if (!valid(value)) {
            throw new IllegalArgumentException("not a node name: " + value);
        }
    }

    public static boolean valid(String value) {
        return FORM.matcher(value).matches();
    }

    @Override
    public int compareTo(NodeName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
