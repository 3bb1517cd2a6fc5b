package waypost.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.config.Network;
import waypost.identity.NodeName;

/** Whoever connects to a front calls a node, which must hear a PROXY protocol header first. The front hears one as well, from wherever the test wants. */
class AnnouncementTest {
    private final Net net = Net.open(new MetricRegistry());
    private final CompletableFuture<Peer> heard = new CompletableFuture<>();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        net.close();
    }

    /** Does something when connected, and nothing else. */
    private interface OnConnected extends WireHandler {
        @Override
        default void received(Wire wire, ByteBuffer in) {}

        @Override
        default void closed(Wire wire, String why) {}
    }

    private Listener listen(Protection protection, OnConnected handler) throws IOException {
        ListenerSpec spec = ListenerSpec.open("test", new Endpoint.Socket("127.0.0.1", 0), protection);
        return net.listen(spec.behind(List.of(new Network(InetAddress.ofLiteral("127.0.0.0"), 8))), wire -> handler);
    }

    private Dial node(Protection protection) throws IOException {
        Listener node = listen(protection, wire -> heard.complete(wire.peer()));
        return Dial.to(Endpoint.of(node.address())).announcing();
    }

    private void pass(Dial dial, String header) throws Exception {
        Listener front = listen(new Protection.Clear(), wire -> {
            Wire _ = net.connect(dial.besides(wire), (OnConnected) _ -> {});
        });
        try (Scripted client = Scripted.to(front.address())) {
            client.send(header + "\r\n");
            heard();
        }
    }

    private Peer heard() throws Exception {
        return heard.get(Scripted.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @CsvSource({
        "TCP4 192.0.2.1 10.0.0.1 4711 993, 192.0.2.1:4711, 10.0.0.1:993",
        "TCP6 2001:db8::1 2001:db8::2 4711 993, [2001:db8:0:0:0:0:0:1]:4711, [2001:db8:0:0:0:0:0:2]:993",
    })
    void theClientIsNamed(String header, String client, String reached) throws Exception {
        pass(node(new Protection.Clear()), "PROXY " + header);
        assertEquals(Peer.Way.PROXY_HEADER, heard().way());
        assertEquals(client, heard().client());
        assertEquals(reached, Peer.text(heard().local()));
    }

    @Test
    void theHeaderIsAheadOfTls() throws Exception {
        LocalAuthority authority = LocalAuthority.open(folder.resolve("tls"), InstantSource.system());
        Identity identity = authority.node(new NodeName("n1"));
        ClientTls tls = ClientTls.to("n1", List.of(authority.certificate()));
        Dial dial = node(new Protection.Implicit(ServerTls.of(List.of(identity))));
        pass(dial.with(new Encryption.Implicit(tls)), "PROXY TCP4 192.0.2.1 10.0.0.1 4711 993");
        assertEquals("192.0.2.1:4711", heard().client());
        assertEquals("TLSv1.3", heard().tls().orElseThrow().version());
    }

    /** What a node does by itself, as handing a message on, is nobody's. */
    @Test
    void withoutAClientNobodyIsNamed() throws Exception {
        Wire _ = net.connect(node(new Protection.Clear()), (OnConnected) _ -> {});
        assertEquals(Peer.Way.SOCKET, heard().way());
        assertEquals("127.0.0.1", heard().remote().getAddress().getHostAddress());
    }
}
