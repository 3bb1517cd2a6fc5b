package waypost.mapping;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import waypost.identity.AddressRules;

/** The domains that a map's settings list, in canonical form. */
record Domains(Set<String> names) {
    Domains(List<String> listed, AddressRules rules) {
        this(listed.stream()
                .map(domain ->
                        rules.domain(domain).orElseThrow(() -> new IllegalArgumentException("not a domain: " + domain)))
                .collect(Collectors.toUnmodifiableSet()));
    }

    /** An empty list is no restriction. */
    boolean lists(String domain) {
        return names.isEmpty() || names.contains(domain);
    }
}
