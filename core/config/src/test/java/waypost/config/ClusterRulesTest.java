package waypost.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static waypost.config.ConfigurationFileTest.SMALLEST;
import static waypost.config.ConfigurationFileTest.firstKey;
import static waypost.config.ConfigurationFileTest.keys;
import static waypost.config.ConfigurationFileTest.read;

import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What nodes of each kind have, need, and have not. */
class ClusterRulesTest {
    /** Whoever reads the list tells of it, front ends as well. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fe1 | imap: 'a:1' | | OK",
                "fe1 | imap: 'a:1', link: 'a:2' | pop3: 'b:1', link: 'b:2' | OK",
                "fe1 | imap: 'a:1', link: 'a:2' | imap: 'b:1', login: password | OK",
                "fe1 | imap: 'a:1', link: 'a:2' | pop3: 'b:1' | nodes[3].link",
                "fe1 | lmtp: 'a:1' | link: 'b:2' | nodes[2].link",
                "fe1 | lmtp: 'a:1' | lmtp: 'b:1' | nodes[2].link nodes[3].link",
                "fe1 | lmtp: 'a:1', link: a | lmtp: 'b:1', link: 'b:2' | nodes[2].link",
                "fe1 | lmtp: 'a:1' | lmtp: 'b:1', link: 'b:2', login: pasword | nodes[3].login[1]",
                "store1 | | link: 'b:2' | nodes[2].link",
                "store1 | | lmtp: 'b:1' | nodes[2].link nodes[3].link",
                "store1 | | volumes: [v9] | OK",
            })
    void severalStoresNeedTheLink(String self, String store1, String store2, String keys) {
        String role = self.equals("fe1") ? "proxy" : "store";
        String volumes = self.equals("fe1") ? "" : "volumes: [{name: v1, number: 1, path: /x}]";
        ConfigurationFile.Outcome outcome =
                read("""
                node: {name: %s, roles: [%s], data: /tmp/x}
                nodes: [{name: fe1}, {name: store1, %s}, {name: store2, %s}]
                %s
                """.formatted(self, role, Objects.toString(store1, ""), Objects.toString(store2, ""), volumes));
        assertEquals(keys, keys(outcome));
    }

    /** What a front end has of the link changes nothing of what stores need. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fe1 | proxy | roles: [proxy], link: 'a:1' | lmtp: 'b:1' | OK",
                "fe1 | proxy | link: 'a:1' | | nodes[1].roles",
                "fe1 | proxy | roles: [proxy, store], link: 'a:1' | | nodes[1].roles",
                "fe1 | proxy, store | link: 'a:1' | | nodes[1].roles",
                "fe1 | proxy, store | roles: [store, proxy], link: 'a:1' | roles: [proxy], link: 'b:1' | OK",
                "fe1 | proxy | | roles: [proxy], lmtp: 'b:1' | nodes[2].roles",
                "fe1 | proxy | | roles: [proxy], volumes: [v1] | nodes[2].roles",
                "fe1 | proxy | | roles: [porxy], lmtp: 'b:1' | nodes[2].roles[1]",
                "fe1 | proxy | roles: [proxy], link: 'a:1' | roles: [proxy], link: 'b:1', tls: none | nodes[2].tls",
                "fe1 | store | link: 'a:1' | roles: [proxy], link: 'b:1', tls: none | OK",
            })
    void frontEndsSayThatTheyAre(String self, String roles, String own, String other, String keys) {
        String volumes = roles.contains("store") ? "volumes: [{name: v9, number: 1, path: /x}]" : "";
        ConfigurationFile.Outcome outcome =
                read("""
                node: {name: %s, roles: [%s], data: /tmp/x}
                nodes: [{name: fe1, %s}, {name: other, %s}]
                %s
                """.formatted(self, roles, Objects.toString(own, ""), Objects.toString(other, ""), volumes));
        assertEquals(keys, keys(outcome));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "link: 'b:1' | '' | OK",
                "link: 'b:1', tls: none | '' | nodes[2].tls",
                "link: 'b:1' | secret: x, | trusted-peers[1].secret",
                "certificate-name: b | secret: x, | OK",
            })
    void onlyCertificatesProveTheNodesOfTheLink(String node, String peer, String key) {
        ConfigurationFile.Outcome outcome = read("""
                node: {name: store1, roles: [store], data: /tmp/x}
                volumes: [{name: v1, number: 1, path: /tmp/x/v1}]
                nodes: [{name: store1, link: "a:1"}, {name: store2, %s}]
                trusted-peers: [{name: store2, %s networks: [10.0.0.0/24]}]
                """.formatted(node, peer));
        assertEquals(key, firstKey(outcome));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nodes: [{name: fe1}] | zed | trusted-peers[1].name",
                "nodes: [{name: fe1}, {name: Zed}] | zed | nodes[2].name",
                "nodes: [{name: fe1}, {name: zed}] | zed | OK",
                "nodes: [] | zed | OK",
            })
    void trustedPeersAreNodes(String nodes, String peer, String keys) {
        assertEquals(
                keys,
                keys(read(SMALLEST + nodes + "\ntrusted-peers: [{name: " + peer + ", networks: [10.0.0.0/24]}]\n")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "login: password, imap: 'b:1', lmtp: 'b:2', tls: starttls, trust: /ca.pem | OK",
                "login: password, smtp: 'b:25', tls: none | OK",
                "login: password, smtp: 'b:25', tls: none, proxy-protocol: true | OK",
                "login: [password, token], imap: 'b:1', tls: starttls | OK",
                "login: token, pop3: 'b:1' | OK",
                "login: token, imap: 'b:1', tls: none | nodes[2].tls",
                "login: [password, token], pop3: '10.0.0.1:110', tls: none | nodes[2].tls",
                "login: token, imap: '127.0.0.2:143', pop3: '10.0.0.1:110', tls: none | nodes[2].tls",
                "login: token, imap: '127.0.0.2:143', pop3: '[::1]:110', lmtp: 'b:24', tls: none | OK",
                "login: token, imap: 'localhost:143', tls: none | OK",
                "login: [trusted, password] | nodes[2].login",
                "login: [trusted], imap: 'b:1' | OK",
                "login: [], imap: 'b:1' | OK",
                "login: token, secret: x | nodes[2].secret",
                "lmtp: 'b:2', link: 'b:3', proxy-protocol: true | nodes[2].proxy-protocol",
                "login: password, secret: x | nodes[2].secret",
                "login: password, link: 'b:1' | nodes[2].link",
                "login: password, lmtp: 'b:2', smtp: 'b:25' | nodes[2].smtp",
                "smtp: 'b:25' | nodes[2].smtp",
                "login: password, hosts: ['*.b.net'], imap: '*:143', lmtp: '*:24' | OK",
                "login: password, hosts: ['*.b.net', c.net], smtp: '*:25' | OK",
                "login: password, hosts: ['*.b.net'], imap: '*:143', pop3: 'b:110' | nodes[2].pop3",
                "login: password, imap: '*:143' | nodes[2].imap",
                "login: password, hosts: ['*.net'], imap: '*:143' | nodes[2].hosts[1]",
                "login: token, hosts: ['*.b.net'], imap: '*:143', tls: none | nodes[2].tls",
                "hosts: ['*.b.net'] | nodes[2].hosts",
                "lmtp: '*:24' | nodes[2].lmtp",
                "trust: /ca.pem | nodes[2].trust",
                "tls: false | nodes[2].tls",
            })
    void whatForeignNodesHaveAndOthersHaveNot(String node, String key) {
        ConfigurationFile.Outcome outcome = read(SMALLEST + "nodes: [{name: fe1}, {name: other, " + node + "}]");
        assertEquals(key, firstKey(outcome));
    }
}
