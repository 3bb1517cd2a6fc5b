package waypost.store;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.identity.AccountId;

/** Measures scrub, backup, verification, rebuild and restore: {@code BackupBench <empty folder> [messages]}. Messages have 15,000 octets. */
final class BackupBench {
    private static final Logger log = LoggerFactory.getLogger(BackupBench.class);
    private static final int OCTETS = 15_000;

    private BackupBench() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int messages = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 40_000;
        CleaningSettings never = new CleaningSettings(100, 1, Optional.empty(), 0);
        VolumeSpec spec = new VolumeSpec("v1", 1, folder.resolve("v1"), JournalSettings.STANDARD, never);
        StoreFixture fixture = new StoreFixture(folder);
        long octets = (long) messages * OCTETS;
        try (Store store = Store.open(List.of(spec), Store.Settings.STANDARD, InstantSource.system())) {
            AccountId id = fixture.create(store, "a");
            Account account = store.accounts().open(id).orElseThrow();
            for (int i = 0; i < messages; i++) {
                StoreFixture.append(account, Folder.INBOX, i + "x".repeat(OCTETS));
            }
            VolumeCore core = store.volume("v1").orElseThrow().core();
            timed(
                    "scrub",
                    octets,
                    () -> new Scrub(core.journal().segments(), core.index(), core.table(), Pace.FULL).pass(_ -> 0));
            var order = new VolumeBackup.Order(folder.resolve("b"), 0, 0, InstantSource.system(), _ -> {});
            Volume volume = store.volume("v1").orElseThrow();
            timed("first backup", octets, () -> VolumeBackup.run(volume, order));
            timed("second backup", octets, () -> VolumeBackup.run(volume, order));
        }
        var everything = new BackupVerification.Scope.Everything();
        timed(
                "verification",
                octets,
                () -> BackupVerification.run(
                        new BackupVerification.Order(folder.resolve("b"), Optional.empty(), everything, _ -> {}),
                        spec));
        timed("rebuild of the index", octets, () -> VolumeRebuild.run(spec, _ -> {}));
        ClosedVolume.delete(spec.folder());
        var restore = new VolumeRestore.Order(
                folder.resolve("b"), Optional.empty(), false, true, InstantSource.system(), _ -> {});
        timed("restore", octets, () -> VolumeRestore.run(spec, restore));
    }

    private static void timed(String what, long octets, Callable<?> work) throws Exception {
        long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        long begin = System.nanoTime();
        Object result = work.call();
        long nanos = System.nanoTime() - begin;
        long busy = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu;
        log.info(
                "{}: {} ms, {} MB/s, {} ns of CPU for 100 octets; {}",
                what,
                TimeUnit.NANOSECONDS.toMillis(nanos),
                octets * 1000 / Math.max(1, nanos),
                busy * 100 / octets,
                result.getClass().getSimpleName());
    }
}
