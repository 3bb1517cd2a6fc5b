package waypost.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchScope;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DirectoryServerTest {
    @Test
    void aServerThatHangsCostsOneCallerAtATimeItsTimeout() throws Exception {
        try (var fixture = new InMemoryDirectory();
                var silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            fixture.addAnna();
            URI uri = URI.create("ldap://127.0.0.1:" + silent.getLocalPort());
            try (var server = new DirectoryServer(
                    new DirectoryPools(fixture.directory(), InMemoryDirectory.trust()),
                    uri,
                    Duration.ofSeconds(4),
                    _ -> Optional.empty(),
                    fixture.ticker)) {
                assertEquals(true, server.ready());
                silent.close();
                assertThrows(
                        LDAPException.class, () -> server.search(new SearchRequest("", SearchScope.BASE, "(a=*)")));
                assertEquals(false, server.ready());
                fixture.pass(Duration.ofSeconds(1));
                assertEquals(List.of(true, false), List.of(server.ready(), server.ready()));
                fixture.pass(Duration.ofSeconds(5));
                assertEquals(List.of(true, false), List.of(server.ready(), server.ready()));
            }
        }
    }
}
