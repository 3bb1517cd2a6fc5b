package waypost.access;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import waypost.protocol.imap.ImapCommand.Select.Access;
import waypost.protocol.imap.Mailboxes;
import waypost.store.Account;

/** What a SELECT of a large folder costs, and reading from it: CPU of the whole process for each command, on virtual threads as in service. */
final class SelectBench {
    private static final int MESSAGES = 10_000;

    private SelectBench() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("select-bench");
        try (StoreWorld world = new StoreWorld(folder);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Account account = world.account("alice");
            threads.submit(() -> fill(account)).get();
            threads.submit(() -> run(account)).get();
        }
    }

    private static Boolean fill(Account account) throws IOException {
        Mailboxes mailboxes = StoreWorld.mailboxes(account);
        StoreWorld.append(mailboxes, "INBOX", "Subject: a message\r\n\r\n" + "text\r\n".repeat(50), "\\Seen");
        try (var inbox = mailboxes.select("INBOX", Access.SELECT, () -> {})) {
            for (int i = 1; i < MESSAGES; i++) {
                inbox.copy(List.of(1), "INBOX");
            }
        }
        return true;
    }

    private static Boolean run(Account account) throws IOException {
        measure("SELECT, nobody else has it open", 200, () -> selectAndLeave(account));
        try (Dialogue other = new Dialogue(StoreWorld.sessions().imap(account))) {
            other.say("s SELECT INBOX\r\n");
            measure("SELECT, somebody has it open", 1000, () -> selectAndLeave(account));
            measure("FETCH 5001:5050 FLAGS", 2000, () -> other.say("a FETCH 5001:5050 FLAGS\r\n"));
            measure(
                    "FETCH 5001:5050 (UID FLAGS RFC822.SIZE INTERNALDATE)",
                    500,
                    () -> other.say("a FETCH 5001:5050 (UID FLAGS RFC822.SIZE INTERNALDATE)\r\n"));
            measure("FETCH 1:* FLAGS", 50, () -> other.say("a FETCH 1:* FLAGS\r\n"));
            measure("FETCH 1:* RFC822.SIZE", 5, () -> other.say("a FETCH 1:* RFC822.SIZE\r\n"));
            measure("FETCH 5001:5050 ENVELOPE", 200, () -> other.say("a FETCH 5001:5050 ENVELOPE\r\n"));
            measure("STATUS INBOX", 500, () -> other.say("a STATUS INBOX (MESSAGES UNSEEN)\r\n"));
            measure("NOOP", 5000, () -> other.say("a NOOP\r\n"));
        }
        measure("POP3 log-in", 5, () -> {
            StoreWorld.sessions().pop3(account).closed();
            return "";
        });
        return true;
    }

    private static String selectAndLeave(Account account) throws IOException {
        try (Dialogue imap = new Dialogue(StoreWorld.sessions().imap(account))) {
            return imap.say("s SELECT INBOX\r\n");
        }
    }

    private static void measure(String name, int times, Callable<String> work) {
        try {
            for (int i = 0; i < Math.max(3, times / 5); i++) {
                work.call();
            }
            long cpu = cpuNanos();
            long began = System.nanoTime();
            for (int i = 0; i < times; i++) {
                work.call();
            }
            double wall = (System.nanoTime() - began) / 1e3 / times;
            double used = (cpuNanos() - cpu) / 1e3 / times;
            System.out.printf(Locale.ROOT, "%-58s %10.1f us CPU %10.1f us%n", name, used, wall);
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    private static long cpuNanos() {
        var process = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return process.getProcessCpuTime();
    }
}
