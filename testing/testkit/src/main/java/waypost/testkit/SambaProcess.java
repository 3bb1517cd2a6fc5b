package waypost.testkit;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
    public static final int LDAPS = 636;
    private static final int KERBEROS = 88;

    /** In the language of Samba's own commands, whose modules it uses. */
    private static final String WRITE = """
            import ldb, sys
            from samba.auth import system_session
            from samba.dsdb import DSDB_CONTROL_BYPASS_PASSWORD_HASH_OID as AS_IT_IS
            from samba.param import LoadParm
            from samba.samdb import SamDB
            configuration, dn, attribute, value = sys.argv[1:]
            parameters = LoadParm(configuration)
            database = SamDB(session_info=system_session(), lp=parameters, url=parameters.private_path("sam.ldb"))
            change = ldb.Message(ldb.Dn(database, dn))
            change[attribute] = ldb.MessageElement(value, ldb.FLAG_MOD_REPLACE, attribute)
            database.modify(change, controls=["local_oid:%s:0" % AS_IT_IS])
            """;

    private static final Path TOOL = Path.of("/usr/bin/samba-tool");

    private final Path folder;
    private final String address;
    private final String name;
    private Optional<Process> process = Optional.empty();

    private SambaProcess(Path folder) throws IOException {
        if (!Files.isExecutable(TOOL)) {
            throw new IOException("Samba is not installed: apt-get install samba samba-ad-provision");
        }
        int number = RandomGenerator.getDefault().nextInt(1 << 16, 255 << 16) | 1;
        this.folder = folder;
        address = "127." + (number >> 16) + "." + (number >> 8 & 255) + "." + (number & 255);
        name = "dc%06x".formatted(number);
    }

    /**
     * The first controller of a domain of its own.
     *
     * @param settings lines of its configuration besides the usual ones
     */
    public static SambaProcess first(Path folder, String... settings) throws IOException, InterruptedException {
        SambaProcess first = new SambaProcess(folder);
        first.run(
                TOOL.toString(),
                "domain",
                "provision",
                "--realm=EXAMPLE.TEST",
                "--domain=EXAMPLE",
                "--adminpass=" + ADMINISTRATORS_PASSWORD,
                "--server-role=dc",
                "--dns-backend=NONE",
                "--host-name=" + first.name,
                "--host-ip=" + first.address,
                "--targetdir=" + folder,
                "--option=posix:eadb=" + folder.resolve("eadb.tdb"));
        first.configure(settings);
        first.tool(
                "spn",
                "add",
                "ldap/" + first.host(),
                first.name + "$"); // as its service for DNS does, which needs a server of names
        first.start();
        return first;
    }

    /** Another controller of the same domain, which has what this one has now; {@link #replicate} brings it what comes later. */
    public SambaProcess joined(Path other, String... settings) throws IOException, InterruptedException {
        SambaProcess second = new SambaProcess(other);
        Path before = Files.write(
                other.resolve("join.conf"),
                List.of(
                        "[global]",
                        "netbios name = " + second.name,
                        "realm = EXAMPLE.TEST",
                        "workgroup = EXAMPLE",
                        "bind interfaces only = yes",
                        "interfaces = " + second.address + "/8",
                        "posix:eadb = " + other.resolve("eadb.tdb")));
        run(
                TOOL.toString(),
                "domain",
                "join",
                "example.test",
                "DC",
                "--server=" + address,
                "--user=Administrator%" + ADMINISTRATORS_PASSWORD,
                "--dns-backend=NONE",
                "--targetdir=" + other,
                "-s",
                before.toString());
        second.configure(settings);
        second.start();
        return second;
    }

    /** Brings it all changes that another one has, which runs. */
    public void replicate(SambaProcess from) throws IOException, InterruptedException {
        from.run(
                TOOL.toString(),
                "drs",
                "replicate",
                address,
                from.address,
                BASE,
                "--local",
                "--user=Administrator%" + ADMINISTRATORS_PASSWORD,
                "-s",
                configuration().toString());
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
                                "netbios name = " + name,
                                "realm = EXAMPLE.TEST",
                                "workgroup = EXAMPLE",
                                "server role = active directory domain controller",
                                "server services = rpc, ldap, cldap, kdc",
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

    /** After {@link #stop}. */
    public void start() throws IOException {
        List<String> command = List.of(
                "/usr/sbin/samba",
                "-F",
                "--no-process-group",
                "-M",
                "single",
                "-s",
                configuration().toString());
        Process started = Peers.started(
                command,
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("output").toFile())
                        .start());
        process = Optional.of(started);
        for (int port : List.of(KERBEROS, LDAP, LDAPS)) {
            awaitListening(started, port);
        }
    }

    private void awaitListening(Process started, int port) throws IOException {
        while (true) {
            try (Socket _ = new Socket(address, port)) {
                return;
            } catch (ConnectException notYet) {
                if (!started.isAlive()) {
                    throw new IOException("Samba did not start: " + Files.readString(folder.resolve("output")), notYet);
                }
                Thread.onSpinWait();
            }
        }
    }

    /** Whoever needs tickets gets them of this controller. */
    private void run(String... command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("KRB5_CONFIG", realm().toString());
        Process run = builder.start();
        String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (run.waitFor() != 0) {
            throw new IOException(said);
        }
    }

    /** What its certificate has; nobody but it has this name. */
    public String host() {
        return name + ".example.test";
    }

    /** The authority that it makes for itself when it starts for the first time. */
    public Path authority() {
        return folder.resolve("private/tls/ca.pem");
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

    /**
     * Writes what no client may, as that a password was set long ago, into its database.
     *
     * @param dn of an entry that has the attribute
     */
    public void write(String dn, String attribute, String value) throws IOException, InterruptedException {
        run("/usr/bin/python3", "-c", WRITE, configuration().toString(), dn, attribute, value);
    }

    /** Writes the keys of an account to a file. */
    public Path keytab(String account) throws IOException, InterruptedException {
        Path keytab = folder.resolve(account + ".keytab");
        run(
                TOOL.toString(),
                "domain",
                "exportkeytab",
                keytab.toString(),
                "--principal=" + account,
                "-s",
                configuration().toString());
        return keytab;
    }

    private Path realm() throws IOException {
        return Files.writeString(Files.createDirectories(folder).resolve("krb5.conf"), """
                [libdefaults]
                default_realm = EXAMPLE.TEST
                dns_lookup_kdc = false
                [realms]
                EXAMPLE.TEST = {
                  kdc = %s
                }
                """.formatted(address));
    }

    /** Copies all its files, as a backup of its machine would. It does not run. */
    public void backUp() throws IOException, InterruptedException {
        run("cp", "-a", folder.toString(), copied().toString());
    }

    /** Puts back what was copied, and loses what came since: to others it is the same controller. It does not run. */
    public void putBack() throws IOException, InterruptedException {
        run("sh", "-c", "rm -rf \"$0\" && cp -a \"$1\" \"$0\"", folder.toString(), copied().toString());
    }

    private Path copied() {
        return folder.resolveSibling(folder.getFileName() + ".copied");
    }

    public void stop() {
        process.ifPresent(running -> {
            running.descendants().forEach(ProcessHandle::destroyForcibly);
            running.destroyForcibly();
            running.onExit().join();
        });
    }

    @Override
    public void close() {
        stop();
    }
}
