package waypost.app;

import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import waypost.config.Configuration;
import waypost.identity.AddressRules;
import waypost.mapping.Mapping;
import waypost.mapping.MappingSettings;
import waypost.mapping.TlsTrust;
import waypost.mapping.UserMaps;

/** The mappings of a node: one for each choice of user maps that a service names, so that services with the same choice share a cache. */
final class Mappings implements AutoCloseable {
    private final MappingSettings settings;
    private final AddressRules rules;
    private final TlsTrust trust;
    private final Map<List<String>, UserMaps> open = new HashMap<>();

    Mappings(Configuration configuration, TlsTrust trust) {
        MappingSetup setup = new MappingSetup(configuration);
        this.settings = setup.settings();
        this.rules = new AddressRules(setup.addresses());
        this.trust = trust;
    }

    /** @param names of user maps, in order; all where empty */
    Mapping of(List<String> names) throws Complaint {
        UserMaps known = open.get(names);
        if (known == null) {
            known = open(names);
            open.put(names, known);
        }
        return known;
    }

    private UserMaps open(List<String> names) throws Complaint {
        MappingSettings chosen = names.isEmpty()
                ? settings
                : new MappingSettings(
                        settings.directories(),
                        names.stream()
                                .flatMap(name -> settings.maps().stream()
                                        .filter(map -> map.name().equals(name)))
                                .toList(),
                        settings.targets(),
                        settings.foreignHosts(),
                        settings.cache());
        try {
            return UserMaps.open(
                    chosen, rules, trust, InstantSource.system(), Ticker.systemTicker(), new SecureRandom());
        } catch (IOException | IllegalArgumentException changed) { // a file is no more what it was when it was checked
            throw Complaint.wrong("user-maps: " + changed.getMessage());
        }
    }

    @Override
    public void close() {
        open.values().forEach(UserMaps::close);
    }
}
