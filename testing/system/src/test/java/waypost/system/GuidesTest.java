package waypost.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.sdk.LDAPConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import waypost.testkit.SambaProcess;

/** What the pages for administrators say is run, command by command. */
@Tag("peers")
@EnabledIfSystemProperty(
        named = "user.name",
        matches = "root",
        disabledReason = "Samba listens on ports below 1024 only, and OpenLDAP's configuration is root's")
class GuidesTest {
    private static final String ADMINISTRATOR = "cn=admin,dc=example,dc=net";

    @TempDir
    Path temp;

    @Test
    void openLdapFromNothing() throws Exception {
        int port = Ports.row(1);
        Guide guide = new Guide("openldap.md", temp).put("127.0.0.1:389", "127.0.0.1:" + port);
        List<String> blocks = guide.blocks("From nothing");
        assertEquals(3, blocks.size());
        try {
            String said = guide.run(blocks);
            assertTrue(said.contains("mail:      for 2 accounts\n  anna@example.net, node store1"), said);
            assertTrue(said.contains("address:   bert.berg@example.net\nfurther:   bert@example.net\n"), said);
        } finally {
            stop();
        }
    }

    /** A directory with people in it, which does not know our schema. */
    @Test
    void joiningOpenLdap() throws Exception {
        int port = Ports.row(1);
        String socket = "ldapi://" + URLEncoder.encode(temp.resolve("ldapi").toString(), StandardCharsets.UTF_8) + "/";
        String address = "ldap://127.0.0.1:" + port + "/";
        Guide guide = new Guide("openldap.md", temp)
                .put("-h ldap://127.0.0.1:389/", "-h '" + address + " " + socket + "'")
                .put("127.0.0.1:389", "127.0.0.1:" + port)
                .put("ldapi:///", socket)
                .put("include: file:///opt/waypost/ldap-schema/waypost.ldif\n", "")
                .put("dn: olcDatabase=mdb,cn=config\n", """
                        dn: olcDatabase={0}config,cn=config
                        objectClass: olcDatabaseConfig
                        olcDatabase: {0}config
                        olcAccess: to * by dn.exact=gidNumber=0+uidNumber=0,cn=peercred,cn=external,cn=auth manage

                        dn: olcDatabase=mdb,cn=config
                        """);
        try {
            guide.run(guide.blocks("From nothing").subList(0, 2));
            try (LDAPConnection there = new LDAPConnection("127.0.0.1", port, ADMINISTRATOR, "change-me-admin")) {
                there.add("dn: ou=people,dc=example,dc=net", "objectClass: organizationalUnit", "ou: people");
                there.add(
                        "dn: uid=cora,ou=people,dc=example,dc=net",
                        "objectClass: inetOrgPerson",
                        "uid: cora",
                        "cn: Cora",
                        "sn: Smith",
                        "mail: cora@example.net");
            }
            String said = guide.run(guide.blocks("Joining a directory that is there"));
            assertTrue(said.contains("result:    account cora@example.net"), said);
        } finally {
            stop();
        }
    }

    private void stop() throws Exception {
        Path pid = temp.resolve("var/slapd.pid");
        if (Files.exists(pid)) {
            ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).ifPresent(server -> {
                server.destroy();
                server.onExit().join();
            });
        }
    }

    @Test
    void joiningActiveDirectory() throws Exception {
        Path domain = Files.createDirectory(temp.resolve("samba"));
        try (SambaProcess samba = SambaProcess.first(
                domain, "ldap server require strong auth = no", "dsdb:schema update allowed = yes")) {
            Path page = Files.createDirectory(temp.resolve("page"));
            Guide guide = new Guide("active-directory.md", page)
                    .put("ldaps://dc1.corp.example.net", "ldap://" + samba.address())
                    .put("    trust: /etc/waypost/corp-ca.pem\n", "")
                    .put("DC=corp,DC=example,DC=net", SambaProcess.BASE);
            Files.writeString(page.resolve("etc/administrator.secret"), SambaProcess.ADMINISTRATORS_PASSWORD);
            try (LDAPConnection there = new LDAPConnection(
                    samba.address(),
                    SambaProcess.LDAP,
                    SambaProcess.ADMINISTRATOR,
                    SambaProcess.ADMINISTRATORS_PASSWORD)) {
                there.add(
                        "dn: CN=cora,CN=Users," + SambaProcess.BASE,
                        "objectClass: user",
                        "sAMAccountName: cora",
                        "userAccountControl: 66080", // enabled, without a password
                        "userPrincipalName: cora@example.net");
            }
            List<String> all = new ArrayList<>(guide.blocks("An account that searches"));
            all.addAll(guide.blocks("Without an extension of the schema"));
            all.addAll(guide.blocks("With the extension"));
            all.addAll(guide.blocks("Domains"));
            assertEquals(7, all.size());
            String said = guide.run(all);
            assertTrue(said.contains("mail:      for 2 accounts\n  anna@example.net, node store1"), said);
            assertTrue(said.contains("mail:      for 2 accounts\n  anna@example.net, node store1\n  cora@"), said);
            assertTrue(said.contains("cora@example.net: all sessions are to end"), said);
            assertTrue(said.contains("cora@example.net: quota 2147483648\n"), said);
            assertTrue(said.contains("domain:     example.com\nmail:       is taken\n"), said);
        }
    }
}
