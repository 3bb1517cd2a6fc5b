package waypost.app;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import waypost.directory.EmbeddedDirectory;
import waypost.directory.EmbeddedSettings;

/** A directory that a node's configuration names by its address, and that can be away. One thread. */
final class RemoteDirectory implements AutoCloseable {
    private final Path folder;
    private final int port;
    private EmbeddedDirectory open;

    private RemoteDirectory(Path folder, int port) throws IOException {
        this.folder = folder;
        this.port = port;
        this.open = open();
    }

    static RemoteDirectory in(Path folder) throws IOException {
        return new RemoteDirectory(folder, Site.unusedPort());
    }

    private EmbeddedDirectory open() throws IOException {
        InetSocketAddress listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return EmbeddedDirectory.open(EmbeddedSettings.on(folder, listen), new SecureRandom());
    }

    private Path secret() {
        return folder.resolve("admin.secret");
    }

    /** One node that asks it for all users, anew each time, with a listener for mail. */
    Path node(Path file, int smtp) throws IOException {
        return Files.writeString(
                file, """
                node: {name: mail1, roles: [proxy, store], data: "%1$s/data", hostname: localhost}
                directories:
                  - name: main
                    uris: ["ldap://127.0.0.1:%2$d"]
                    base: dc=waypost
                    bind: {dn: "cn=admin,dc=waypost", password: "${file:%3$s}"}
                    push: false
                user-maps: [{name: users, type: ldap-password, directory: main, domains: [example.net]}]
                cache: {positive: 0ms, negative: 0ms, copy: none}
                addresses: {default-domain: example.net}
                volumes: [{name: v1, number: 1, path: "%1$s/data/v1", segment-size: 8 MiB, reserve: 1 MiB}]
                services:
                  smtp: {listeners: [{address: "127.0.0.1:%4$d"}]}
                """.formatted(file.resolveSibling(file.getFileName() + ".files"), port, secret(), smtp));
    }

    void add(String user) throws IOException, LDAPException, LDIFException {
        try (LDAPConnection ldap = connect()) {
            ldap.add(
                    "dn: " + dn(user),
                    "objectClass: inetOrgPerson",
                    "objectClass: inetLocalMailRecipient",
                    "uid: " + user,
                    "cn: " + user,
                    "sn: " + user,
                    "mail: " + user + "@example.net",
                    "mailHost: mail1");
        }
    }

    void delete(String user) throws IOException, LDAPException {
        try (LDAPConnection ldap = connect()) {
            ldap.delete(dn(user));
        }
    }

    private static String dn(String user) {
        return "uid=" + user + ",dc=waypost";
    }

    private LDAPConnection connect() throws IOException, LDAPException {
        String password = Files.readString(secret()).strip();
        return new LDAPConnection("127.0.0.1", port, "cn=admin,dc=waypost", password);
    }

    void goAway() throws IOException {
        open.close();
    }

    void comeBack() throws IOException {
        open = open();
    }

    @Override
    public void close() throws IOException {
        open.close();
    }
}
