package waypost.testkit;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Samba as a domain controller of Active Directory, in a folder of its own. It cannot be told its ports, so it has an address of loopback for
 * itself; ports below 1024 need root.
 */
public final class SambaProcess implements AutoCloseable {
    public static final String BASE = "DC=example,DC=test";
    public static final String ADMINISTRATOR = "CN=Administrator,CN=Users," + BASE;
    public static final String ADMINISTRATORS_PASSWORD = "Way.post-2026";
    public static final int LDAP = 389;

    private static final Path TOOL = Path.of("/usr/bin/samba-tool");

    private final Path folder;
    private final String address;
    private Process process;

    /** @param settings lines of its configuration besides the usual ones */
    public SambaProcess(Path folder, String... settings) throws IOException, InterruptedException {
        if (!Files.isExecutable(TOOL)) {
            throw new IOException("Samba is not installed: apt-get install samba samba-ad-provision");
        }
        this.folder = folder;
        RandomGenerator random = RandomGenerator.getDefault();
        address = "127." + random.nextInt(1, 255) + "." + random.nextInt(256) + "." + random.nextInt(1, 255);
        run(
                TOOL.toString(),
                "domain",
                "provision",
                "--realm=EXAMPLE.TEST",
                "--domain=EXAMPLE",
                "--adminpass=" + ADMINISTRATORS_PASSWORD,
                "--server-role=dc",
                "--dns-backend=NONE",
                "--host-name=dc1",
                "--host-ip=" + address,
                "--targetdir=" + folder,
                "--option=posix:eadb=" + folder.resolve("eadb.tdb"));
        configure(settings);
        process = start();
    }

    private void configure(String... settings) throws IOException {
        Stream<String> folders = Stream.of(
                "private dir = %s/private",
                "state directory = %s/state",
                "cache directory = %s/cache",
                "lock directory = %s",
                "binddns dir = %s/bind-dns",
                "pid directory = %s",
                "ncalrpc dir = %s/ncalrpc",
                "log file = %s/log",
                "posix:eadb = %s/eadb.tdb");
        Stream<String> lines = Stream.of(
                        Stream.of(
                                "[global]",
                                "netbios name = DC1",
                                "realm = EXAMPLE.TEST",
                                "workgroup = EXAMPLE",
                                "server role = active directory domain controller",
                                "server services = ldap",
                                "bind interfaces only = yes",
                                "interfaces = " + address + "/8"),
                        folders.map(line -> line.formatted(folder)),
                        Arrays.stream(settings),
                        Stream.of("[sysvol]", "path = " + folder.resolve("state/sysvol")))
                .flatMap(part -> part);
        Files.write(configuration(), lines.toList());
    }

    private Path configuration() {
        return folder.resolve("etc/smb.conf");
    }

    private Process start() throws IOException {
        Process started = new ProcessBuilder(
                        "/usr/sbin/samba",
                        "-F",
                        "--no-process-group",
                        "-M",
                        "single",
                        "-s",
                        configuration().toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        while (true) {
            try (Socket _ = new Socket(address, LDAP)) {
                return started;
            } catch (ConnectException notYet) {
                if (!started.isAlive()) {
                    throw new IOException("Samba did not start: " + Files.readString(folder.resolve("output")), notYet);
                }
                Thread.onSpinWait();
            }
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process run = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (run.waitFor() != 0) {
            throw new IOException(said);
        }
    }

    /** Where it listens. */
    public String address() {
        return address;
    }

    /** Runs Samba's own command on its files. */
    public void tool(String... arguments) throws IOException, InterruptedException {
        List<String> command = Stream.of(
                        Stream.of(TOOL.toString()),
                        Arrays.stream(arguments),
                        Stream.of(
                                "-H",
                                folder.resolve("private/sam.ldb").toString(),
                                "-s",
                                configuration().toString()))
                .flatMap(part -> part)
                .toList();
        run(command.toArray(String[]::new));
    }

    public void restart() throws IOException {
        stop();
        process = start();
    }

    private void stop() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        stop();
    }
}
