package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import waypost.identity.Secret;

/**
 * Samba as a domain controller of Active Directory, in a folder of its own. It cannot be told its ports, so it has an address of loopback for
 * itself; ports below 1024 need root.
 */
final class Samba implements AutoCloseable {
    static final String BASE = "DC=example,DC=test";
    static final Secret PASSWORD = new Secret("Secret-2026");
    private static final Path TOOL = Path.of("/usr/bin/samba-tool");
    private static final String ADMINISTRATOR = "CN=Administrator,CN=Users," + BASE;
    private static final Secret ADMINISTRATORS = new Secret("Way.post-2026");
    private static final int LDAP = 389;

    /** userAccountControl of a person who may log in. */
    private static final String NORMAL = "512";

    private final Path folder;
    private final String address;
    private Process process;

    /** @param settings lines of its configuration besides the usual ones */
    Samba(Path folder, String... settings) throws Exception {
        assertTrue(Files.isExecutable(TOOL), "Samba is not installed: apt-get install samba samba-ad-provision");
        this.folder = folder;
        RandomGenerator random = RandomGenerator.getDefault();
        address = "127." + random.nextInt(1, 255) + "." + random.nextInt(256) + "." + random.nextInt(1, 255);
        run(
                TOOL.toString(),
                "domain",
                "provision",
                "--realm=EXAMPLE.TEST",
                "--domain=EXAMPLE",
                "--adminpass=" + ADMINISTRATORS.value(),
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
        assertEquals(0, run.waitFor(), said);
    }

    /** Runs Samba's own command on its files. */
    void tool(String... arguments) throws IOException, InterruptedException {
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

    LDAPConnection connect() throws LDAPException {
        return new LDAPConnection(address, LDAP, ADMINISTRATOR, ADMINISTRATORS.value());
    }

    static String dn(String account) {
        return "CN=" + account + ",CN=Users," + BASE;
    }

    /** A person who can log in with {@link #PASSWORD}. */
    void add(String account, String... lines) throws LDAPException, LDIFException {
        String quoted = '"' + PASSWORD.value() + '"';
        Stream<String> usual = Stream.of(
                "dn: " + dn(account),
                "objectClass: user",
                "sAMAccountName: " + account,
                "userAccountControl: " + NORMAL,
                "unicodePwd:: " + Base64.getEncoder().encodeToString(quoted.getBytes(StandardCharsets.UTF_16LE)),
                "info: store1");
        try (LDAPConnection connection = connect()) {
            connection.add(Stream.concat(usual, Arrays.stream(lines)).toArray(String[]::new));
        }
    }

    /** The route is in {@code info}, as it may be where nobody extends the schema. */
    DirectorySettings settings() {
        DirectoryKind kind = DirectoryKind.ACTIVE_DIRECTORY;
        AttributeNames usual = kind.attributes();
        var names = new AttributeNames(
                usual.id(),
                usual.address(),
                usual.alias(),
                "info",
                usual.epoch(),
                usual.password(),
                usual.state(),
                usual.service(),
                usual.quota());
        return new DirectorySettings(
                "main",
                kind,
                List.of(URI.create("ldap://" + address)),
                DirectorySettings.Spread.FIRST,
                DirectorySettings.Protection.PLAIN,
                Optional.of(new DirectorySettings.ServiceBind(ADMINISTRATOR, ADMINISTRATORS)),
                BASE,
                kind.filter(),
                kind.loginFilter(),
                names,
                Optional.empty(),
                Duration.ofSeconds(20),
                DirectorySettings.DEFAULT_CONNECTIONS);
    }

    void restart() throws Exception {
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
