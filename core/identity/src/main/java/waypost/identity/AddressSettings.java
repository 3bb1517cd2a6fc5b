package waypost.identity;

import java.util.Map;
import java.util.Optional;

/**
 * What a site's addresses look like.
 *
 * @param defaultDomain completes a bare user name; without it a bare name is refused
 * @param domainAliases other spellings of a domain (a second mail domain, a UPN suffix) to the domain the accounts are in
 * @param shortDomains what is before the backslash of {@code DOMAIN&#92;u}, in any case, to the domain the
 *     accounts are in
 * @param tagSeparators each of these characters ends the user's part of a local part (RFC 5233 §4); empty: no sub-addresses
 */
public record AddressSettings(
        Optional<String> defaultDomain,
        Map<String, String> domainAliases,
        Map<String, String> shortDomains,
        String tagSeparators,
        LocalParts localParts) {

    /** Whether {@code Anna} and {@code anna} are one user. */
    public enum LocalParts {
        CASE_MAPPED,
        CASE_PRESERVED
    }

    public AddressSettings {
        domainAliases = Map.copyOf(domainAliases);
        shortDomains = Map.copyOf(shortDomains);
        for (int i = 0; i < tagSeparators.length(); i++) {
            char c = tagSeparators.charAt(i);
            if (c <= ' ' || c >= 0x7F || Character.isLetterOrDigit(c) || "@.\\\"".indexOf(c) >= 0) {
                throw new IllegalArgumentException("not a sub-address separator: " + c);
            }
        }
    }

    /** No aliases, {@code +} before a tag, case does not matter. */
    public static AddressSettings plain(Optional<String> defaultDomain) {
        return new AddressSettings(defaultDomain, Map.of(), Map.of(), "+", LocalParts.CASE_MAPPED);
    }
}
