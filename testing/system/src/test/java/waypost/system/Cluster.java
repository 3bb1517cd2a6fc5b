package waypost.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The cluster of the demo as four processes: the directory, the front end, two stores. A demo that ends at once makes certificates, users
 * and configurations; then the directory moves from the front end to a process of its own.
 */
final class Cluster implements Site {
    /** In the order in which they start. */
    enum Member {
        DIRECTORY,
        FE1,
        STORE1,
        STORE2;

        private String node() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final String STARTED = "event=started";
    private static final String HANDED_ON = "event=handed-on ";
    private static final int SECONDS_TO_CHECK = 120;

    /** Longer than the third wait of an entry, 15 minutes: one that failed twice while nodes were killed, and again as they start, is still due then. */
    private static final Duration QUEUES_EMPTY = Duration.ofMinutes(30);

    private static final List<Member> STORES = List.of(Member.STORE1, Member.STORE2);
    private static final Pattern CHECKED =
            Pattern.compile("([0-9]+) accounts, [0-9]+ messages, ([0-9]+) to be handed on");

    private final Path folder;
    private final int first;
    private final Map<Member, Program> running = new EnumMap<>(Member.class);

    private Cluster(Path folder, int first) {
        this.folder = folder;
        this.first = first;
    }

    /** Returns when all listen and take mail. */
    static Cluster start(Path folder) throws IOException {
        return prepare(folder).start();
    }

    /** The same for a cluster that is prepared. */
    Cluster start() throws IOException {
        try {
            start(Member.DIRECTORY);
            start(Member.FE1, Member.STORE1, Member.STORE2);
            Mail.awaitMailboxes(this, "alice", "bob", "carol");
            return this;
        } catch (Throwable failed) {
            closeAfter(failed);
            throw failed;
        }
    }

    /** Writes all that the processes need, and starts none. */
    static Cluster prepare(Path folder) throws IOException {
        Cluster cluster = new Cluster(folder, Ports.row(Demo.PORTS));
        Demo.ready(List.of(), folder, cluster.first).close();
        String store = Files.readString(folder.resolve("store1.yaml"));
        String remote = store.substring(store.indexOf("directories:"), store.indexOf("volumes:"));
        String frontEnd = Files.readString(folder.resolve("fe1.yaml"));
        String embedded = frontEnd.lines()
                .filter(line -> line.startsWith("embedded-directory:"))
                .findFirst()
                .orElseThrow();
        cluster.write(
                Member.DIRECTORY,
                "node: {name: directory, roles: [proxy], data: \"" + folder + "/directory-node\"}\n" + embedded
                        + "\nlog: {level: info}\n");
        cluster.write(
                Member.FE1,
                frontEnd.replace(embedded + "\n", "")
                        .replace("directories: [{name: main, base: dc=waypost}]\n", remote));
        cluster.write(Member.STORE1, store);
        cluster.write(Member.STORE2, Files.readString(folder.resolve("store2.yaml")));
        return cluster;
    }

    private void write(Member member, String text) throws IOException {
        Files.writeString(configuration(member), text.replace("level: warn", "level: info"));
    }

    /** Where the member's configuration is; tests may change it before the member starts. */
    Path configuration(Member member) {
        return folder.resolve(member.node() + ".yaml");
    }

    /** Returns when all of them listen. */
    void start(Member... members) throws IOException {
        for (Member member : members) {
            running.put(
                    member,
                    Program.start(
                            folder.resolveSibling(member.node() + ".log"),
                            STARTED,
                            "run",
                            "--config",
                            configuration(member).toString()));
        }
        for (Member member : members) {
            program(member).awaitReady();
        }
    }

    Program program(Member member) {
        Program program = running.get(member);
        if (program == null) {
            throw new IllegalStateException(member + " does not run");
        }
        return program;
    }

    /** kill -9. */
    void kill(Member member) throws InterruptedException {
        program(member).kill();
        running.remove(member);
    }

    /** Stops a member as an administrator does, and starts it again. */
    void restart(Member member) throws IOException {
        program(member).close();
        start(member);
    }

    /**
     * What a store has.
     *
     * @param accounts that it has a record of
     * @param waiting recipients to whose nodes it has yet to hand a message on
     */
    record Contents(int accounts, int waiting) {}

    /** Stops a store and has its volume checked, which must be sound. */
    Contents contentsOfStopped(Member store) throws IOException, InterruptedException {
        program(store).close();
        running.remove(store);
        Path said = folder.resolveSibling(store.node() + "-check.log");
        Files.deleteIfExists(said);
        Program check = Program.start(
                said,
                ": sound",
                "store",
                "check",
                "--config",
                configuration(store).toString());
        assertEquals(0, check.status(SECONDS_TO_CHECK), check.log());
        Matcher checked = CHECKED.matcher(check.log());
        assertTrue(checked.find(), check.log());
        return new Contents(Integer.parseInt(checked.group(1)), Integer.parseInt(checked.group(2)));
    }

    /**
     * Returns when the stores wait for nothing more: when both have been stopped at once with empty queues. They run again then. What they
     * had in their queues when they were stopped they hand on before they are stopped the next time.
     */
    void awaitHandedOn() throws IOException, InterruptedException {
        Instant end = Instant.now().plus(QUEUES_EMPTY);
        Map<Member, Integer> waiting = waitingThenStarted();
        while (waiting.values().stream().anyMatch(count -> count > 0)) {
            for (Member store : STORES) {
                boolean all = program(store).awaitPrinted(HANDED_ON, waiting.getOrDefault(store, 0), end);
                assertTrue(all, () -> store + " has not handed on in time what it kept");
            }
            waiting = waitingThenStarted();
        }
    }

    private Map<Member, Integer> waitingThenStarted() throws IOException, InterruptedException {
        Map<Member, Integer> waiting = new EnumMap<>(Member.class);
        STORES.forEach(store -> program(store).terminate());
        for (Member store : STORES) {
            waiting.put(store, contentsOfStopped(store).waiting());
        }
        start(Member.STORE1, Member.STORE2);
        return waiting;
    }

    String log(Member member) throws IOException {
        return Files.readString(folder.resolveSibling(member.node() + ".log"));
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public int first() {
        return first;
    }

    @Override
    public void close() {
        running.values().forEach(Program::terminate);
        List<RuntimeException> failures = new ArrayList<>();
        for (Program program : running.values()) {
            try {
                program.close();
            } catch (RuntimeException failed) {
                failures.add(failed);
            }
        }
        running.clear();
        if (!failures.isEmpty()) {
            RuntimeException first = failures.removeFirst();
            failures.forEach(first::addSuppressed);
            throw first;
        }
    }
}
