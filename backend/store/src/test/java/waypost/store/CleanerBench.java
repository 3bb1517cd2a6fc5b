package waypost.store;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures cleaning, then compression, then reading what is compressed: {@code CleanerBench <empty folder> [messages] [percent that is expunged]}. Messages
 * have 15,000 octets, two thirds of them base64.
 */
final class CleanerBench {
    private static final Logger log = LoggerFactory.getLogger(CleanerBench.class);
    private static final int OCTETS = 15_000;
    private static final int ACCOUNTS = 20;

    private CleanerBench() {}

    public static void main(String[] arguments) throws Exception {
        int messages = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 40_000;
        int expunged = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 60;
        CleaningSettings never = new CleaningSettings(100, 1, Optional.empty(), 0);
        VolumeSpec spec = new VolumeSpec("v1", 1, Path.of(arguments[0]), JournalSettings.STANDARD, never);
        StoreFixture fixture = new StoreFixture(Path.of(arguments[0]));
        try (Store store = Store.open(List.of(spec), Store.Settings.STANDARD, InstantSource.system())) {
            List<Account> accounts = new ArrayList<>();
            for (int i = 0; i < ACCOUNTS; i++) {
                accounts.add(
                        store.accounts().open(fixture.create(store, "a" + i)).orElseThrow());
            }
            fill(accounts, messages, expunged);
            Volume volume = store.volume("v1").orElseThrow();
            for (Account account : accounts) {
                StoreFixture.forget(volume, account.id()); // nothing could be brought back any more
            }
            read(accounts, "plain");
            timed("cleaning", () -> pass(volume, Optional.empty()));
            timed("compression", () -> pass(volume, Optional.of(Duration.ofSeconds(-1))));
            read(accounts, "compressed");
        }
    }

    private static Cleaner.Gain pass(Volume volume, Optional<Duration> compressAfter) throws Exception {
        VolumeCore core = volume.core();
        Cleaner cleaner = new Cleaner(
                "v1",
                core.journal(),
                core.index(),
                core.table(),
                JournalSettings.STANDARD.segmentBytes(),
                new Compression(compressAfter, () -> VolumeLabel.FORMAT, InstantSource.system()));
        return cleaner.pass(40, Pace.FULL, (_, _) -> {});
    }

    private static void timed(String what, Callable<Cleaner.Gain> work) throws Exception {
        long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        long begin = System.nanoTime();
        Cleaner.Gain gain = work.call();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        long busy = TimeUnit.NANOSECONDS.toMillis(
                ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu);
        log.info(
                "{}: {} segments, {} MB became {} MB in {} ms, {} ms of CPU: {} MB/s of segments, {} ms of CPU per GB",
                what,
                gain.segments(),
                gain.before() / 1_000_000,
                gain.after() / 1_000_000,
                millis,
                busy,
                gain.before() / 1000 / Math.max(1, millis),
                busy * 1_000_000_000 / Math.max(1, gain.before()));
    }

    private static void fill(List<Account> accounts, int messages, int expunged) throws Exception {
        List<Thread> writers = new ArrayList<>();
        for (Account account : accounts) {
            writers.add(Thread.ofVirtual().start(() -> {
                SplittableRandom random = new SplittableRandom(account.id().value());
                List<MessageRef> gone = new ArrayList<>();
                try {
                    for (int i = 0; i < messages / ACCOUNTS; i++) {
                        Appended appended = StoreFixture.append(account, Folder.INBOX, text(random));
                        if (random.nextInt(100) < expunged) {
                            gone.add(StoreFixture.ref(appended));
                        }
                    }
                    Results.done(account.expunge(Folder.INBOX, gone));
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }));
        }
        for (Thread writer : writers) {
            writer.join();
        }
    }

    private static String text(SplittableRandom random) {
        byte[] noise = new byte[OCTETS / 2];
        random.nextBytes(noise);
        StringBuilder text = new StringBuilder(Base64.getMimeEncoder().encodeToString(noise));
        while (text.length() < OCTETS) {
            text.append("word").append(random.nextInt(5_000)).append(' ');
        }
        return text.toString();
    }

    private static void read(List<Account> accounts, String what) throws Exception {
        SplittableRandom random = new SplittableRandom(7);
        long octets = 0;
        long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        int reads = 0;
        for (int i = 0; i < 30_000; i++) {
            Account account = accounts.get(random.nextInt(accounts.size()));
            Optional<Message> message = account.message(1 + random.nextInt(1_000));
            if (message.isPresent()) {
                octets += Facts.text(message.get().octets()).getBytes(StandardCharsets.UTF_8).length;
                reads++;
            }
        }
        long busy = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu;
        log.info("{}: {} messages read, {} us of CPU each", what, reads, busy / 1000 / Math.max(1, reads));
        if (ByteBuffer.allocate(1).remaining() > octets) {
            throw new IllegalStateException("nothing was read");
        }
    }
}
