package waypost.app;

import java.nio.file.Path;
import waypost.app.DemoPorts.Internal;

/** Writes the configurations of the demo's three nodes: the front end fe1, which hosts the directory, and the stores store1 and store2. */
record DemoConfiguration(Path folder, DemoPorts ports) {
    private static final String SHARED = """
            user-maps:
              - {name: users, type: ldap-password, directory: main, domain-query: "(associatedDomain=%%d)"}
            addresses: {default-domain: example.test}
            nodes:
              - {name: fe1, roles: [proxy]}
              - {name: store1, imap: "127.0.0.1:%1$d", pop3: "127.0.0.1:%2$d", lmtp: "127.0.0.1:%3$d", link: "127.0.0.1:%4$d"}
              - {name: store2, imap: "127.0.0.1:%5$d", pop3: "127.0.0.1:%6$d", lmtp: "127.0.0.1:%7$d", link: "127.0.0.1:%8$d"}
            log: {level: warn}
            """;

    private static final String FRONT_END = """
            node: {name: fe1, roles: [proxy], data: "%1$s/fe1", hostname: localhost}
            embedded-directory: {listen: "127.0.0.1:%2$d", path: "%1$s/directory"}
            directories: [{name: main, base: dc=waypost}]
            tls:
              trust: "%1$s/tls/ca.pem"
              node: {certificate: "%1$s/tls/fe1.pem", key: "%1$s/tls/fe1.pem"}
              certificates: [{certificate: "%1$s/tls/localhost.pem", key: "%1$s/tls/localhost.pem"}]
            services:
              smtp: {listeners: [{address: "127.0.0.1:%3$d"}]}
              submission: {listeners: [{address: "127.0.0.1:%4$d"}, {address: "127.0.0.1:%5$d", tls: implicit}]}
              imap: {listeners: [{address: "127.0.0.1:%6$d"}, {address: "127.0.0.1:%7$d", tls: implicit}]}
              pop3: {listeners: [{address: "127.0.0.1:%8$d"}, {address: "127.0.0.1:%9$d", tls: implicit}]}
            """;

    private static final String STORE = """
            node: {name: store%2$d, roles: [store], data: "%1$s/store%2$d", hostname: localhost}
            directories:
              - name: main
                base: dc=waypost
                uris: ["ldap://127.0.0.1:%8$d"]
                bind: {dn: "cn=admin,dc=waypost", password: "${file:%1$s/directory/admin.secret}"}
            volumes:
              - {name: store%2$d-v1, number: %2$d, path: "%1$s/store%2$d/v1", reserve: 64 MiB}
            trusted-peers:
              - {name: fe1, networks: [127.0.0.0/8]}
              - {name: store%3$d, networks: [127.0.0.0/8]}
            tls:
              trust: "%1$s/tls/ca.pem"
              node: {certificate: "%1$s/tls/store%2$d.pem", key: "%1$s/tls/store%2$d.pem"}
            services:
              imap: {listeners: [{address: "127.0.0.1:%4$d", tls: implicit, internal: true}]}
              pop3: {listeners: [{address: "127.0.0.1:%5$d", tls: implicit, internal: true}]}
              lmtp: {listeners: [{address: "127.0.0.1:%6$d", tls: implicit, internal: true}]}
              link: {listeners: [{address: "127.0.0.1:%7$d", tls: implicit, internal: true}]}
            """;

    String frontEnd() {
        return FRONT_END.formatted(
                        quoted(),
                        ports.ldap(),
                        ports.smtp(),
                        ports.submission(),
                        ports.submissions(),
                        ports.imap(),
                        ports.imaps(),
                        ports.pop3(),
                        ports.pop3s())
                + shared();
    }

    /** @param number 1 or 2 */
    String store(int number) {
        return STORE.formatted(
                        quoted(),
                        number,
                        3 - number,
                        port(number, Internal.IMAP),
                        port(number, Internal.POP3),
                        port(number, Internal.LMTP),
                        port(number, Internal.LINK),
                        ports.ldap())
                + shared();
    }

    /** The folder's name within the double quotes of YAML. */
    private String quoted() {
        return folder.toString().replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private String shared() {
        return SHARED.formatted(
                port(1, Internal.IMAP),
                port(1, Internal.POP3),
                port(1, Internal.LMTP),
                port(1, Internal.LINK),
                port(2, Internal.IMAP),
                port(2, Internal.POP3),
                port(2, Internal.LMTP),
                port(2, Internal.LINK));
    }

    private int port(int store, Internal service) {
        return ports.internal(store, service);
    }
}
