package waypost.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.codahale.metrics.MetricRegistry;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceAddressesTest {
    private static SourceAddresses sources(String... addresses) {
        return new SourceAddresses(
                Stream.of(addresses).map(InetAddress::ofLiteral).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.11, 10.0.0.5 10.0.0.6 10.0.0.5",
        "192.0.2.1, 10.0.0.5 10.0.0.6 10.0.0.5",
        "2001:db8::11, 2001:db8:0:0:0:0:0:5 2001:db8:0:0:0:0:0:5 2001:db8:0:0:0:0:0:5",
        "127.0.0.1, 127.0.0.2 127.0.0.2 127.0.0.2",
        "::1, any any any",
    })
    void thoseOfTheDestinationsKindTakeTurns(String destination, String expected) {
        SourceAddresses sources = sources("10.0.0.5", "2001:db8::5", "127.0.0.2", "10.0.0.6");
        List<String> chosen = Stream.generate(() -> sources.towards(InetAddress.ofLiteral(destination)))
                .limit(3)
                .map(source -> source.map(InetAddress::getHostAddress).orElse("any"))
                .toList();
        assertEquals(expected, String.join(" ", chosen));
    }

    /** Tells how its connection comes to stand, or does not. */
    private static final class Told implements WireHandler {
        private final CompletableFuture<Wire> stands = new CompletableFuture<>();
        private final CompletableFuture<String> end = new CompletableFuture<>();

        @Override
        public void connected(Wire wire) {
            stands.complete(wire);
        }

        @Override
        public void received(Wire wire, ByteBuffer in) {}

        @Override
        public void closed(Wire wire, String why) {
            end.complete(why);
        }
    }

    private static <T> T soon(CompletableFuture<T> future) throws Exception {
        return future.get(Scripted.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static Wire connected(Net net, String host, int port) throws Exception {
        Told told = new Told();
        Wire _ = net.connect(Dial.to(new Endpoint.Socket(host, port)), told);
        return soon(told.stands);
    }

    /** What the other end sees of a connection. */
    private static String seen(Net net, ServerSocket there, String host) throws Exception {
        Wire wire = connected(net, host, there.getLocalPort());
        try (Socket accepted = there.accept()) {
            return accepted.getInetAddress().getHostAddress();
        } finally {
            wire.close("seen");
        }
    }

    private static ServerSocket listening(String address) throws IOException {
        return new ServerSocket(0, 10, InetAddress.ofLiteral(address));
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1", "localhost"})
    void connectionsComeFromEachInTurn(String host) throws Exception {
        InetAddress there = InetAddress.getByName(host);
        assumeTrue(there.getHostAddress().equals("127.0.0.1"));
        try (Net net = Net.open(new MetricRegistry(), sources("127.0.0.2", "::1", "10.0.0.5", "127.0.0.3"));
                ServerSocket node = listening("127.0.0.1")) {
            assertEquals("127.0.0.2", seen(net, node, host));
            assertEquals("127.0.0.3", seen(net, node, host));
            assertEquals("127.0.0.2", seen(net, node, host));
        }
    }

    @Test
    void thoseOfAnotherKindAreNotUsed() throws Exception {
        try (Net net = Net.open(new MetricRegistry(), sources("10.0.0.5", "2001:db8::5", "::1"));
                ServerSocket node = listening("127.0.0.1")) {
            assertEquals("127.0.0.1", seen(net, node, "127.0.0.1"));
        }
    }

    @Test
    void alsoByTheOtherFamily() throws Exception {
        try (Net net = Net.open(new MetricRegistry(), sources("::1", "127.0.0.2"));
                ServerSocket node = listening("::1")) {
            assertEquals("0:0:0:0:0:0:0:1", seen(net, node, "::1"));
        }
    }

    /** Nothing leaves the machine: there is no such address to send from. */
    @Test
    void anAddressThatIsGoneFailsLikeAnythingElse() throws Exception {
        try (Net net = Net.open(new MetricRegistry(), sources("192.0.2.77"))) {
            Told told = new Told();
            Wire _ = net.connect(Dial.to(new Endpoint.Socket("198.51.100.1", 9)), told);
            String why = soon(told.end);
            assertTrue(why.startsWith("cannot connect from 192.0.2.77: "), why);
        }
    }

    /** One port of an address serves a connection to each node. */
    @Test
    void noPortIsTakenBeforeTheDestinationIsKnown() throws Exception {
        assumeTrue(Epoll.isAvailable());
        try (Net bound = Net.open(new MetricRegistry(), sources("127.0.0.2"));
                Net free = Net.open(new MetricRegistry());
                ServerSocket node = listening("127.0.0.1")) {
            assertTrue(choosesNoPort(connected(bound, "127.0.0.1", node.getLocalPort())));
            assertEquals(false, choosesNoPort(connected(free, "127.0.0.1", node.getLocalPort())));
        }
    }

    private static boolean choosesNoPort(Wire wire) {
        return ((ChannelWire) wire).channel().config().getOption(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT);
    }
}
