package waypost.mapping;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import waypost.directory.FilterPattern;

/**
 * One place where a filter finds names: of {@code (proxyAddresses=smtp:%e)} the values of that attribute that begin with {@code smtp:}.
 *
 * @param before what a value has before the name, in any case
 * @param after and behind it
 */
record AddressPlace(String attribute, String before, String after) {
    /**
     * The places of a filter, in its order.
     *
     * @param hole {@code %e} or {@code %n}
     */
    static List<AddressPlace> of(FilterPattern pattern, String hole) {
        return in(pattern.pattern(), hole).toList();
    }

    /** Where a directory finds addresses; where its filter does not say, what the attributes for addresses hold. */
    static List<AddressPlace> of(UserDirectory directory) {
        List<AddressPlace> places = of(FilterPattern.parse(directory.filter()), "%e");
        AttributeNames names = directory.attributes();
        return places.isEmpty()
                ? List.of(new AddressPlace(names.address(), "", ""), new AddressPlace(names.alias(), "", ""))
                : places;
    }

    private static Stream<AddressPlace> in(Filter filter, String hole) {
        return switch (filter.getFilterType()) {
            case Filter.FILTER_TYPE_AND, Filter.FILTER_TYPE_OR ->
                Arrays.stream(filter.getComponents()).flatMap(one -> in(one, hole));
            case Filter.FILTER_TYPE_EQUALITY -> place(filter, hole).stream();
            // a part of a value, or what is not there, is no address
            default -> Stream.empty();
        };
    }

    private static List<AddressPlace> place(Filter equality, String hole) {
        String value = Objects.requireNonNull(equality.getAssertionValue()).replace("%n@%d", "%e");
        int at = value.indexOf(hole);
        String after = at < 0 ? "" : value.substring(at + hole.length());
        return at < 0 || after.contains("%")
                ? List.of()
                : List.of(new AddressPlace(
                        Objects.requireNonNull(equality.getAttributeName()), value.substring(0, at), after));
    }

    /** The names that an entry has there, as written. */
    Stream<String> names(Entry entry) {
        String[] values = entry.getAttributeValues(attribute);
        return values == null
                ? Stream.empty()
                : Arrays.stream(values)
                        .filter(this::fits)
                        .map(value -> value.substring(before.length(), value.length() - after.length()));
    }

    private boolean fits(String value) {
        return value.length() > before.length() + after.length()
                && value.regionMatches(true, 0, before, 0, before.length())
                && value.regionMatches(true, value.length() - after.length(), after, 0, after.length());
    }
}
