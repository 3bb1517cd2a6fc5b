package waypost.app;

import com.codahale.metrics.MetricRegistry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import waypost.config.CacheSection;
import waypost.config.Configuration;
import waypost.config.DirectorySection;
import waypost.identity.AddressRules;
import waypost.identity.SharedKey;
import waypost.mapping.Connectors;
import waypost.mapping.MappingSettings;
import waypost.mapping.RouteCopy;
import waypost.mapping.TlsTrust;
import waypost.mapping.Trials;
import waypost.mapping.UserMaps;

/** The mappings of a node: one for each choice of user maps that a service names, so that services with the same choice share a cache. All share the directories. */
final class Mappings implements AutoCloseable {
    private final MappingSettings settings;
    private final AddressRules rules;
    private final Connectors connectors;
    private final Optional<Path> copies;
    private final List<String> pushing;
    private final Map<List<String>, UserMaps> open = new HashMap<>();
    private final List<RouteCopy> kept = new CopyOnWriteArrayList<>();

    Mappings(Configuration configuration, TlsTrust trust, MetricRegistry metrics) {
        MappingSetup setup = new MappingSetup(configuration);
        this.settings = setup.settings();
        this.rules = new AddressRules(setup.addresses());
        Trials trials = new Trials(
                SharedKey.make(Instant.EPOCH, new SecureRandom()), settings.cache().verifier(), Ticker.systemTicker());
        this.connectors = new Connectors(settings.directories(), trust, Ticker.systemTicker(), metrics, trials);
        this.pushing = configuration.directories().stream()
                .filter(DirectorySection::push)
                .filter(directory -> !directory.uris().isEmpty())
                .map(DirectorySection::name)
                .toList();
        this.copies = configuration.cache().copy() == CacheSection.Copy.USED
                ? Optional.of(configuration.node().data().resolve("routes"))
                : Optional.empty();
    }

    /** @param names of user maps, in order; all where empty */
    UserMaps of(List<String> names) throws Complaint {
        UserMaps known = open.get(names);
        if (known == null) {
            known = open(names);
            open.put(names, known);
            pushing.forEach(known::watch);
            known.recheckLogins();
            keepCopy(known, names);
        }
        return known;
    }

    /** What all of them know of passwords that directories check. */
    Trials trials() {
        return connectors.trials();
    }

    /** Those that are open. */
    List<UserMaps> all() {
        return List.copyOf(open.values());
    }

    private void keepCopy(UserMaps maps, List<String> names) throws Complaint {
        if (copies.isEmpty()) {
            return;
        }
        try {
            Path folder = Files.createDirectories(copies.get());
            String choice = names.isEmpty()
                    ? "all"
                    : "of-" + URLEncoder.encode(String.join("+", names), StandardCharsets.UTF_8);
            RouteCopy copy = maps.copy(folder.resolve(choice));
            copy.restore();
            kept.add(copy);
        } catch (IOException unmade) {
            throw Complaint.failed("The folder " + copies.get() + " cannot be made: " + Reason.of(unmade));
        }
    }

    /** Writes what was found to disk. */
    void save() {
        kept.forEach(RouteCopy::save);
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
                    chosen, rules, connectors, InstantSource.system(), Ticker.systemTicker(), new SecureRandom());
        } catch (IOException | IllegalArgumentException changed) { // a file is no more what it was when it was checked
            throw Complaint.wrong("user-maps: " + changed.getMessage());
        }
    }

    @Override
    public void close() {
        save();
        open.values().forEach(UserMaps::close);
        connectors.close();
    }
}
