import com.codahale.metrics.MetricRegistry;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import waypost.guard.Attempt;
import waypost.guard.Fellows;
import waypost.guard.Guard;
import waypost.guard.GuardSettings;
import waypost.identity.NodeName;
import waypost.identity.Secret;
import waypost.identity.SharedKey;

/** What the guard costs a log-in, from its name and address to what became of it: CPU of the threads that log in, and how many come through. */
final class GuardBench {
    private static final int ACCOUNTS = 20_000;
    private static final int LOGINS = 400_000;
    private static final int ROUNDS = 5;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Guard guard = new Guard(
            GuardSettings.STANDARD,
            Optional.empty(),
            new Fellows(new NodeName("fe1"), new SharedKey(1, "0".repeat(64)), _ -> {}),
            System::nanoTime,
            InstantSource.system(),
            new MetricRegistry());
    private final List<InetAddress> addresses = new ArrayList<>();

    /** One log-in, of many. */
    @FunctionalInterface
    private interface Login {
        void run(int number);
    }

    public static void main(String[] arguments) throws Exception {
        var bench = new GuardBench();
        for (String family : List.of("203.0.%d.%d", "2001:db8:%x:%x::1")) {
            bench.measure(family);
        }
    }

    private void measure(String family) throws Exception {
        addresses.clear();
        for (int i = 0; i < ACCOUNTS; i++) {
            addresses.add(InetAddress.ofLiteral(family.formatted(i >> 8, i & 0xFF)));
        }
        String protocol = family.contains(":") ? "IPv6" : "IPv4";
        measure(protocol + ", right, nobody fails", this::right);
        measure(protocol + ", wrong, from as many addresses as accounts", this::wrong);
        measure(protocol + ", right, where all have failed", this::right);
    }

    private Attempt attempt(int number) {
        int account = number % ACCOUNTS;
        return guard.named("user" + account + "@example.net", addresses.get(account));
    }

    private void right(int number) {
        Attempt attempt = attempt(number);
        guard.enter(attempt);
        guard.right(attempt);
    }

    private void wrong(int number) {
        Attempt attempt = attempt(number);
        guard.enter(attempt);
        guard.wrong(attempt, new Secret("guess" + number % 7));
    }

    private static void measure(String what, Login login) throws Exception {
        for (int threads = 1; threads <= 2; threads++) {
            double cpu = Double.MAX_VALUE;
            double rate = 0;
            for (int round = 0; round < ROUNDS; round++) {
                long began = System.nanoTime();
                cpu = Math.min(cpu, round(threads, login) / 1000.0 / LOGINS);
                rate = Math.max(rate, LOGINS * 1e9 / (System.nanoTime() - began));
            }
            System.out.printf(
                    Locale.ROOT,
                    "%s, threads: %d: %.2f us of CPU a log-in, %.0f log-ins a second%n",
                    what,
                    threads,
                    cpu,
                    rate);
        }
    }

    /** CPU time of all threads, in nanoseconds. */
    private static long round(int threads, Login login) throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<Long>> ends = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int first = thread;
                ends.add(pool.submit(() -> {
                    long began = THREADS.getCurrentThreadCpuTime();
                    for (int number = first; number < LOGINS; number += threads) {
                        login.run(number);
                    }
                    return THREADS.getCurrentThreadCpuTime() - began;
                }));
            }
            long cpu = 0;
            for (Future<Long> end : ends) {
                cpu += end.get();
            }
            return cpu;
        }
    }
}
