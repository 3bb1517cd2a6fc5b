package waypost.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The octets of a property. Immutable; as they may be a secret, none of them is ever printed. */
public final class PropertyValue {
    /** Octets of a value, at most: it has to fit into one record of the journal with its name. */
    public static final int OCTETS = Journal.MAX_RECORD_BYTES - 4096;

    private final byte[] octets;

    private PropertyValue(byte[] octets) {
        this.octets = octets;
    }

    public static PropertyValue of(byte[] octets) {
        return new PropertyValue(octets.clone());
    }

    /** In UTF-8. */
    public static PropertyValue of(String text) {
        return new PropertyValue(text.getBytes(StandardCharsets.UTF_8));
    }

    public int length() {
        return octets.length;
    }

    public byte[] octets() {
        return octets.clone();
    }

    /** Read as UTF-8. */
    public String text() {
        return new String(octets, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PropertyValue value && Arrays.equals(octets, value.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    @Override
    public String toString() {
        return octets.length + " octets";
    }
}
