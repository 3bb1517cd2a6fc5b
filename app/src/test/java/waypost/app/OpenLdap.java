package waypost.app;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import waypost.testkit.SlapdProcess;

/** OpenLDAP with a database of its own, and its administrator's connection. */
final class OpenLdap implements AutoCloseable {
    static final String BASE = "dc=waypost";
    private static final String ADMINISTRATOR = "cn=admin," + BASE;
    private static final String PASSWORD = "adminpw";

    final int port = Site.unusedPort();
    final LDAPConnection ldap;
    private final Process process;

    /**
     * @param folder is taken for it alone
     * @param modules besides that of the database
     * @param database what follows in the configuration of the database
     */
    OpenLdap(Path folder, List<String> modules, String database) throws IOException, LDAPException, LDIFException {
        process = SlapdProcess.start(
                configuration(Files.createDirectories(folder), modules, database),
                "ldap://127.0.0.1:" + port + "/",
                port);
        ldap = new LDAPConnection("127.0.0.1", port, ADMINISTRATOR, PASSWORD);
        ldap.add("dn: " + BASE, "objectClass: domain", "dc: waypost");
    }

    private static Path configuration(Path folder, List<String> modules, String database) throws IOException {
        String loads =
                modules.stream().map(module -> "moduleload " + module + "\n").collect(Collectors.joining());
        return Files.writeString(
                folder.resolve("slapd.conf"), """
                include /etc/ldap/schema/core.schema
                include /etc/ldap/schema/cosine.schema
                include /etc/ldap/schema/inetorgperson.schema
                include /etc/ldap/schema/misc.schema
                modulepath /usr/lib/ldap
                moduleload back_mdb
                %1$spidfile %2$s/pid
                database mdb
                suffix %3$s
                rootdn %4$s
                rootpw %5$s
                directory %2$s
                """.formatted(loads, folder, BASE, ADMINISTRATOR, PASSWORD) + database);
    }

    /** Front ends' configuration: the users of this directory in a map of this type. */
    String users(String type) {
        return """
                directories:
                  - name: main
                    uris: ["ldap://127.0.0.1:%d"]
                    bind: {dn: "%s", password: %s}
                    base: "%s"
                user-maps: [{name: users, type: %s, directory: main, domains: [example.net]}]
                """.formatted(port, ADMINISTRATOR, PASSWORD, BASE, type);
    }

    static String dn(String user) {
        return "uid=" + user + "," + BASE;
    }

    /** An entry of a user of example.net, as lines of LDIF. */
    static List<String> user(String user, String node, String... more) {
        List<String> lines = new ArrayList<>(List.of(
                "dn: " + dn(user),
                "objectClass: inetOrgPerson",
                "objectClass: inetLocalMailRecipient",
                "cn: " + user,
                "sn: " + user,
                "mail: " + user + "@example.net",
                "mailHost: " + node));
        lines.addAll(List.of(more));
        return lines;
    }

    void add(List<String> lines) throws LDAPException, LDIFException {
        ldap.add(lines.toArray(String[]::new));
    }

    /** All values of an attribute; none where the entry has none. */
    List<String> values(String dn, String attribute) throws LDAPException {
        return values(ldap, dn, attribute);
    }

    static List<String> values(LDAPConnection ldap, String dn, String attribute) throws LDAPException {
        Entry entry = Objects.requireNonNull(ldap.getEntry(dn, attribute));
        String[] values = entry.getAttributeValues(attribute);
        return values == null ? List.of() : List.of(values);
    }

    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        ldap.close();
        kill();
    }
}
