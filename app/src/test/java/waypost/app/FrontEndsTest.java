package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import waypost.net.LocalAuthority;

/** Two front ends that know each other. */
class FrontEndsTest {
    @TempDir
    private Path folder;

    private Path configuration(String name, String other, int port, int others) throws IOException {
        return Files.writeString(folder.resolve(name + ".yaml"), """
                node: {name: %1$s, roles: [proxy], data: "%5$s/%1$s", hostname: localhost}
                nodes:
                  - {name: %1$s, roles: [proxy], link: "127.0.0.1:%3$d"}
                  - {name: %2$s, roles: [proxy], link: "127.0.0.1:%4$d"}
                trusted-peers: [{name: %2$s, networks: [127.0.0.0/8]}]
                services: {link: {listeners: [{address: "127.0.0.1:%3$d", tls: implicit, internal: true}]}}
                tls:
                  trust: "%5$s/tls/ca.pem"
                  node: {certificate: "%5$s/tls/%1$s.pem", key: "%5$s/tls/%1$s.pem"}
                """.formatted(name, other, port, others, folder));
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES)
    void agreeOnTheKeyThatWasMadeFirst() throws Exception {
        LocalAuthority authority = LocalAuthority.open(folder.resolve("tls"), InstantSource.system());
        for (String name : List.of("fe1", "fe2")) {
            authority.issue(name, List.of());
        }
        int port = Site.unusedPort();
        int others = Site.unusedPort();
        Path older = folder.resolve("fe1/shared-key");
        Path younger = folder.resolve("fe2/shared-key");
        try (Node one = Node.start(Configured.read(configuration("fe1", "fe2", port, others)))) {
            String first = Files.readString(older);
            try (Node two = Node.start(Configured.read(configuration("fe2", "fe1", others, port)))) {
                while (!Files.readString(younger).equals(first)) {
                    Thread.onSpinWait();
                }
                assertEquals(first, Files.readString(older));
            }
        }
    }
}
