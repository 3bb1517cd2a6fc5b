package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A node does not start with source addresses that its machine has not. */
class SourceCheckTest {
    @TempDir
    private Path folder;

    private Path file(String addresses) throws IOException {
        return Files.writeString(
                folder.resolve("node.yaml"),
                "node: {name: fe1, roles: [proxy], data: \"%s/data\", hostname: localhost, source-addresses: %s}"
                        .formatted(folder, addresses));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[127.0.0.2, 192.0.2.77] | [2]: 192.0.2.77 is no address of this machine; write one that this machine has ",
                "'2001:db8::77'          | [1]: 2001:db8:0:0:0:0:0:77 is no address of this machine; ",
                "0.0.0.0                 | [1]: 0.0.0.0 is no address of this machine; ",
                "224.0.0.1               | [1]: 224.0.0.1 is no address of this machine; ",
                "mail.example.net        | [1]: not an IP address: mail.example.net; write one, as in 10.0.0.5 or ",
            })
    void refuses(String addresses, String told) throws IOException {
        String file = file(addresses).toString();
        Site site = new Site(folder);
        Site.Ended checked = site.run("check-config", file);
        assertEquals(Main.WRONG, checked.status());
        assertEquals(checked, site.run("run", "--config", file));
        assertEquals(1, checked.err().lines().count(), checked.err());
        assertTrue(checked.err().startsWith(file + ": node.source-addresses" + told), checked.err());
    }

    @Test
    void acceptsThoseOfThisMachine() throws IOException {
        Site.Ended checked = new Site(folder)
                .run("check-config", file("[127.0.0.1, 127.0.0.2, '::1']").toString());
        assertEquals(new Site.Ended(Main.DONE, checked.out(), ""), checked);
    }
}
