package waypost.store;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures durable appends: {@code JournalBench <empty folder> [seconds] [writers] [bytes]}. */
final class JournalBench {
    private static final Logger log = LoggerFactory.getLogger(JournalBench.class);

    private JournalBench() {}

    public static void main(String[] arguments) throws Exception {
        long seconds = number(arguments, 1, 10);
        int writers = (int) number(arguments, 2, 64);
        byte[] body = new byte[(int) number(arguments, 3, 15_000)];
        new SplittableRandom(1).nextBytes(body);
        List<long[]> latencies = new ArrayList<>();
        try (LocalJournal journal = LocalJournal.open(
                "bench",
                FileDisk.at(Path.of(arguments[0])),
                JournalSettings.STANDARD,
                new Discard(),
                damage -> log.error("{}", damage))) {
            journal.start(Journal.Owner.ALONE);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                long[] samples = new long[4_000_000 / writers];
                latencies.add(samples);
                threads.add(Thread.ofVirtual().start(() -> write(journal, body, end, samples)));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        long[] all = latencies.stream()
                .flatMapToLong(Arrays::stream)
                .filter(n -> n > 0)
                .sorted()
                .toArray();
        log.info(
                "{} writers, {} bytes: {}/s, p50 {} us, p99 {} us",
                writers,
                body.length,
                all.length / seconds,
                all[all.length / 2] / 1000,
                all[all.length * 99 / 100] / 1000);
    }

    private static long number(String[] arguments, int at, long otherwise) {
        return arguments.length > at ? Long.parseLong(arguments[at]) : otherwise;
    }

    private static void write(Journal journal, byte[] body, long end, long[] samples) {
        ByteBuffer operation = ByteBuffer.allocate(150);
        for (int i = 0; i < samples.length && System.nanoTime() < end; i++) {
            long begin = System.nanoTime();
            Change change = new Change(1, operation, List.of(ByteBuffer.wrap(body)), Change.Growth.GROWS);
            journal.append(journal.term(), change).join();
            samples[i] = System.nanoTime() - begin;
        }
    }

    private static final class Discard implements Journal.Index {
        @Override
        public long appliedThrough() {
            return 0;
        }

        @Override
        public void apply(long entry, List<Applied> changes, Bodies earlier) {}

        @Override
        public void flush() {}

        @Override
        public long checkpoint(Path into) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void restore(Path from) {
            throw new UnsupportedOperationException();
        }
    }
}
