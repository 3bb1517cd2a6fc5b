package waypost.directory;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import waypost.identity.AccountName;

/**
 * A search filter with {@code %e}, {@code %n} and {@code %d} in its assertion values: an address, its local part and its domain. The
 * pattern is parsed once; the names go into the parsed filter's values, so nothing a client sends is ever read as filter syntax (RFC 4515
 * §3).
 */
public record FilterPattern(Filter pattern) {
    private static final Pattern HOLE = Pattern.compile("%([a-zA-Z])");

    /** @throws IllegalArgumentException if it is no filter, or has a {@code %} before any other letter */
    public static FilterPattern parse(String text) {
        Optional<String> strange =
                holes(text).filter(letter -> !"end".contains(letter)).findFirst();
        if (strange.isPresent()) {
            throw new IllegalArgumentException("%" + strange.get() + " stands for nothing: " + text);
        }
        try {
            return new FilterPattern(Filter.create(text));
        } catch (LDAPException notAFilter) {
            throw new IllegalArgumentException("not a search filter: " + text, notAFilter);
        }
    }

    /**
     * Of one that finds a user's entry.
     *
     * @throws IllegalArgumentException if it would find the same entry for all users of a domain, too
     */
    public static FilterPattern ofUser(String text) {
        if (holes(text).allMatch("d"::equals)) {
            throw new IllegalArgumentException("finds the same entry for everybody: " + text);
        }
        return parse(text);
    }

    /**
     * Of one that finds a domain's entry.
     *
     * @throws IllegalArgumentException if it would find the same entry for all domains, or asks for more than a domain, too
     */
    public static FilterPattern ofDomain(String text) {
        Set<String> holes = holes(text).collect(Collectors.toSet());
        if (!holes.equals(Set.of("d"))) {
            throw new IllegalArgumentException(
                    (holes.isEmpty() ? "finds the same entry for every domain: " : "of a domain only %d is known: ")
                            + text);
        }
        return parse(text);
    }

    private static Stream<String> holes(String text) {
        return HOLE.matcher(text).results().map(hole -> hole.group(1));
    }

    /** The filter that finds the name. */
    public Filter fill(AccountName name) {
        return fill(pattern, name);
    }

    /** Finds whatever entry it could find for some name. */
    public Filter anybody() {
        return anybody(pattern);
    }

    private static Filter anybody(Filter filter) {
        return switch (filter.getFilterType()) {
            case Filter.FILTER_TYPE_AND -> Filter.createANDFilter(anybodies(filter));
            case Filter.FILTER_TYPE_OR -> Filter.createORFilter(anybodies(filter));
            case Filter.FILTER_TYPE_NOT ->
                filter.toString().contains("%") ? Filter.createPresenceFilter("objectClass") : filter;
            default -> {
                String attribute = filter.getAttributeName();
                yield !filter.toString().contains("%")
                        ? filter
                        : Filter.createPresenceFilter(attribute == null ? "objectClass" : attribute);
            }
        };
    }

    private static Filter[] anybodies(Filter filter) {
        return Stream.of(filter.getComponents()).map(FilterPattern::anybody).toArray(Filter[]::new);
    }

    private static Filter fill(Filter filter, AccountName name) {
        return switch (filter.getFilterType()) {
            case Filter.FILTER_TYPE_AND -> Filter.createANDFilter(fill(filter.getComponents(), name));
            case Filter.FILTER_TYPE_OR -> Filter.createORFilter(fill(filter.getComponents(), name));
            case Filter.FILTER_TYPE_NOT ->
                Filter.createNOTFilter(fill(Objects.requireNonNull(filter.getNOTComponent()), name));
            case Filter.FILTER_TYPE_PRESENCE -> filter;
            case Filter.FILTER_TYPE_EXTENSIBLE_MATCH ->
                Filter.createExtensibleMatchFilter(
                        filter.getAttributeName(),
                        filter.getMatchingRuleID(),
                        filter.getDNAttributes(),
                        value(filter, name));
            case Filter.FILTER_TYPE_SUBSTRING ->
                Filter.createSubstringFilter(
                        type(filter),
                        part(filter.getSubInitialString(), name),
                        Stream.of(filter.getSubAnyStrings())
                                .map(part -> fill(part, name))
                                .toArray(String[]::new),
                        part(filter.getSubFinalString(), name));
            case Filter.FILTER_TYPE_EQUALITY -> Filter.createEqualityFilter(type(filter), value(filter, name));
            case Filter.FILTER_TYPE_GREATER_OR_EQUAL ->
                Filter.createGreaterOrEqualFilter(type(filter), value(filter, name));
            case Filter.FILTER_TYPE_LESS_OR_EQUAL -> Filter.createLessOrEqualFilter(type(filter), value(filter, name));
            case Filter.FILTER_TYPE_APPROXIMATE_MATCH ->
                Filter.createApproximateMatchFilter(type(filter), value(filter, name));
            default -> throw new IllegalStateException("no such filter type: " + filter.getFilterType());
        };
    }

    private static String type(Filter filter) {
        return Objects.requireNonNull(filter.getAttributeName());
    }

    private static String value(Filter filter, AccountName name) {
        return fill(Objects.requireNonNull(filter.getAssertionValue()), name);
    }

    private static @Nullable String part(@Nullable String value, AccountName name) {
        return value == null ? null : fill(value, name);
    }

    private static Filter[] fill(Filter[] filters, AccountName name) {
        Filter[] filled = new Filter[filters.length];
        for (int i = 0; i < filters.length; i++) {
            filled[i] = fill(filters[i], name);
        }
        return filled;
    }

    /** One pass, so that a name with a {@code %d} of its own stays what it is. */
    private static String fill(String value, AccountName name) {
        var text = new StringBuilder(value.length() + 32);
        for (int i = 0; i < value.length(); i++) {
            char next = value.charAt(i) == '%' && i + 1 < value.length() ? value.charAt(i + 1) : 0;
            switch (next) {
                case 'e' -> text.append(name);
                case 'n' -> text.append(name.local());
                case 'd' -> text.append(name.domain());
                default -> {
                    text.append(value.charAt(i));
                    continue;
                }
            }
            i++;
        }
        return text.toString();
    }
}
