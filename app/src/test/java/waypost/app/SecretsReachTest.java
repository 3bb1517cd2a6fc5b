package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.net.LocalAuthority;

/** What {@code check-config} warns of. */
class SecretsReachTest {
    @TempDir
    Path folder;

    /** A front end starts so; but what it cannot ask for counts for nothing there. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "imap: 'a:1', link: 'a:2' | certified | submission | OK",
                "imap: 'a:1' | certified | submission | nodes[2].link: missing: this front end cannot ask store1 about app passwords",
                "imap: 'a:1' | certified | imap | nodes[2].link: missing: ",
                "imap: 'a:1' | certified | smtp | OK",
                "imap: 'a:1', link: 'a:2', secret: x | certified | submission | nodes[2].secret: does not count on the link: ",
                "imap: 'a:1', tls: none | certified | pop3 | nodes[2].link: missing:  nodes[2].tls: the link needs TLS: ",
                "imap: 'a:1', link: 'a:2' | | submission | tls.node: missing: without a certificate this front end cannot ask stores",
                "imap: 'a:1', login: password | | submission | OK",
                "roles: [proxy], link: 'a:2' | certified | submission | OK",
                "volumes: [v1] | | submission | OK",
            })
    void aFrontEndThatCannotAskStores(String store, @Nullable String certified, String service, String told)
            throws IOException {
        LocalAuthority authority = LocalAuthority.open(folder, InstantSource.system());
        authority.issue("fe1", List.of());
        String tls = certified == null
                ? ""
                : "tls: {node: {certificate: '%1$s/fe1.pem', key: '%1$s/fe1.pem'}, trust: '%1$s/ca.pem'}"
                        .formatted(folder);
        Path file = Files.writeString(folder.resolve("node.yaml"), """
                node: {name: fe1, roles: [proxy], data: "%s/data", hostname: localhost}
                nodes: [{name: fe1}, {name: store1, %s}]
                services: {%s: {listeners: [{address: "127.0.0.1:0"}]}}
                %s
                """.formatted(folder, store, service, tls));
        Site.Ended checked = new Site(folder).run("check-config", file.toString());
        assertEquals(Main.DONE, checked.status(), checked.err());
        List<String> warnings = checked.err().lines().toList();
        List<String> expected = told.equals("OK") ? List.of() : List.of(told.split(" (?=nodes)"));
        assertEquals(expected.size(), warnings.size(), checked.err());
        for (int i = 0; i < expected.size(); i++) {
            String begin = file + ": warning: " + expected.get(i).strip();
            assertTrue(warnings.get(i).startsWith(begin), checked.err());
        }
    }
}
