package waypost.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each way to bind has what it needs, and nothing of the others. */
class DirectoryRulesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ldap://d  | dn: x, password: y                                                  |",
                "ldap://d  | dn: x                                                               | password: missing",
                "ldap://d  | mechanism: simple                                                   | dn: missing; password: missing",
                "ldap://d  | dn: x, password: y, keytab: z                                       | keytab: of no use to mechanism simple",
                "ldaps://d | mechanism: external, certificate: c, key: k                         |",
                "ldaps://d | mechanism: external, certificate: c                                 | key: missing",
                "ldaps://d | mechanism: external, certificate: c, key: k, dn: x                  | dn: of no use to mechanism external",
                "ldap://d  | mechanism: external, certificate: c, key: k                         | mechanism: a certificate is shown in TLS only",
                "ldap://d  | mechanism: gssapi, principal: p, keytab: k                          |",
                "ldap://d  | mechanism: gssapi, principal: p, keytab: k, quality: auth-int       |",
                "ldap://d  | mechanism: gssapi, ticket-cache: c                                  |",
                "ldap://d  | mechanism: gssapi, ticket-cache: c, keytab: k                       | keytab: tickets come from ticket-cache",
                "ldap://d  | mechanism: gssapi, keytab: k                                        | principal: missing",
                "ldap://d  | mechanism: gssapi, principal: p                                     | keytab: missing",
                "ldap://d  | mechanism: kerberos                                                 | mechanism: not a choice: kerberos",
                "ldap://d  | dn: x, password: y, quality: auth                                   | quality: of no use to mechanism simple",
            })
    void keysOfABind(String uri, String written, String told) {
        String file = """
                node: {name: fe1, roles: [proxy], data: /tmp/x}
                services: {imap: {listeners: [{address: "127.0.0.1:1143", tls: none}]}}
                user-maps: [{name: m, type: ldap-bind, directory: d, domains: [example.net]}]
                directories: [{name: d, uris: ["%s"], base: "dc=x", bind: {%s}}]
                """.formatted(uri, written);
        assertEquals(told == null ? "" : told, problems(file).replace("directories[1].bind.", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                               | [example.net]           | [example.net, a.example] |                    |",
                "refers-to: [e]                 | [example.net]           | [example.net, a.example] |                    |",
                "refers-to: [e]                 | [Example.NET]           | [example.net]            |                    |",
                "refers-to: [e]                 | [example.net]           | []                       |                    |",
                "refers-to: [e]                 | []                      | []                       | user-maps: [m, n]  |",
                "references: ignore             | []                      | []                       | user-maps: [m]     |",
                "refers-to: [x]                 | []                      | []                       |                    | [1]: x is no other directory",
                "refers-to: [e, d]              | []                      | []                       |                    | [2]: d is no other directory",
                "refers-to: [e]                 | []                      | [example.net]            |                    | [1]: no user map asks e for all domains of m",
                "refers-to: [e]                 | [example.net, b.example] | [example.net]           |                    | [1]: no user map asks e for all domains of m",
                "refers-to: [e]                 | []                      | []                       | user-maps: [m]     | [1]: no user map asks e for all domains of m in services.imap.user-maps",
                "refers-to: [e]                 | []                      | []                       | user-maps: [n]     |",
                "references: follow             | []                      | []                       |                    | directories[1].references: not a choice: follow",
            })
    void whoIsReferredToIsAsked(String written, String domains, String others, String service, String told) {
        String file = """
                node: {name: fe1, roles: [proxy], data: /tmp/x}
                services: {imap: {%s listeners: [{address: "127.0.0.1:1143", tls: none}]}}
                user-maps:
                  - {name: m, type: ldap-bind, directory: d, domains: %s}
                  - {name: n, type: ldap-bind, directory: e, domains: %s}
                directories:
                  - {name: d, uris: ["ldap://d"], base: "dc=x" %s}
                  - {name: e, uris: ["ldap://e"], base: "dc=x"}
                """.formatted(
                        service == null ? "" : service + ",", domains, others, written == null ? "" : ", " + written);
        assertEquals(told == null ? "" : told, problems(file).replace("directories[1].refers-to", ""));
    }

    private static String problems(String file) {
        List<Problem> problems = ConfigurationFileTest.read(file) instanceof ConfigurationFile.Outcome.Wrong wrong
                ? wrong.problems()
                : List.of();
        return problems.stream()
                .map(problem -> problem.key() + ": " + problem.wrong())
                .collect(Collectors.joining("; "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type: active-directory, group-members: member-of-nested |",
                "type: active-directory, group-members: member           |",
                "group-members: member-of                                |",
                "group-members: member-of-nested | group-members: only Active Directory is searched so",
                "group-members: all              | group-members: not a choice: all",
            })
    void waysToFindMembers(String written, String told) {
        String file = """
                node: {name: fe1, roles: [proxy], data: /tmp/x}
                directories: [{name: d, uris: ["ldap://d"], base: "dc=x", %s}]
                """.formatted(written);
        assertEquals(told == null ? "" : told, problems(file).replace("directories[1].", ""));
    }
}
