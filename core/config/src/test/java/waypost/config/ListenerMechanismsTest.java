package waypost.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenerMechanismsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "imap | mechanisms: [plain] | ldap-bind | OK",
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
                "imap | clear-mechanisms: [scram-sha-256-plus] | file | services.imap.listeners[1].clear-mechanisms[1]",
            })
    void mechanismsThatNoUserMapCanCheckAreToldByName(String service, String mechanisms, String map, String key) {
        String source = map.equals("file") ? "file: /tmp/x/users" : "directory: main";
        String yaml = """
                node: {name: mail1, roles: [proxy], data: /tmp/x}
                directories: [{name: main, uris: ["ldap://127.0.0.1"], base: dc=x}]
                user-maps: [{name: users, type: %s, %s}]
                services: {%s: {listeners: [{address: "127.0.0.1:0", %s}]}}
                """.formatted(map, source, service, mechanisms);
        assertEquals(key, ConfigurationFileTest.firstKey(ConfigurationFileTest.read(yaml)), yaml);
    }
}
