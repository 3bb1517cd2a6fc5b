package waypost.cluster;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import waypost.config.ClusterNodeSection;
import waypost.config.CountLimit;
import waypost.config.HostPort;
import waypost.config.ListenerSection;
import waypost.config.VolumeName;
import waypost.identity.NodeName;
import waypost.mapping.Nodes;
import waypost.store.JournalSettings;
import waypost.store.Reserve;
import waypost.store.Store;
import waypost.store.VolumeSpec;

/** Stores in a folder, and node lists, as tests need them. */
public final class Stores {
    private Stores() {}

    /** One with so many volumes, {@code <name>-v1} and on, numbered from a number. */
    public static Store open(Path folder, String name, int first, int count, InstantSource clock) {
        return open(folder, name, IntStream.range(first, first + count).toArray(), Reserve.NONE, clock);
    }

    public static Store open(Path folder, String name, int[] numbers, Reserve reserve, InstantSource clock) {
        JournalSettings journal = new JournalSettings(16 << 20, 4 << 20, 16L << 20, 512L << 20, reserve);
        List<VolumeSpec> specs = IntStream.of(numbers)
                .mapToObj(number -> {
                    String volume = name + "-v" + (number - numbers[0] + 1);
                    return new VolumeSpec(volume, number, folder.resolve(volume), journal);
                })
                .toList();
        return Store.open(specs, new Store.Settings(16L << 20, 2), clock);
    }

    public static Nodes nodes(String... names) {
        return new Nodes(Stream.of(names).map(Stores::node).toList());
    }

    private static ClusterNodeSection node(String name) {
        return new ClusterNodeSection(
                new NodeName(name),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new HostPort("127.0.0.1", 1)),
                List.of(),
                Optional.empty(),
                ListenerSection.Tls.IMPLICIT,
                Optional.empty(),
                Optional.empty(),
                CountLimit.NONE,
                false,
                List.of(),
                List.of(new VolumeName(name + "-v1"), new VolumeName(name + "-v2")));
    }
}
