package waypost.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.codahale.metrics.MetricRegistry;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.identity.NodeName;
import waypost.protocol.login.Refusal;

/** Clients that come back skip the certificates (RFC 8446 §2.2, RFC 5077), though the server remembers no session. */
class ResumptionTest {
    @TempDir
    Path folder;

    /** Trusts everybody and counts how often it was asked. */
    private static final class Asked implements X509TrustManager {
        private final AtomicInteger times = new AtomicInteger();

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            times.incrementAndGet();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void ticketsResume(String version) throws Exception {
        try (Net net = Net.open(new MetricRegistry())) {
            LocalAuthority authority = LocalAuthority.open(folder.resolve("tls"), InstantSource.system());
            Protection tls = new Protection.Implicit(ServerTls.of(List.of(authority.node(new NodeName("n1")))));
            LoginService service = new LoginService(
                    net,
                    "test",
                    tls.offered(),
                    LineLogin::new,
                    request -> CompletableFuture.completedFuture(new Verdict.Refuse(Refusal.SERVICE)),
                    LoginLimits.USUAL,
                    Duration.ofMinutes(1));
            Listener front = net.listen(
                    ListenerSpec.open("front", new Endpoint.Socket("127.0.0.1", 0), tls), wire -> service.handler());
            Asked asked = new Asked();
            SSLContext context = trusting(asked, version);
            for (int time = 0; time < 3; time++) {
                assertEquals("+OK hello\r\n+OK bye\r\n", talk(context, front));
            }
            assertEquals(1, asked.times.get());
        }
    }

    private static SSLContext trusting(Asked asked, String version) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance(version);
        context.init(null, new TrustManager[] {asked}, null);
        return context;
    }

    private static String talk(SSLContext context, Listener front) throws Exception {
        try (Socket plain =
                        new Socket(front.address().getAddress(), front.address().getPort());
                SSLSocket socket = (SSLSocket) context.getSocketFactory()
                        .createSocket(plain, "n1", front.address().getPort(), true)) {
            socket.getOutputStream().write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
