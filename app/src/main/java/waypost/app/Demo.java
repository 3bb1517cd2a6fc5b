package waypost.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import waypost.config.Configuration;
import waypost.directory.EmbeddedDirectory;
import waypost.directory.PasswordScheme;
import waypost.identity.AddressRules;
import waypost.identity.Secret;
import waypost.mapping.DirectoryAdministration;
import waypost.mapping.NewUser;
import waypost.net.LocalAuthority;

/** A cluster in one process: the front end fe1 with the directory, the stores store1 and store2, three users. */
final class Demo implements AutoCloseable {
    static final String DOMAIN = "example.test";
    static final Secret PASSWORD = new Secret("waypost");
    static final List<String> USERS = List.of("alice@" + DOMAIN, "bob@" + DOMAIN, "carol@" + DOMAIN);

    private final DemoWelcome welcome;
    private final Queue<Node> nodes;
    private final CountDownLatch stopped = new CountDownLatch(1);

    private Demo(DemoWelcome welcome, Queue<Node> nodes) {
        this.welcome = welcome;
        this.nodes = nodes;
    }

    /** Returns when all nodes listen and the links between them stand: the first mail makes the first mailbox. */
    static Demo start(Path folder, DemoPorts ports) throws Complaint {
        Instant began = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
        Queue<Node> nodes = new ConcurrentLinkedQueue<>();
        try {
            EmbeddedDirectory.prepare(folder.resolve("directory"), new SecureRandom());
            DemoConfiguration texts = new DemoConfiguration(folder, ports);
            Configuration frontEnd = write(folder.resolve("fe1.yaml"), texts.frontEnd());
            Configuration one = write(folder.resolve("store1.yaml"), texts.store(1));
            Configuration two = write(folder.resolve("store2.yaml"), texts.store(2));
            Logging.apply(frontEnd.log());
            certificates(folder);
            together(List.of(
                    () -> {
                        nodes.add(Node.start(frontEnd));
                        users(frontEnd);
                    },
                    () -> nodes.add(Node.start(one)),
                    () -> nodes.add(Node.start(two))));
            nodes.forEach(Node::settle);
            return new Demo(new DemoWelcome(folder, ports, Duration.between(began, Instant.now())), nodes);
        } catch (Complaint complaint) {
            close(nodes);
            throw complaint;
        } catch (IOException failed) {
            close(nodes);
            throw Complaint.failed("The demo cannot start: " + Reason.of(failed));
        }
    }

    private interface Task {
        void run() throws Complaint, IOException;
    }

    /** Side by side: much of it is waiting for disks, and none needs another to begin. */
    private static void together(List<Task> tasks) throws Complaint, IOException {
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name("demo-", 1).factory())) {
            List<Future<?>> running = new ArrayList<>();
            for (Task task : tasks) {
                running.add(threads.submit(() -> {
                    task.run();
                    return true;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case Complaint complaint -> throw complaint;
                case IOException broken -> throw broken;
                case null, default -> throw new IllegalStateException(failed.getCause());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Complaint.failed("The demo was interrupted.");
        }
    }

    private static void certificates(Path folder) throws IOException {
        LocalAuthority authority = LocalAuthority.open(folder.resolve("tls"), InstantSource.system());
        for (String name : List.of("fe1", "store1", "store2", "localhost")) {
            authority.issue(name, name.equals("localhost") ? List.of("127.0.0.1", "::1") : List.of());
        }
    }

    /** The file stays, so that other commands can be given it with {@code --config}. */
    private static Configuration write(Path file, String text) throws IOException, Complaint {
        Files.writeString(file, text);
        return Configured.read(file);
    }

    private static void users(Configuration configuration) throws IOException, Complaint {
        MappingSetup setup = new MappingSetup(configuration);
        try (DirectoryAdministration directory = new DirectoryAdministration(
                setup.settings().directories().getFirst(),
                DirectoryTrust.of(configuration),
                new AddressRules(setup.addresses()),
                PasswordScheme.SSHA512,
                new SecureRandom())) {
            if (directory.domains().all().contains(DOMAIN)) {
                return;
            }
            directory.addUser(
                    NewUser.of("alice@" + DOMAIN, PASSWORD, "store1").with("postmaster@" + DOMAIN)); // RFC 5321 §4.5.1
            directory.addUser(NewUser.of("bob@" + DOMAIN, PASSWORD, "store2"));
            directory.addUser(NewUser.of("carol@" + DOMAIN, PASSWORD, "store1"));
            directory.domains().add(DOMAIN);
        }
    }

    String welcome() {
        return welcome.text();
    }

    void runUntilStopped() throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop demo"));
        stopped.await();
    }

    @Override
    public void close() {
        close(nodes);
        stopped.countDown();
    }

    /** All at once, so that the slowest alone says how long it takes. */
    private static void close(Queue<Node> nodes) {
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().name("stop-", 1).factory())) {
            nodes.forEach(node -> threads.execute(node::close));
        }
    }
}
