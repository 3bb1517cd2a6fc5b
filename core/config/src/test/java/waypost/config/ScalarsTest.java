package waypost.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarsTest {
    @ParameterizedTest
    @CsvSource({"500ms, PT0.5S", "30s, PT30S", "5 m, PT5M", "8h, PT8H", "14d, PT336H"})
    void durations(String text, Duration expected) {
        assertEquals(expected, Scalars.read(Duration.class, text));
    }

    @ParameterizedTest
    @CsvSource({"512 B, 512", "64KiB, 65536", "10 MiB, 10485760", "2 GiB, 2147483648", "1 TiB, 1099511627776"})
    void sizes(String text, long expected) {
        assertEquals(new ByteSize(expected), Scalars.read(ByteSize.class, text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"30", "s", "-5s", "1.5h", "5 weeks", ""})
    void noDurations(String text) {
        assertThrows(BadValue.class, () -> Scalars.read(Duration.class, text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "10 MB", "MiB", "999999999999 TiB"})
    void noSizes(String text) {
        assertThrows(BadValue.class, () -> Scalars.read(ByteSize.class, text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "host:", "host:65536", "::1:25", "a b:25"})
    void noAddresses(String text) {
        assertThrows(BadValue.class, () -> Scalars.read(HostPort.class, text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:25", "[::1]:993", "mail.example.net:0"})
    void addressesAreWrittenAsRead(String text) {
        assertEquals(text, Scalars.read(HostPort.class, text).toString());
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.5, 10.0.0.5", "2001:db8::5, 2001:db8:0:0:0:0:0:5", "::1, 0:0:0:0:0:0:0:1"})
    void ipAddresses(String text, String expected) {
        assertEquals(expected, ((InetAddress) Scalars.read(InetAddress.class, text)).getHostAddress());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mail.example.net", "10.0.0.256", "10.0.0.5:25", ""})
    void noIpAddresses(String text) {
        assertThrows(BadValue.class, () -> Scalars.read(InetAddress.class, text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "example.net/8", "10.0.0/x", "::/129"})
    void noNetworks(String text) {
        assertThrows(BadValue.class, () -> Scalars.read(Network.class, text));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, 11.0.0.1",
        "192.0.2.128/25, 192.0.2.200, 192.0.2.1",
        "2001:db8::/33, 2001:db8:7fff::1, 2001:db8:8000::1",
        "127.0.0.1, 127.0.0.1, ::1"
    })
    void networksContain(String text, String inside, String outside) throws Exception {
        Network network = Network.parse(text);
        assertTrue(network.contains(InetAddress.getByName(inside)));
        assertFalse(network.contains(InetAddress.getByName(outside)));
    }
}
