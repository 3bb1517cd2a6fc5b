package waypost.identity;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import rocks.xmpp.precis.PrecisProfile;
import rocks.xmpp.precis.PrecisProfiles;
import waypost.identity.Address.Fault;
import waypost.identity.Address.Parsed;
import waypost.identity.Address.Refused;

/**
 * Takes every spelling of a user or an address to one {@link AccountName}, before anything is looked up, counted or cached:
 * {@code u}, {@code u@d}, {@code DOMAIN&#92;u}, a UPN, a domain alias, a sub-address, a trailing dot, U-labels and A-labels.
 * Immutable.
 */
public final class AddressRules {
    /** RFC 5321 §4.5.3.1.1, in octets of UTF-8. */
    static final int MAX_LOCAL_OCTETS = 64;

    /** RFC 5321 §4.5.3.1.3 allows 256 octets of path; a spelling may hold a tag, quotes and U-labels beyond the canonical name. */
    static final int MAX_SPELLING = 512;

    private final Optional<String> defaultDomain;
    private final Map<String, String> aliases = new HashMap<>();
    private final Map<String, String> shortDomains = new HashMap<>();
    private final String separators;
    private final AddressSettings.LocalParts localParts;
    private final PrecisProfile profile;

    /** @throws IllegalArgumentException if a configured domain is none */
    public AddressRules(AddressSettings settings) {
        defaultDomain = settings.defaultDomain().map(AddressRules::configuredDomain);
        settings.domainAliases()
                .forEach((alias, domain) -> aliases.put(configuredDomain(alias), configuredDomain(domain)));
        settings.shortDomains()
                .forEach((name, domain) -> shortDomains.put(name.toUpperCase(Locale.ROOT), configuredDomain(domain)));
        separators = settings.tagSeparators();
        // RFC 8265 §3.3 and §3.4
        localParts = settings.localParts();
        profile = switch (localParts) {
            case CASE_MAPPED -> PrecisProfiles.USERNAME_CASE_MAPPED;
            case CASE_PRESERVED -> PrecisProfiles.USERNAME_CASE_PRESERVED;
        };
    }

    /** The name that this spelling means, or why it means none. */
    public Address parse(String spelling) {
        if (spelling.isEmpty()) {
            return new Refused(Fault.EMPTY);
        }
        if (spelling.length() > MAX_SPELLING) {
            return new Refused(Fault.TOO_LONG);
        }
        if (spelling.chars().anyMatch(Character::isISOControl)) {
            return new Refused(Fault.CONTROL_CHARACTER);
        }
        int at = spelling.lastIndexOf('@');
        if (at >= 0) {
            Optional<String> domain = DomainNames.canonical(spelling.substring(at + 1));
            return domain.isPresent()
                    ? named(spelling.substring(0, at), domain.get(), spelling)
                    : new Refused(Fault.DOMAIN);
        }
        int backslash = spelling.indexOf('\\');
        if (backslash >= 0) {
            String domain = shortDomains.get(spelling.substring(0, backslash).toUpperCase(Locale.ROOT));
            return domain == null
                    ? new Refused(Fault.UNKNOWN_SHORT_DOMAIN)
                    : named(spelling.substring(backslash + 1), domain, spelling);
        }
        return defaultDomain.isPresent()
                ? named(spelling, defaultDomain.get(), spelling)
                : new Refused(Fault.NO_DOMAIN);
    }

    /** The domain that this spelling of a domain means: lower-case A-labels, aliases resolved. Empty: it is no domain. */
    public Optional<String> domain(String spelling) {
        return DomainNames.canonical(spelling).map(domain -> aliases.getOrDefault(domain, domain));
    }

    private Address named(String localPart, String domain, String received) {
        Optional<String> unquoted = unquote(localPart);
        if (unquoted.isEmpty()) {
            return new Refused(Fault.LOCAL_PART);
        }
        String local = unquoted.get();
        int separator = separatorIn(local);
        Optional<String> tag = separator < 0 ? Optional.empty() : Optional.of(local.substring(separator + 1));
        String user = separator < 0 ? local : local.substring(0, separator);
        Optional<String> canonical = enforce(user);
        if (canonical.isEmpty()) {
            return new Refused(Fault.LOCAL_PART);
        }
        if (canonical.get().getBytes(StandardCharsets.UTF_8).length > MAX_LOCAL_OCTETS) {
            return new Refused(Fault.TOO_LONG);
        }
        return new Parsed(new AccountName(canonical.get(), aliases.getOrDefault(domain, domain)), tag, received);
    }

    /** A leading separator belongs to the name: nobody is called "". */
    private int separatorIn(String local) {
        for (int i = 1; i < local.length(); i++) {
            if (separators.indexOf(local.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    /** PRECIS refuses spaces and what is unassigned. */
    private Optional<String> enforce(String user) {
        if (user.isEmpty()) {
            return Optional.empty();
        }
        if (user.chars().allMatch(AddressRules::isPlain)) {
            return Optional.of(user);
        }
        try {
            return Optional.of(profile.enforce(user)).filter(this::readsAsOne);
        } catch (IllegalArgumentException notAllowed) {
            return Optional.empty();
        }
    }

    /** What every profile leaves as it is, and nearly all names are made of: to ask it would take longer than the rest of a look-up. */
    private static boolean isPlain(int c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '.' || c == '-' || c == '_';
    }

    /** These characters would make a name that reads as two; width mapping (RFC 8265 §3.3.2) makes them of others, as of U+FF20. */
    private boolean readsAsOne(String user) {
        return separatorIn(user) < 0 && user.chars().noneMatch(c -> c == '@' || c == '\\' || c == '"');
    }

    /** RFC 5321 §4.1.2: a quoted local part is equivalent to the same one without needless quotes. */
    private static Optional<String> unquote(String local) {
        if (!local.startsWith("\"")) {
            return Optional.of(local);
        }
        if (local.length() < 2 || !local.endsWith("\"")) {
            return Optional.empty();
        }
        var text = new StringBuilder(local.length());
        for (int i = 1; i < local.length() - 1; i++) {
            char c = local.charAt(i);
            if (c == '\\' && ++i == local.length() - 1) {
                return Optional.empty();
            }
            text.append(local.charAt(i));
        }
        return Optional.of(text.toString());
    }

    private static String configuredDomain(String domain) {
        return DomainNames.canonical(domain).orElseThrow(() -> new IllegalArgumentException("not a domain: " + domain));
    }

    /** Equal for rules that are. */
    @Override
    public String toString() {
        return defaultDomain + " " + new TreeMap<>(aliases) + " " + new TreeMap<>(shortDomains) + " " + separators + " "
                + localParts;
    }
}
