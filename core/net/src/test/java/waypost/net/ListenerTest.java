package waypost.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import waypost.config.Network;
import waypost.protocol.login.Refusal;

class ListenerTest {
    private static final ListenerSpec SPEC =
            ListenerSpec.open("front", new Endpoint.Socket("127.0.0.1", 0), new Protection.Clear());

    private final Net net = Net.open(new MetricRegistry());

    @AfterEach
    void close() {
        net.close();
    }

    private Listener listen(ListenerSpec spec) throws IOException {
        LoginService service = new LoginService(
                net,
                "test",
                Optional.empty(),
                LineLogin::new,
                request -> CompletableFuture.completedFuture(new Verdict.Refuse(Refusal.SERVICE)),
                LoginLimits.USUAL,
                Duration.ofMinutes(1));
        return net.listen(spec, wire -> service.handler());
    }

    private static ListenerSpec behindLoopback() throws IOException {
        return SPEC.behind(List.of(new Network(InetAddress.getByName("127.0.0.0"), 8)));
    }

    private static String ask(Listener listener, String text) throws IOException {
        try (Scripted client = Scripted.to(listener.address())) {
            client.send(text);
            return client.rest();
        } catch (SocketException reset) {
            return "";
        }
    }

    /** Of a connection that has been accepted: the seconds until the kernel probes it. */
    private long probedIn(ListenerSpec spec) throws IOException {
        Listener listener = listen(spec);
        try (Scripted client = Scripted.to(listener.address())) {
            client.line();
            String local = "0100007F:%04X".formatted(listener.address().getPort());
            OptionalLong seconds = OptionalLong.empty();
            long end = System.nanoTime() + Scripted.PATIENCE.toNanos();
            while (seconds.isEmpty() && System.nanoTime() < end) { // the greeting is not acknowledged at once
                seconds = keepAliveTimer(local);
            }
            return seconds.orElseThrow();
        }
    }

    /** Timer 2 of an established connection in /proc/net/tcp, in hundredths of a second. */
    private static OptionalLong keepAliveTimer(String local) throws IOException {
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] fields = line.strip().split("\\s+", -1);
                if (fields[1].endsWith(local) && fields[3].equals("01") && fields[5].startsWith("02:")) {
                    return OptionalLong.of(Long.parseLong(fields[5].substring(3), 16) / 100);
                }
            }
        }
        return OptionalLong.empty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void silentConnectionsAreProbedInTime() throws IOException {
        assertEquals(240, probedIn(SPEC.probed(Duration.ofMinutes(4))), 10);
        assertTrue(probedIn(SPEC) > 600);
    }

    private static String version2() throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.write("\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.ISO_8859_1));
        header.write(new byte[] {0x21, 0x11, 0, 12});
        header.write(new byte[] {(byte) 192, 0, 2, 1, 10, 0, 0, 1});
        header.write(ByteBuffer.allocate(4)
                .putShort((short) 4711)
                .putShort((short) 993)
                .array());
        return header.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void theProxyHeaderNamesTheClient() throws Exception {
        Listener listener = listen(behindLoopback());
        String answer = "+OK hello\r\n+OK 192.0.2.1:4711\r\n+OK bye\r\n";
        assertEquals(answer, ask(listener, "PROXY TCP4 192.0.2.1 10.0.0.1 4711 993\r\nFROM?\r\nQUIT\r\n"));
        assertEquals(answer, ask(listener, version2() + "FROM?\r\nQUIT\r\n"));
    }

    @Test
    void theProxyHeaderIsRequiredFromItsNetworks() throws Exception {
        assertEquals("", ask(listen(behindLoopback()), "FROM?\r\nQUIT\r\nand much more of it\r\n"));
    }

    @Test
    void theProxyHeaderIsRefusedFromOthers() throws Exception {
        Listener listener = listen(SPEC);
        assertFalse(ask(listener, "PROXY TCP4 192.0.2.1 10.0.0.1 4711 993\r\nFROM?\r\n")
                .contains("192.0.2.1"));
        assertFalse(ask(listener, version2() + "FROM?\r\n").contains("192.0.2.1"));
        assertEquals("+OK hello\r\n-ERR what\r\n+OK bye\r\n", ask(listener, "PROXIMA\r\nQUIT\r\n"));
    }

    @Test
    void connectionsOfOneClientAreBounded() throws Exception {
        Listener listener = listen(SPEC.limited(100, 2));
        try (Scripted one = Scripted.to(listener.address());
                Scripted two = Scripted.to(listener.address())) {
            assertEquals("+OK hello", one.line());
            assertEquals("+OK hello", two.line());
            assertEquals("", ask(listener, ""));
            one.send("QUIT\r\n");
            assertEquals("+OK bye\r\n", one.rest());
        }
    }

    @Test
    void connectionsOfAListenerAreBounded() throws Exception {
        Listener listener = listen(SPEC.limited(1, 100));
        try (Scripted one = Scripted.to(listener.address())) {
            assertEquals("+OK hello", one.line());
            assertEquals("", ask(listener, ""));
        }
    }

    @Test
    void anIpv6NetworkIsOneClient() throws Exception {
        ClientCount count = new ClientCount(1);
        assertTrue(count.enter(InetAddress.getByName("2001:db8::1")));
        assertFalse(count.enter(InetAddress.getByName("2001:db8::2")));
        assertTrue(count.enter(InetAddress.getByName("2001:db8:0:1::1")));
        count.leave(InetAddress.getByName("2001:db8::1"));
        assertTrue(count.enter(InetAddress.getByName("2001:db8::2")));
    }

    @Test
    void aListenerInThisProcessNeedsNoSocket() throws Exception {
        Listener listener = listen(ListenerSpec.internal("inside", Endpoint.local("inside"), new Protection.Clear()));
        CompletableFuture<String> heard = new CompletableFuture<>();
        Wire wire = net.connect(Dial.to(Endpoint.local("inside")), new WireHandler() {
            private final StringBuilder text = new StringBuilder();

            @Override
            public void connected(Wire connected) {
                connected.write(StandardCharsets.US_ASCII.encode("FROM?\r\nQUIT\r\n"));
                connected.flush();
            }

            @Override
            public void received(Wire from, ByteBuffer in) {
                text.append(StandardCharsets.US_ASCII.decode(in));
            }

            @Override
            public void closed(Wire closed, String why) {
                heard.complete(text.toString());
            }
        });
        assertTrue(wire.peer().confidential());
        assertEquals(
                "+OK hello\r\n+OK 127.0.0.1:0\r\n+OK bye\r\n",
                heard.get(Scripted.PATIENCE.toSeconds(), TimeUnit.SECONDS));
        listener.stop(Duration.ZERO).toCompletableFuture().get(Scripted.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
