import com.github.benmanes.caffeine.cache.Ticker;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import waypost.directory.DirectorySettings;
import waypost.directory.ServiceBind;
import waypost.directory.TlsTrust;
import waypost.identity.AddressRules;
import waypost.identity.AddressSettings;
import waypost.identity.Secret;
import waypost.mapping.Answer;
import waypost.mapping.CacheSettings;
import waypost.mapping.MapHealth;
import waypost.mapping.MappingSettings;
import waypost.mapping.Routes;
import waypost.mapping.UserDirectory;
import waypost.mapping.UserMapSettings;
import waypost.mapping.UserMaps;

/** A front end's mapping in front of the directory that directory.sh has loaded: one phase a process. */
final class DirectoryBench {
    private static final int ASKERS = 8;

    private final int port;
    private final Path folder;
    private final int lookups;
    private final int entries;

    private DirectoryBench(int port, Path folder, int lookups, int entries) {
        this.port = port;
        this.folder = folder;
        this.lookups = lookups;
        this.entries = entries;
    }

    public static void main(String[] arguments) throws Exception {
        var bench = new DirectoryBench(
                Integer.parseInt(arguments[1]),
                Path.of(arguments[2]),
                Integer.parseInt(arguments[3]),
                Integer.parseInt(arguments[4]));
        switch (arguments[0]) {
            case "used" -> bench.used();
            case "cold" -> bench.cold();
            case "warm" -> bench.warm();
            case "outage" -> bench.outage();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        System.exit(0);
    }

    private UserMaps open() throws Exception {
        var service = new ServiceBind.Simple("cn=admin,dc=bench", new Secret("bench"));
        var directory = DirectorySettings.plain(
                "main", URI.create("ldap://127.0.0.1:" + port), Optional.of(service), "dc=bench");
        var map = new UserMapSettings.Directory(
                "users",
                UserMapSettings.Domains.ALL,
                "main",
                UserMapSettings.Proof.BIND,
                UserMapSettings.Several.UNAVAILABLE,
                UserMapSettings.CatchAll.OFF);
        CacheSettings usual = CacheSettings.STANDARD;
        var cache = new CacheSettings(
                Duration.ofHours(1),
                usual.negative(),
                usual.verifier(),
                usual.sessions(),
                usual.vanished(),
                usual.staleness(),
                entries);
        Set<String> targets =
                IntStream.range(0, 12).mapToObj(store -> "store" + store).collect(Collectors.toSet());
        var settings = new MappingSettings(
                List.of(UserDirectory.usual(directory)), List.of(map), new Routes(targets, List.of()), cache);
        var rules = new AddressRules(new AddressSettings(
                Optional.empty(), Map.of(), Map.of(), "+", AddressSettings.LocalParts.CASE_MAPPED));
        SSLContext context = SSLContext.getDefault();
        TlsTrust trust = _ -> context;
        return UserMaps.open(
                settings,
                rules,
                trust,
                InstantSource.system(),
                Ticker.systemTicker(),
                new SecureRandom());
    }

    private String address(int number) {
        return "firstname.lastname" + number + "@customer" + number % 500 + ".example.net";
    }

    private static long heap() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(200);
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static void tell(String what, Object figure) {
        System.out.printf("%-60s %s%n", what, figure);
    }

    private interface Question {
        boolean answers(int number);
    }

    /** The first of {@code count} numbers in a row that has no pattern, or as many again of the same. */
    private void ask(String what, int count, int askers, Question question) throws Exception {
        var right = new AtomicLong();
        long cpu = cpu();
        long begun = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int asker = 0; asker < askers; asker++) {
                int first = asker;
                threads.execute(() -> {
                    for (int i = first; i < count; i += askers) {
                        if (question.answers((int) (i * 7919L % entries))) {
                            right.incrementAndGet();
                        }
                    }
                });
            }
        }
        double nanos = System.nanoTime() - begun;
        tell(
                what,
                String.format(
                        "%,.0f/s, %.1f us of CPU each (%d askers, %d of %d found)",
                        count / nanos * 1e9, (cpu() - cpu) / 1e3 / count, askers, right.get(), count));
    }

    private static boolean granted(Answer answer) {
        return answer instanceof Answer.Granted;
    }

    private void used() throws Exception {
        try (UserMaps warming = open()) {
            ask("(warming up)", Math.min(lookups, 20_000), ASKERS, number -> granted(warming.locate(address(number))));
        }
        UserMaps maps = open();
        long before = heap();
        ask("look-up, not remembered", lookups, ASKERS, number -> granted(maps.locate(address(number))));
        tell("memory of a remembered route", (heap() - before) / lookups + " octets");
        for (int round = 0; round < 5; round++) {
            ask("look-up, remembered", lookups, 1, number -> maps.cachedLocate(address(number)).isPresent());
        }
        Path file = folder.resolve("routes");
        maps.onDisk().routes(file);
        long begun = System.nanoTime();
        maps.onDisk().save();
        tell("routes to disk", seconds(begun) + ", " + Files.size(file) / lookups + " octets each");
        try (UserMaps again = open()) {
            begun = System.nanoTime();
            again.onDisk().routes(file);
            tell("routes from disk, " + lookups, seconds(begun));
        }
        maps.close();
    }

    private static String seconds(long begun) {
        return String.format("%.2f s", (System.nanoTime() - begun) / 1e9);
    }

    private static MapHealth.Copy copy(UserMaps maps) {
        return maps.health().getFirst().copy().orElseThrow();
    }

    private static void untilCurrent(UserMaps maps) throws InterruptedException {
        while (!copy(maps).current()) {
            Thread.sleep(10);
        }
    }

    private void cold() throws Exception {
        long before = heap();
        UserMaps maps = open();
        maps.onDisk().all(folder.resolve("copies"));
        long cpu = cpu();
        long begun = System.nanoTime();
        maps.watch("main");
        untilCurrent(maps);
        tell(
                "cold start: all entries from the directory",
                seconds(begun) + String.format(", %.1f s of CPU", (cpu() - cpu) / 1e9));
        int read = copy(maps).entries();
        tell("memory of an entry, of " + read, (heap() - before) / read + " octets");
        begun = System.nanoTime();
        maps.onDisk().save();
        long size;
        try (var files = Files.walk(folder.resolve("copies"))) {
            size = files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        }
        tell("copy to disk", seconds(begun) + ", " + size / read + " octets an entry");
        maps.close();
    }

    private void warm() throws Exception {
        long begun = System.nanoTime();
        UserMaps maps = open();
        maps.onDisk().all(folder.resolve("copies"));
        tell("warm start: copy from disk, " + copy(maps).entries() + " entries", seconds(begun));
        begun = System.nanoTime();
        maps.watch("main");
        untilCurrent(maps);
        tell("warm start: told what changed since", seconds(begun));
        maps.close();
    }

    private void outage() throws Exception {
        UserMaps maps = open();
        maps.onDisk().all(folder.resolve("copies"));
        for (int round = 0; round < 3; round++) {
            ask("look-up in an outage, by the copy", lookups, 1, number -> granted(maps.locate(address(number))));
        }
        maps.close();
    }
}
