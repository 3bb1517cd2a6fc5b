package waypost.system;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import waypost.testkit.SlapdProcess;

/** OpenLDAP's server as the directory of a cluster, at the address and with the administrator of the embedded one. */
final class OpenLdap implements AutoCloseable {
    private static final String BASE = "dc=waypost";
    private static final String ADMINISTRATOR = "cn=admin," + BASE;

    private final Process process;

    private OpenLdap(Process process) {
        this.process = process;
    }

    /** What the embedded directory holds; clients may write all of it elsewhere. */
    static List<Entry> entries(Site site) throws IOException, LDAPException {
        try (LDAPConnection embedded = administrator(site)) {
            List<SearchResultEntry> found =
                    Objects.requireNonNull(embedded.search(BASE, SearchScope.SUB, "(objectClass=*)", "*")
                            .getSearchEntries());
            return found.stream().map(SearchResultEntry::duplicate).toList();
        }
    }

    /** To the directory of the site, whichever it is. */
    static LDAPConnection administrator(Site site) throws IOException, LDAPException {
        return new LDAPConnection("127.0.0.1", site.ldap(), ADMINISTRATOR, secret(site));
    }

    private static String secret(Site site) throws IOException {
        return Files.readString(site.folder().resolve("directory/admin.secret")).strip();
    }

    /** Returns when it answers and has the entries, with the password for each user in a scheme that it can check itself. */
    static OpenLdap start(Site site, List<Entry> entries, String password) throws IOException, LDAPException {
        OpenLdap server = new OpenLdap(run(site));
        try (LDAPConnection ldap = administrator(site)) {
            for (Entry entry : entries) {
                if (entry.hasAttribute("userPassword")) {
                    entry.setAttribute("userPassword", salted(password));
                }
                ldap.add(entry);
            }
        }
        return server;
    }

    /** One that was closed, as it was. */
    static OpenLdap again(Site site) throws IOException {
        return new OpenLdap(run(site));
    }

    private static Process run(Site site) throws IOException {
        Path schema = Program.REPOSITORY.resolve("ldap-schema/waypost.schema");
        return run(site.folder().resolve("openldap"), site.ldap(), secret(site), List.of(schema));
    }

    /** An empty one. */
    static OpenLdap start(Path folder, int port, String secret, List<Path> schemas) throws IOException {
        return new OpenLdap(run(folder, port, secret, schemas));
    }

    private static Process run(Path folder, int port, String secret, List<Path> schemas) throws IOException {
        Files.createDirectories(folder);
        StringBuilder text = new StringBuilder();
        for (String schema : List.of("core", "cosine", "inetorgperson", "misc")) {
            text.append("include /etc/ldap/schema/").append(schema).append(".schema\n");
        }
        schemas.forEach(schema -> text.append("include ").append(schema).append('\n'));
        text.append("modulepath /usr/lib/ldap\nmoduleload back_mdb\nmoduleload syncprov\npidfile ")
                .append(folder.resolve("pid"));
        text.append("\ndatabase mdb\nsuffix ").append(BASE).append("\nrootdn ").append(ADMINISTRATOR);
        text.append("\nrootpw ").append(secret);
        text.append("\ndirectory ")
                .append(Files.createDirectories(folder.resolve("db")))
                .append("\noverlay syncprov\n");
        Path configuration = Files.writeString(folder.resolve("slapd.conf"), text);
        return SlapdProcess.start(configuration, "ldap://127.0.0.1:" + port + "/", port);
    }

    /** As {@code userPassword} holds it. */
    static String salted(String password) {
        byte[] salt = "saltsalt".getBytes(StandardCharsets.US_ASCII);
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(password.getBytes(StandardCharsets.UTF_8));
            byte[] hash = digest.digest(salt);
            byte[] both = new byte[hash.length + salt.length];
            System.arraycopy(hash, 0, both, 0, hash.length);
            System.arraycopy(salt, 0, both, hash.length, salt.length);
            return "{SSHA}" + Base64.getEncoder().encodeToString(both);
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** SIGTERM, and waits for the end. */
    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
