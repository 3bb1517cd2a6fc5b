package waypost.store;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Extended properties of an item, which its content has no place for (MS-OXCPRPT §1.3, EWS ExtendedProperty). They are a part of its record, so they go
 * wherever it goes, and are small. Immutable.
 */
public record ItemProperties(SortedMap<Name, Value> values) {
    public static final ItemProperties NONE = new ItemProperties(new TreeMap<>());

    /** Octets of all names and values of an item, at most: each change of its flags writes them again. */
    public static final int OCTETS = 32 << 10;

    /** Of the set, the number and the lengths. */
    private static final int OVERHEAD = 32;

    /**
     * Names a property.
     *
     * @param set of names (MS-OXPROPS §1.3.2)
     * @param number in the set; 0 for one that has a text instead
     * @param text empty for one that has a number
     */
    public record Name(UUID set, int number, String text) implements Comparable<Name> {
        private static final Comparator<Name> ORDER =
                Comparator.comparing(Name::set).thenComparing(Name::number).thenComparing(Name::text);

        public Name {
            if ((number == 0) == text.isEmpty()) {
                throw new IllegalArgumentException("either a number or a text names a property");
            }
        }

        @Override
        public int compareTo(Name other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * A typed value.
     *
     * @param type as MS-OXCDATA §2.11.1 numbers it
     * @param octets as the type spells them there; nobody here reads them
     */
    public record Value(int type, PropertyValue octets) {
        static final int TYPES = 0xFFFF;

        public Value {
            if (type < 0 || type > TYPES) {
                throw new IllegalArgumentException("type " + type);
            }
        }
    }

    /** What a commit does to a property of an item. */
    public sealed interface Change {
        Name name();

        record Set(Name name, Value value) implements Change {}

        /** Nothing happens when it is not there. */
        record Remove(Name name) implements Change {}
    }

    public ItemProperties {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    ItemProperties with(List<Change> changes) {
        SortedMap<Name, Value> changed = new TreeMap<>(values);
        for (Change change : changes) {
            switch (change) {
                case Change.Set(Name name, Value value) -> changed.put(name, value);
                case Change.Remove(Name name) -> changed.remove(name);
            }
        }
        return new ItemProperties(changed);
    }

    boolean fit() {
        long octets = 0;
        for (Map.Entry<Name, Value> each : values.entrySet()) {
            octets += OVERHEAD
                    + each.getKey().text().getBytes(StandardCharsets.UTF_8).length
                    + each.getValue().octets().length();
        }
        return octets <= OCTETS;
    }

    void write(RecordWriter out) {
        out.number(values.size());
        values.forEach((name, value) -> {
            out.fixed64(name.set().getMostSignificantBits());
            out.fixed64(name.set().getLeastSignificantBits());
            out.fixed32(name.number());
            out.text(name.text());
            out.number(value.type());
            out.octets(value.octets().octets());
        });
    }

    /** None in what an earlier release wrote. */
    static ItemProperties read(RecordReader in) throws RecordReader.Malformed {
        if (!in.hasMore()) {
            return NONE;
        }
        SortedMap<Name, Value> values = new TreeMap<>();
        try {
            for (int rest = in.size(OCTETS); rest > 0; rest--) {
                Name name = new Name(new UUID(in.fixed64(), in.fixed64()), in.fixed32(), in.text());
                values.put(name, new Value(in.size(Value.TYPES), PropertyValue.of(in.octets())));
            }
        } catch (IllegalArgumentException malformed) {
            throw new RecordReader.Malformed("property of an item: " + malformed.getMessage());
        }
        return new ItemProperties(values);
    }
}
