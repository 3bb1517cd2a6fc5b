package waypost.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import waypost.identity.ScramHash;
import waypost.identity.ScramKeys;
import waypost.protocol.login.Refusal;
import waypost.protocol.sasl.Question;
import waypost.protocol.sasl.Reply;

class AskingTest {
    private final Net net = Net.open(new MetricRegistry());

    @AfterEach
    void close() {
        net.close();
    }

    /** @param patience with the gatekeeper */
    private Listener listen(Duration patience, Gatekeeper gatekeeper) throws IOException {
        LoginLimits limits = new LoginLimits(Duration.ofMinutes(1), Duration.ofMinutes(1), patience, 100);
        LoginService service = new LoginService(
                net, "test", Optional.empty(), LineLogin::new, gatekeeper, limits, Duration.ofMinutes(1));
        Endpoint anyPort = new Endpoint.Socket("127.0.0.1", 0);
        return net.listen(ListenerSpec.open("front", anyPort, new Protection.Clear()), wire -> service.handler());
    }

    /** Keys as they are asked for, in place of a gatekeeper that decides. */
    private static Gatekeeper keys(CountDownLatch asked, CompletableFuture<Optional<Reply>> answer) {
        return new Gatekeeper() {
            @Override
            public CompletionStage<Verdict> admit(LoginRequest request) {
                return CompletableFuture.completedFuture(new Verdict.Refuse(Refusal.CREDENTIALS));
            }

            @Override
            public CompletionStage<Optional<Reply>> ask(Question question, Client client) {
                asked.countDown();
                return answer;
            }
        };
    }

    @Test
    void nothingIsReadWhileKeysAreLookedFor() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Optional<Reply>> answer = new CompletableFuture<>();
        Listener front = listen(LoginLimits.USUAL.admission(), keys(asked, answer));
        try (Scripted client = Scripted.to(front.address())) {
            client.send("KEYS anna\r\nNOOP\r\nLOGIN a b\r\nQUIT\r\n");
            assertTrue(asked.await(Scripted.PATIENCE.toSeconds(), TimeUnit.SECONDS));
            assertEquals("+OK hello", client.line());
            assertEquals(0, client.socket.getInputStream().available());
            byte[] key = new byte[ScramHash.SHA_256.length()];
            answer.complete(
                    Optional.of(new Reply.Keys(new ScramKeys(ScramHash.SHA_256, new byte[16], 4096, key, key))));
            assertEquals("+OK 4096 rounds\r\n-ERR what\r\n-ERR CREDENTIALS\r\n+OK bye\r\n", client.rest());
        }
    }

    @Test
    void keysThatDoNotComeInTimeAreNone() throws Exception {
        Listener front = listen(Duration.ofMillis(50), keys(new CountDownLatch(1), new CompletableFuture<>()));
        try (Scripted client = Scripted.to(front.address())) {
            client.send("KEYS anna\r\nQUIT\r\n");
            assertEquals("+OK hello\r\n+OK 0 rounds\r\n+OK bye\r\n", client.rest());
        }
    }

    @Test
    void aSearchForKeysThatFailsFindsNone() throws Exception {
        Listener front = listen(
                LoginLimits.USUAL.admission(),
                keys(new CountDownLatch(1), CompletableFuture.failedFuture(new IllegalStateException("a bug"))));
        try (Scripted client = Scripted.to(front.address())) {
            client.send("KEYS anna\r\nQUIT\r\n");
            assertEquals("+OK hello\r\n+OK 0 rounds\r\n+OK bye\r\n", client.rest());
        }
    }
}
