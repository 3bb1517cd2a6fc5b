package waypost.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Dovecot as the foreign node {@code dove}, which takes passwords only behind STARTTLS and has a certificate from an authority of its own.
 * Only root can start it, and the folders above its own must be open to all.
 */
record Dovecot(Program program, Path folder, int first) implements AutoCloseable {
    static final int PORTS = 3;

    /** Not where its clients come from: Dovecot takes passwords in clear from clients that have its own address. */
    private static final String ADDRESS = "127.0.0.2";

    private static final String OWNER = "mail";
    private static final int SECONDS = 60;

    private static final String CONFIGURATION = """
            base_dir = %1$s/run
            state_dir = %1$s/state
            log_path = /dev/stderr
            listen = %2$s
            protocols = imap pop3 lmtp
            ssl = yes
            ssl_cert = <%1$s/tls/localhost.pem
            ssl_key = <%1$s/tls/localhost.pem
            disable_plaintext_auth = yes
            first_valid_uid = 1
            mail_location = maildir:~/Maildir
            mail_plugins = quota
            quota_full_tempfail = yes
            passdb {
              driver = passwd-file
              args = %1$s/users
            }
            userdb {
              driver = passwd-file
              args = %1$s/users
              default_fields = uid=%3$s gid=%3$s home=%1$s/mail/%%n
            }
            plugin {
              quota = count:User quota
              quota_vsizes = yes
            }
            service imap-login {
              inet_listener imap {
                port = %4$d
              }
              inet_listener imaps {
                port = 0
              }
            }
            service pop3-login {
              inet_listener pop3 {
                port = %5$d
              }
              inet_listener pop3s {
                port = 0
              }
            }
            service lmtp {
              inet_listener lmtp {
                port = %6$d
              }
            }
            """;

    /** How many octets the user full has room for. */
    static final int ROOM = 20_000;

    /** Behind the rest: the mechanisms that it offers, and whom it asks about tokens (Dovecot's passdb oauth2). */
    private static final String TOKENS = """
            auth_mechanisms = %2$s
            passdb {
              driver = oauth2
              mechanisms = oauthbearer xoauth2
              args = %1$s/oauth2.conf
            }
            """;

    /** Behind the rest: connections begin with a PROXY protocol header. */
    private static final String ANNOUNCED = """
            haproxy_trusted_networks = 127.0.0.0/8
            service imap-login {
              inet_listener imap {
                haproxy = yes
              }
            }
            service pop3-login {
              inet_listener pop3 {
                haproxy = yes
              }
            }
            service lmtp {
              inet_listener lmtp {
                haproxy = yes
              }
            }
            """;

    private static final String ASKING = """
            introspection_mode = post
            introspection_url = %s
            username_attribute = email
            active_attribute = active
            active_value = true
            """;

    private static final String USERS = """
            dora@example.test:{PLAIN}waypost::::::
            full@example.test:{PLAIN}waypost::::::userdb_quota_rule=*:bytes=%d
            """;

    /** Returns when it listens. */
    static Dovecot start(Path folder, int first) throws IOException, InterruptedException {
        return start(folder, first, "");
    }

    /** One that must hear who the clients are, in PROXY protocol headers. */
    static Dovecot startAnnounced(Path folder, int first) throws IOException, InterruptedException {
        return start(folder, first, ANNOUNCED);
    }

    /**
     * One that takes tokens as well.
     *
     * @param mechanisms that it offers, as {@code plain oauthbearer}
     * @param introspection where it asks about a token (RFC 7662)
     */
    static Dovecot start(Path folder, int first, String mechanisms, URI introspection)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("oauth2.conf"), ASKING.formatted(introspection));
        return start(folder, first, TOKENS.formatted(folder, mechanisms));
    }

    private static Dovecot start(Path folder, int first, String more) throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("state"));
        Path mail = Files.createDirectories(folder.resolve("mail"));
        Files.setOwner(
                mail, mail.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(OWNER));
        certify(folder);
        Files.writeString(folder.resolve("users"), USERS.formatted(ROOM));
        Path configuration = Files.writeString(
                folder.resolve("dovecot.conf"),
                CONFIGURATION.formatted(folder, ADDRESS, OWNER, first, first + 1, first + 2) + more);
        Program program = Program.foreign(
                folder.resolveSibling("dovecot.log"),
                "starting up for imap, pop3, lmtp",
                List.of("dovecot", "-F", "-c", configuration.toString()));
        return new Dovecot(program.awaitReady(), folder, first);
    }

    private static void certify(Path folder) throws IOException, InterruptedException {
        Path configuration = Files.writeString(
                folder.resolve("authority.yaml"), "node: {name: dove, roles: [proxy], data: \"" + folder + "\"}\n");
        Program issue = Program.start(
                folder.resolve("authority.log"),
                "no line says so",
                "cert",
                "issue",
                "localhost",
                "--config",
                configuration.toString());
        assertEquals(0, issue.status(SECONDS), issue.log());
    }

    /** Its line in a list of nodes. */
    String node() {
        return """
                  - name: dove
                    login: password
                    tls: starttls
                    trust: "%1$s"
                    certificate-name: localhost
                    imap: "%2$s:%3$d"
                    pop3: "%2$s:%4$d"
                    lmtp: "%2$s:%5$d"
                """.formatted(authority(), ADDRESS, first, first + 1, first + 2);
    }

    /** A line in place of it, by which its host is to be named. It says that of a store, too, which the list has by its own name. */
    String hosts() {
        return node().replace("name: dove", "name: others\n    hosts: [\"" + ADDRESS + "\", store1]")
                .replace("\"" + ADDRESS + ":", "\"*:");
    }

    private Path authority() {
        return folder.resolve("tls/ca.pem");
    }

    /** A client of its IMAP port, in clear. */
    LineClient imap() throws IOException {
        return LineClient.clear(authority(), InetAddress.getByName(ADDRESS), first);
    }

    String log() throws IOException {
        return program.log();
    }

    /** Its own command for it, and waits for the end. */
    @Override
    public void close() throws IOException, InterruptedException {
        Tool.run(folder, "dovecot", "-c", folder.resolve("dovecot.conf").toString(), "stop");
        program.status(SECONDS);
    }
}
