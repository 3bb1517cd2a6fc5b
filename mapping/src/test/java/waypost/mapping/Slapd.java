package waypost.mapping;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import waypost.directory.DirectoryKind;
import waypost.directory.DirectorySettings;
import waypost.directory.ServiceBind;
import waypost.identity.Secret;
import waypost.testkit.SlapdProcess;

/** OpenLDAP's server, with our schema and an empty base, on two ports of loopback that it keeps when it starts again. */
final class Slapd implements AutoCloseable {
    static final String BASE = "dc=waypost";
    private static final Path PROGRAM = Path.of("/usr/sbin/slapd");
    private static final Path SCHEMA = Path.of("/etc/ldap/schema");
    private static final String ADMINISTRATOR = "cn=admin," + BASE;

    private final Path configuration;
    private final Map<String, String> environment;
    private final int port = freePort();
    private final int tlsPort = freePort();
    private Process process;

    /** @param settings lines for the part of its configuration that is about the server as a whole */
    Slapd(Path folder, String... settings) throws Exception {
        this(folder, List.of(settings), List.of());
    }

    /** @param overlays lines behind the part that is about the database */
    Slapd(Path folder, List<String> settings, List<String> overlays) throws Exception {
        this(folder, settings, overlays, Map.of());
    }

    Slapd(Path folder, List<String> settings, List<String> overlays, Map<String, String> environment) throws Exception {
        this(configure(folder, settings, overlays), environment);
        try (LDAPConnection connection = connect()) {
            connection.add("dn: " + BASE, "objectClass: domain", "dc: waypost");
        }
    }

    private Slapd(Path configuration, Map<String, String> environment) throws IOException {
        this.configuration = configuration;
        this.environment = environment;
        process = start();
    }

    /** One that tells its changes, to replicas too. */
    static Slapd provider(Path folder) throws Exception {
        return new Slapd(folder, List.of("moduleload syncprov"), List.of("overlay syncprov"));
    }

    /** A server that has what this one has, as long as it reaches it; tries that each second. */
    Slapd replica(Path folder) throws IOException {
        return replica(folder, port);
    }

    /** @param at a port by which this one is reached */
    Slapd replica(Path folder, int at) throws IOException {
        return new Slapd(configure(folder, List.of(), List.of(consumer(at))), Map.of());
    }

    /** A replica that takes changes of its own, which do not come to this one. */
    Slapd twin(Path folder) throws IOException {
        List<String> own = List.of(consumer(port), "multiprovider on", "overlay syncprov");
        return new Slapd(configure(folder, List.of("serverID 2", "moduleload syncprov"), own), Map.of());
    }

    private static String consumer(int at) {
        return "syncrepl rid=001 provider=ldap://127.0.0.1:" + at
                + " type=refreshAndPersist retry=\"1 +\" searchbase=\""
                + BASE + "\" bindmethod=simple binddn=\"" + ADMINISTRATOR + "\" credentials="
                + Fixture.ADMIN.value();
    }

    /** Below the ports that systems give to clients: nobody takes it while the server is down. */
    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(
                RandomGenerator.getDefault().nextInt(20_000, 31_000), 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (BindException taken) {
            return freePort();
        }
    }

    static Path configure(Path folder, List<String> settings, List<String> overlays) throws IOException {
        assertTrue(Files.isExecutable(PROGRAM), "OpenLDAP is not installed: apt-get install slapd");
        var text = new StringBuilder();
        for (String name : List.of("core", "cosine", "inetorgperson", "misc")) {
            text.append("include ").append(SCHEMA.resolve(name + ".schema")).append('\n');
        }
        Path ours = Path.of(System.getProperty("waypost.repository"), "ldap-schema", "waypost.schema");
        text.append("include ").append(ours).append('\n');
        text.append("modulepath /usr/lib/ldap\nmoduleload back_mdb\n");
        text.append("pidfile ").append(folder.resolve("pid")).append('\n');
        text.append(String.join("\n", settings)).append('\n');
        text.append("database mdb\nsuffix ").append(BASE).append("\nrootdn ").append(ADMINISTRATOR);
        text.append("\nrootpw ").append(Fixture.ADMIN.value()).append("\ndirectory ");
        text.append(Files.createDirectory(folder.resolve("db"))).append('\n');
        text.append(String.join("\n", overlays)).append('\n');
        return Files.writeString(folder.resolve("slapd.conf"), text);
    }

    /** The command that only reads its configuration. */
    static List<String> check(Path configuration) {
        return List.of(PROGRAM.toString(), "-T", "test", "-u", "-f", configuration.toString());
    }

    private Process start() throws IOException {
        String urls = "ldap://127.0.0.1:" + port + "/ ldaps://127.0.0.1:" + tlsPort + "/";
        return SlapdProcess.start(configuration, urls, port, environment);
    }

    LDAPConnection connect() throws LDAPException {
        return new LDAPConnection("127.0.0.1", port, ADMINISTRATOR, Fixture.ADMIN.value());
    }

    /** Users of example.net at the first node, who have no password. */
    void add(String... users) throws LDAPException, LDIFException {
        try (LDAPConnection connection = connect()) {
            for (String user : users) {
                connection.add(
                        "dn: uid=" + user + "," + BASE,
                        "objectClass: inetOrgPerson",
                        "objectClass: inetLocalMailRecipient",
                        "cn: " + user,
                        "sn: " + user,
                        "uid: " + user,
                        "mail: " + user + "@example.net",
                        "mailHost: store1");
            }
        }
    }

    void addAnna(Secret password) throws LDAPException, LDIFException {
        try (LDAPConnection connection = connect()) {
            connection.add(
                    "dn: uid=anna," + BASE,
                    "objectClass: inetOrgPerson",
                    "objectClass: inetLocalMailRecipient",
                    "cn: anna",
                    "sn: anna",
                    "uid: anna",
                    "mail: anna@example.net",
                    "mailHost: store1",
                    "userPassword: " + password.value());
        }
    }

    int port() {
        return port;
    }

    int tlsPort() {
        return tlsPort;
    }

    static DirectorySettings settings(URI uri, DirectorySettings.Protection protection, Duration timeout) {
        return new DirectorySettings(
                "main",
                DirectoryKind.LDAP,
                List.of(uri),
                DirectorySettings.Spread.FIRST,
                protection,
                Optional.of(new ServiceBind.Simple(ADMINISTRATOR, Fixture.ADMIN)),
                BASE,
                Optional.empty(),
                timeout,
                DirectorySettings.InFlight.STANDARD);
    }

    DirectorySettings settings() {
        return settings(
                URI.create("ldap://127.0.0.1:" + port),
                DirectorySettings.Protection.PLAIN,
                DirectorySettings.DEFAULT_TIMEOUT);
    }

    /** kill -9, and waits for the end. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void startAgain() throws IOException {
        process = start();
    }

    /** It takes connections, that is the kernel does, and answers nothing. */
    void hang() throws Exception {
        signal("STOP");
    }

    void goOn() throws Exception {
        signal("CONT");
    }

    private void signal(String name) throws Exception {
        int status = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        assertTrue(status == 0, "kill -" + name + ": " + status);
    }

    @Override
    public void close() {
        process.destroyForcibly(); // it may hang
        process.onExit().join();
    }
}
