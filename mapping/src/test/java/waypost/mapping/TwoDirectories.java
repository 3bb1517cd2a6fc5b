package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import waypost.directory.DirectorySettings;
import waypost.directory.DirectorySettings.Spread;
import waypost.directory.Illness;
import waypost.mapping.Behaviour.Kept;
import waypost.mapping.Behaviour.Ward;
import waypost.mapping.UserMapSettings.CatchAll;
import waypost.mapping.UserMapSettings.Domains;
import waypost.mapping.UserMapSettings.Proof;
import waypost.mapping.UserMapSettings.Several;

/** Two directories with a user map of each, of which one will fall ill. For tests of what clients hear of that. */
public final class TwoDirectories implements AutoCloseable {
    /** Of everybody. */
    public static final String PASSWORD = "secret";

    /** Where everybody's mailbox is. */
    public static final String NODE = "store1";

    private static final Duration LONG = Duration.ofSeconds(60);

    /** Of one that will hang: this long is waited for it. */
    private static final Duration SHORT = Duration.ofSeconds(3);

    /** Which of them falls ill. */
    public enum Place {
        FIRST,
        SECOND
    }

    private final Behaviour behaviour;
    private final Ward first;
    private final Ward second;
    private final Ward ill;
    private final UserMaps maps;

    private TwoDirectories(Behaviour behaviour, Place place, Proof proof) throws Exception {
        this.behaviour = behaviour;
        first = ward("anna");
        second = ward("bob");
        ill = switch (place) {
            case FIRST -> first;
            case SECOND -> second;
        };
        maps = first.fixture()
                .open(new MappingSettings(
                        List.of(UserDirectory.usual(directory(first)), UserDirectory.usual(directory(second))),
                        List.of(map(first, proof), map(second, proof)),
                        Fixture.settings(first.fixture().directory()).routes(),
                        CacheSettings.STANDARD));
    }

    /** @param folder for what is kept on disk */
    public static TwoDirectories open(Behaviour behaviour, Place place, Proof proof, Path folder) throws Exception {
        TwoDirectories two = new TwoDirectories(behaviour, place, proof);
        two.keep(folder);
        return two;
    }

    private static Ward ward(String user) throws Exception {
        var illness = new Illness();
        var provider = new SyncProvider();
        var fixture = new Fixture(config -> {
            config.addInMemoryOperationInterceptor(illness);
            config.addInMemoryOperationInterceptor(provider);
        });
        Ward ward = new Ward(fixture, illness, provider, user);
        ward.modify("dc=waypost", "contextCSN", "20261130000000.000000Z#000000#001#000000");
        fixture.add("canary");
        for (String name : ward.users().toList()) {
            fixture.add(name, "mail: " + name + "@example.net", "mailHost: " + NODE, "userPassword: " + PASSWORD);
        }
        return ward;
    }

    private DirectorySettings directory(Ward ward) {
        DirectorySettings d = ward.fixture().directory();
        return new DirectorySettings(
                ward.user(),
                d.kind(),
                d.uris(),
                Spread.FIRST,
                d.protection(),
                d.service(),
                d.base(),
                Optional.of(Ward.CANARY),
                ward == ill && behaviour.hangs() ? SHORT : LONG,
                d.inFlight());
    }

    private static UserMapSettings map(Ward ward, Proof proof) {
        return new UserMapSettings.Directory(
                "of-" + ward.user(), Domains.of("example.net"), ward.user(), proof, Several.UNAVAILABLE, CatchAll.OFF);
    }

    private void keep(Path folder) {
        if (behaviour.kept() == Kept.ALL) {
            maps.onDisk().all(folder);
            maps.watch(ill.user());
            until(this::copied);
        }
    }

    private boolean copied() {
        return maps.copies().of("of-" + ill.user()).orElseThrow().isCurrent();
    }

    private static void until(BooleanSupplier there) {
        assertTimeoutPreemptively(LONG, () -> {
            while (!there.getAsBoolean()) {
                Thread.onSpinWait();
            }
        });
    }

    public UserMaps maps() {
        return maps;
    }

    /** Whom the first has, the one first whom a behaviour may single out. */
    public List<String> ofFirst() {
        return first.users().toList();
    }

    /** Whom the second has, likewise. */
    public List<String> ofSecond() {
        return second.users().toList();
    }

    /** An hour later the one behaves as it does. Returns when the mapping has been told what it will be told. */
    public void fallIll() throws Exception {
        first.fixture().pass(Duration.ofHours(1));
        behaviour.onset().in(ill);
        if (behaviour.kept() == Kept.ALL && behaviour.extent() != Behaviour.Extent.NONE) {
            until(() -> ill.provider().told() == maps.copies().in(ill.user()).size() + 1);
            until(this::copied);
        }
    }

    @Override
    public void close() {
        for (Ward ward : List.of(first, second)) {
            ward.illness().close();
            ward.provider().close();
        }
        maps.close();
        first.fixture().close();
        second.fixture().close();
    }
}
