package waypost.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenerMechanismsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "imap | mechanisms: [plain] | ldap-bind | OK",
                "imap | mechanisms: [plain, login] | ldap-route | OK",
                "imap | mechanisms: [plain, scram-sha-256] | ldap-route | services.imap.listeners[1].mechanisms[2]",
                "imap | mechanisms: [plain, login, scram-sha-256, scram-sha-256-plus] | ldap-password | OK",
                "pop3 | mechanisms: [scram-sha-1, scram-sha-1-plus, cram-md5] | file | OK",
                "submission | clear-mechanisms: [scram-sha-256, scram-sha-1, cram-md5] | file | OK",
                "imap | mechanisms: [digest-md5] | file | services.imap.listeners[1].mechanisms[1]",
                "imap | mechanisms: [plain, scram-sha-256] | ldap-bind | services.imap.listeners[1].mechanisms[2]",
                "submission | mechanisms: [cram-md5] | ldap-bind | services.submission.listeners[1].mechanisms[1]",
                "pop3 | clear-mechanisms: [scram-sha-256] | ldap-bind | services.pop3.listeners[1].clear-mechanisms[1]",
                "imap | mechanisms: [plain, oauthbearer] | file | services.imap.listeners[1].mechanisms[2]",
                "imap | clear-mechanisms: [xoauth2] | file | services.imap.listeners[1].clear-mechanisms[1]",
                "imap | clear-mechanisms: [plain] | file | services.imap.listeners[1].clear-mechanisms[1]",
                "imap | mechanisms: [plain, gssapi] | file | services.imap.listeners[1].mechanisms[2]",
                "pop3 | clear-mechanisms: [gssapi] | file | services.pop3.listeners[1].clear-mechanisms[1]",
                "imap | mechanisms: [plain, external] | file | services.imap.listeners[1].mechanisms[2]",
                "imap | clear-mechanisms: [external] | file | services.imap.listeners[1].clear-mechanisms[1]",
                "imap | clear-mechanisms: [scram-sha-256-plus] | file | services.imap.listeners[1].clear-mechanisms[1]",
            })
    void mechanismsThatNobodyCanCheckAreToldByName(String service, String mechanisms, String map, String key) {
        String source = map.equals("file") ? "file: /tmp/x/users" : "directory: main";
        String yaml = """
                node: {name: mail1, roles: [proxy], data: /tmp/x}
                directories: [{name: main, uris: ["ldap://127.0.0.1"], base: dc=x}]
                user-maps: [{name: users, type: %s, %s}]
                services: {%s: {listeners: [{address: "127.0.0.1:0", %s}]}}
                """.formatted(map, source, service, mechanisms);
        assertEquals(key, ConfigurationFileTest.firstKey(ConfigurationFileTest.read(yaml)), yaml);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "imap | client-certificates: optional, mechanisms: [external] | users: {trust: [/tmp/x/ca]} | OK",
                "pop3 | client-certificates: required | users: {trust: [/tmp/x/ca], names: [upn]} | OK",
                "submission | client-certificates: optional | users: {trust: [/tmp/x/ca], revoked: [/tmp/x/crl]} | OK",
                "imap | client-certificates: optional | trust: /tmp/x/nodes | services.imap.listeners[1].client-certificates",
                "imap | client-certificates: maybe | users: {trust: [/tmp/x/ca]} | services.imap.listeners[1].client-certificates",
                "imap | client-certificates: optional, tls: none | users: {trust: [/tmp/x/ca]} | services.imap.listeners[1].client-certificates",
                "smtp | client-certificates: optional | users: {trust: [/tmp/x/ca]} | services.smtp.listeners[1].client-certificates",
                "imap | mechanisms: [external] | users: {trust: [/tmp/x/ca]} | services.imap.listeners[1].mechanisms[1]",
                "imap | client-certificates: optional | users: {names: [upn]} | tls.users.trust",
                "imap | client-certificates: optional | users: {trust: [/tmp/x/ca], names: [dns]} | tls.users.names[1]",
            })
    void certificatesAreAskedForWhereUsersCanShowThem(String service, String listener, String tls, String key) {
        String yaml = """
                node: {name: mail1, roles: [proxy], data: /tmp/x}
                user-maps: [{name: users, type: file, file: /tmp/x/users}]
                tls: {%s}
                services: {%s: {listeners: [{address: "127.0.0.1:0", %s}]}}
                """.formatted(tls, service, listener);
        assertEquals(key, ConfigurationFileTest.firstKey(ConfigurationFileTest.read(yaml)), yaml);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "keytab: /tmp/x/k, realm: EXAMPLE.NET | OK",
                "keytab: /tmp/x/k, realm: EXAMPLE.NET, realms: [{name: A, domain: a.net}, {name: B, domain: a.net}] | OK",
                "keytab: /tmp/x/k, realm: EXAMPLE.NET, realms: [{name: A, domain: a.net}, {name: A, domain: b.net}] | kerberos.realms[2].name",
                "keytab: /tmp/x/k | kerberos.realm",
                "realm: EXAMPLE.NET | kerberos.keytab",
            })
    void ticketsAreReadWithKeys(String kerberos, String key) {
        String yaml = """
                node: {name: mail1, roles: [proxy], data: /tmp/x}
                user-maps: [{name: users, type: file, file: /tmp/x/users}]
                kerberos: {%s}
                services: {imap: {listeners: [{address: "127.0.0.1:0", mechanisms: [gssapi], clear-mechanisms: [gssapi]}]}}
                """.formatted(kerberos);
        assertEquals(key, ConfigurationFileTest.firstKey(ConfigurationFileTest.read(yaml)), yaml);
    }

    @Test
    void nodesAreNotAskedForUsersCertificates() {
        String yaml = """
                node: {name: mail1, roles: [store], data: /tmp/x}
                volumes: [{name: v, number: 1, path: /tmp/x/v}]
                user-maps: [{name: users, type: file, file: /tmp/x/users}]
                tls: {users: {trust: [/tmp/x/ca]}}
                services: {imap: {listeners: [{address: "127.0.0.1:0", internal: true, client-certificates: optional}]}}
                """;
        assertEquals(
                "services.imap.listeners[1].client-certificates",
                ConfigurationFileTest.firstKey(ConfigurationFileTest.read(yaml)));
    }
}
