package waypost.store;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** What a principal may do in a folder. */
public record Rights(Set<Right> set) {
    public static final Rights NONE = new Rights(Set.of());
    public static final Rights ALL = new Rights(EnumSet.allOf(Right.class));

    public Rights {
        set = Set.copyOf(set);
    }

    public static Rights of(Right... rights) {
        return new Rights(Set.of(rights));
    }

    public boolean has(Right right) {
        return set.contains(right);
    }

    public Rights with(Rights others) {
        return of(bits() | others.bits());
    }

    public Rights without(Rights others) {
        return of(bits() & ~others.bits());
    }

    int bits() {
        return set.stream().mapToInt(Right::bit).reduce(0, (all, bit) -> all | bit);
    }

    /** Bits that this release does not know are left out. */
    static Rights of(int bits) {
        return new Rights(Arrays.stream(Right.values())
                .filter(right -> (bits & right.bit()) != 0)
                .collect(Collectors.toSet()));
    }

    /** As a property has it; none where it is not a number. */
    static Rights read(PropertyValue value) {
        String text = value.text();
        boolean number = !text.isEmpty() && text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? of(Integer.parseInt(text)) : NONE;
    }

    PropertyValue value() {
        return PropertyValue.of(Integer.toString(bits()));
    }
}
