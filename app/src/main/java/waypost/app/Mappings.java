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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import waypost.config.CacheSection;
import waypost.config.Configuration;
import waypost.config.DirectorySection;
import waypost.directory.Connectors;
import waypost.directory.EmbeddedDirectory;
import waypost.directory.TlsTrust;
import waypost.identity.AddressRules;
import waypost.identity.SharedKey;
import waypost.mapping.CopyFellows;
import waypost.mapping.CopySource;
import waypost.mapping.CountedMapping;
import waypost.mapping.Mapping;
import waypost.mapping.MappingSettings;
import waypost.mapping.OnDisk;
import waypost.mapping.Trials;
import waypost.mapping.UserMaps;

/** The mappings of a node: one for each choice of user maps that a service names, so that services with the same choice share a cache. All share the directories. */
final class Mappings implements AutoCloseable {
    private final MappingSettings settings;
    private final AddressRules rules;
    private final Connectors connectors;
    private final MetricRegistry metrics;
    private final Trials trials;
    private final CacheSection cache;
    private final Path data;
    private final List<DirectorySection> pushing;
    private final Optional<EmbeddedDirectory> here;
    private final Map<List<String>, UserMaps> open = new ConcurrentHashMap<>();
    private volatile CopyFellows fellows = CopyFellows.NOBODY;

    /**
     * @param here the embedded directory, if this node has it
     * @param metrics show how it stands with each user map, and what is looked up
     */
    Mappings(Configuration configuration, TlsTrust trust, Optional<EmbeddedDirectory> here, MetricRegistry metrics)
            throws Complaint {
        MappingSetup setup = new MappingSetup(configuration);
        this.settings = setup.settings();
        this.rules = new AddressRules(setup.addresses());
        this.metrics = metrics;
        this.trials = new Trials(
                SharedKey.make(Instant.EPOCH, new SecureRandom()),
                settings.cache().verifier(),
                Ticker.systemTicker());
        this.connectors = new Connectors(settings.reached(), trust, Ticker.systemTicker(), metrics);
        this.pushing = configuration.directories().stream()
                .filter(DirectorySection::push)
                .toList();
        this.here = here;
        this.cache = configuration.cache();
        this.data = configuration.node().data();
        connectors.keepStates(made(data).resolve("states"), InstantSource.system());
    }

    /** Those that are opened from now on may begin with what others have copied. */
    void join(CopyFellows others) {
        fellows = others;
    }

    /** @param names of user maps, in order; all where empty */
    UserMaps of(List<String> names) throws Complaint {
        UserMaps known = open.get(names);
        if (known == null) {
            known = open(names);
            open.put(names, known);
            keep(known.onDisk(), choice(names));
            watch(known);
            known.recheckLogins();
            known.tellHealth();
            known.measure(metrics, measured(names));
        }
        return known;
    }

    /** What all of them know of passwords that directories check. */
    Trials trials() {
        return trials;
    }

    private void watch(UserMaps maps) {
        for (DirectorySection directory : pushing) {
            if (!directory.uris().isEmpty()) {
                maps.watch(directory.name());
            } else {
                here.ifPresent(embedded -> maps.watch(directory.name(), embedded));
            }
        }
    }

    /** That of this choice, if a service has opened it. */
    Optional<UserMaps> opened(List<String> names) {
        return Optional.ofNullable(open.get(names));
    }

    /** Of all maps and directories. */
    MappingSettings settings() {
        return settings;
    }

    /** Those that are open. */
    List<UserMaps> all() {
        return List.copyOf(open.values());
    }

    /** What one of them has copied on this subject. */
    Optional<CopySource> copy(String subject) {
        return open.values().stream()
                .flatMap(maps -> maps.onDisk().copy(subject).stream())
                .findFirst();
    }

    private void keep(OnDisk onDisk, String choice) throws Complaint {
        switch (cache.copy()) {
            case NONE -> {}
            case USED -> onDisk.routes(made(data.resolve("routes")).resolve(choice));
            case ALL -> onDisk.all(made(data.resolve("copies").resolve(choice)), fellows);
        }
        if (cache.verifierKey().isPresent()) {
            Path folder = made(data.resolve("proofs"));
            onDisk.proofs(folder.resolve(choice), cache.verifierKey().get());
        }
    }

    private static String choice(List<String> names) {
        return names.isEmpty() ? "all" : "of-" + URLEncoder.encode(String.join("+", names), StandardCharsets.UTF_8);
    }

    /** Without dots, which separate the words of a name of what is measured. */
    private static String measured(List<String> names) {
        return choice(names).replace(".", "%2E");
    }

    /** The same as {@link #of}, with its look-ups counted. */
    Mapping counted(List<String> names) throws Complaint {
        return new CountedMapping(of(names), metrics, measured(names));
    }

    private static Path made(Path folder) throws Complaint {
        try {
            return Files.createDirectories(folder);
        } catch (IOException unmade) {
            throw Complaint.failed("The folder " + folder + " cannot be made: " + Reason.of(unmade));
        }
    }

    /** Writes what is kept to disk. */
    void save() {
        open.values().forEach(maps -> maps.onDisk().save());
        connectors.save();
    }

    private UserMaps open(List<String> names) throws Complaint {
        try {
            return UserMaps.open(
                    settings.of(names),
                    rules,
                    connectors,
                    trials,
                    InstantSource.system(),
                    Ticker.systemTicker(),
                    new SecureRandom());
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
