package waypost.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import waypost.config.Configuration;
import waypost.identity.AddressRules;
import waypost.identity.Secret;
import waypost.mapping.DirectoryAdministration;
import waypost.mapping.NewUser;
import waypost.mapping.PasswordScheme;
import waypost.net.LocalAuthority;

/** A cluster in one process: the front end fe1 with the directory, the stores store1 and store2, three users. */
final class Demo implements AutoCloseable {
    static final String DOMAIN = "example.test";
    private static final Secret PASSWORD = new Secret("waypost");

    private final DemoWelcome welcome;
    private final Closing nodes;
    private final CountDownLatch stopped = new CountDownLatch(1);

    private Demo(DemoWelcome welcome, Closing nodes) {
        this.welcome = welcome;
        this.nodes = nodes;
    }

    static Demo start(Path folder, DemoPorts ports) throws Complaint {
        Instant began = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
        Closing nodes = new Closing();
        try {
            certificates(folder);
            DemoConfiguration texts = new DemoConfiguration(folder, ports);
            Configuration frontEnd = write(folder.resolve("fe1.yaml"), texts.frontEnd());
            Logging.apply(frontEnd.log());
            nodes.with(Node.start(frontEnd));
            users(frontEnd);
            stores(
                    write(folder.resolve("store1.yaml"), texts.store(1)),
                    write(folder.resolve("store2.yaml"), texts.store(2)),
                    nodes);
            return new Demo(new DemoWelcome(folder, ports, Duration.between(began, Instant.now())), nodes);
        } catch (Complaint complaint) {
            nodes.close();
            throw complaint;
        } catch (IOException failed) {
            nodes.close();
            throw Complaint.failed("The demo cannot start: " + failed.getMessage());
        }
    }

    /** Side by side: most of a store's start is waiting for its disk. */
    private static void stores(Configuration one, Configuration other, Closing nodes) throws Complaint {
        FutureTask<Node> beside = new FutureTask<>(() -> nodes.with(Node.start(other)));
        Thread.ofPlatform().name("start " + other.node().name()).start(beside);
        nodes.with(Node.start(one));
        try {
            beside.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Complaint complaint) {
                throw complaint;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Complaint.failed("The demo was interrupted while it started.");
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
            if (directory.domains().contains(DOMAIN)) {
                return;
            }
            directory.addUser(NewUser.of("alice@" + DOMAIN, PASSWORD, "store1"));
            directory.addUser(NewUser.of("bob@" + DOMAIN, PASSWORD, "store2"));
            directory.addUser(NewUser.of("carol@" + DOMAIN, PASSWORD, "store1"));
            directory.addDomain(DOMAIN);
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
        nodes.close();
        stopped.countDown();
    }
}
