package waypost.app;

import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import waypost.config.Configuration;
import waypost.config.DirectorySection;
import waypost.config.EmbeddedDirectorySection;
import waypost.directory.EmbeddedDirectory;
import waypost.directory.TlsTrust;
import waypost.identity.AddressRules;
import waypost.mapping.DirectoryAdministration;
import waypost.mapping.MappingSettings;
import waypost.mapping.UserDirectory;
import waypost.mapping.UserMaps;

/**
 * The directories of a configuration as a command reaches them. An embedded directory is asked over LDAP while its node runs; while it does
 * not, this process opens it itself, on a port that only it knows. One thread.
 */
final class Directories implements AutoCloseable {
    private static final int PROBE_MILLIS = 1000;

    private final MappingSetup setup;
    private final MappingSettings settings;
    private final TlsTrust trust;
    private final Optional<Here> here;
    private final Closing closing;

    /** The embedded directory that this process has opened, and its files. */
    private record Here(Path folder, EmbeddedDirectory directory) {}

    private Directories(
            MappingSetup setup, MappingSettings settings, TlsTrust trust, Optional<Here> here, Closing closing) {
        this.setup = setup;
        this.settings = settings;
        this.trust = trust;
        this.here = here;
        this.closing = closing;
    }

    static Directories open(Configuration configuration) throws Complaint {
        Closing closing = new Closing();
        TlsTrust trust = DirectoryTrust.of(configuration);
        Optional<Here> here = Optional.empty();
        if (closed(configuration)) {
            EmbeddedDirectory opened = closing.with(
                    openHere(configuration, configuration.embeddedDirectory().get()));
            here = Optional.of(new Here(MappingSetup.directoryFolder(configuration), opened));
        }
        return reached(configuration, trust, here, closing);
    }

    /** Those of another configuration, which may mean the embedded directory that is open here already. */
    Directories and(Configuration other) throws Complaint {
        Path folder = MappingSetup.directoryFolder(other);
        return here.isPresent() && closed(other) && here.get().folder().equals(folder)
                ? reached(other, DirectoryTrust.of(other), here, new Closing())
                : open(other);
    }

    private static Directories reached(
            Configuration configuration, TlsTrust trust, Optional<Here> here, Closing closing) {
        MappingSetup setup = new MappingSetup(configuration);
        MappingSettings settings = setup.settings();
        return new Directories(
                setup,
                here.map(opened -> reaching(settings, configuration, opened.directory()))
                        .orElse(settings),
                trust,
                here,
                closing);
    }

    /** Whether the configuration has an embedded directory that no node runs now. */
    private static boolean closed(Configuration configuration) {
        return configuration
                .embeddedDirectory()
                .filter(section -> !answers(section))
                .isPresent();
    }

    private static boolean answers(EmbeddedDirectorySection section) {
        try (Socket probe = new Socket()) {
            probe.connect(section.listen().socketAddress(), PROBE_MILLIS);
            return true;
        } catch (IOException nobody) {
            return false;
        }
    }

    private static EmbeddedDirectory openHere(Configuration configuration, EmbeddedDirectorySection section)
            throws Complaint {
        try {
            InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            return EmbeddedDirectory.open(MappingSetup.embedded(configuration, section, free), new SecureRandom());
        } catch (IOException unopened) {
            throw Complaint.failed("The embedded directory does not answer on " + section.listen()
                    + " and cannot be opened: " + Reason.of(unopened));
        }
    }

    /** The same settings, but directories without addresses are the one opened here. */
    private static MappingSettings reaching(
            MappingSettings settings, Configuration configuration, EmbeddedDirectory embedded) {
        List<String> ours = configuration.directories().stream()
                .filter(section -> section.uris().isEmpty())
                .map(DirectorySection::name)
                .toList();
        return new MappingSettings(
                settings.directories().stream()
                        .map(directory -> ours.contains(directory.name())
                                ? directory.at(
                                        embedded.asDirectory(directory.name()).uris())
                                : directory)
                        .toList(),
                settings.maps(),
                settings.routes(),
                settings.classes(),
                settings.cache());
    }

    MappingSettings settings() {
        return settings;
    }

    AddressRules rules() {
        return new AddressRules(setup.addresses());
    }

    TlsTrust trust() {
        return trust;
    }

    /** @param name of a directory; may be missing where there is only one */
    DirectoryAdministration administration(Optional<String> name) throws Complaint {
        UserDirectory directory = named(name);
        return closing.with(new DirectoryAdministration(
                directory, trust, rules(), setup.scheme(directory.name()), new SecureRandom()));
    }

    private UserDirectory named(Optional<String> name) throws Complaint {
        List<UserDirectory> all = settings.directories();
        String names = String.join(", ", all.stream().map(UserDirectory::name).toList());
        if (name.isEmpty()) {
            if (all.size() != 1) {
                throw Complaint.wrong(
                        all.isEmpty()
                                ? "The configuration has no directory: users are in the files of its user maps."
                                : "Which directory? Say --directory NAME, one of: " + names);
            }
            return all.getFirst();
        }
        return all.stream()
                .filter(directory -> directory.name().equals(name.get()))
                .findAny()
                .orElseThrow(() ->
                        Complaint.wrong("The configuration has no directory " + name.get() + ". It has: " + names));
    }

    UserMaps maps() throws Complaint {
        return maps(List.of());
    }

    /** @param names of user maps, in order; all where empty */
    UserMaps maps(List<String> names) throws Complaint {
        try {
            return closing.with(UserMaps.open(
                    settings.of(names),
                    rules(),
                    trust,
                    InstantSource.system(),
                    Ticker.systemTicker(),
                    new SecureRandom()));
        } catch (IOException | IllegalArgumentException changed) { // a file is no more what it was when it was checked
            throw Complaint.wrong("user-maps: " + changed.getMessage());
        }
    }

    @Override
    public void close() {
        closing.close();
    }
}
