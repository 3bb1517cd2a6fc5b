package waypost.oauth;

import com.github.benmanes.caffeine.cache.Ticker;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import waypost.identity.Secret;
import waypost.oauth.IssuerSettings.Proof;

/** An issuer on loopback that answers as a test wants, and a clock that is moved by hand. */
final class Issuing implements AutoCloseable {
    static final String ISSUER = "https://login.example.net/realms/mail";
    static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
    static final Duration LONG = Duration.ofMinutes(5);

    /** What the server is asked. */
    record Asked(String path, @Nullable String authorization, String body) {}

    /** How it answers; may block. */
    interface Reply {
        void to(HttpExchange exchange) throws IOException;
    }

    private final AtomicLong nanos = new AtomicLong(1_000_000_000L);
    private final HttpServer server;
    final InstantSource instants = () -> START.plusNanos(nanos.get() - 1_000_000_000L);
    final Ticker ticker = nanos::get;
    final List<Asked> asked = new CopyOnWriteArrayList<>();
    volatile Reply reply = status(404);

    Issuing() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            asked.add(new Asked(exchange.getRequestURI().getPath(), authorization, body));
            reply.to(exchange);
            exchange.close();
        });
        server.start();
    }

    static Reply json(String json) {
        return exchange -> {
            byte[] octets = json.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, octets.length);
            exchange.getResponseBody().write(octets);
        };
    }

    static Reply status(int status) {
        return exchange -> exchange.sendResponseHeaders(status, -1);
    }

    static Reply keys(Signer... signers) {
        return json(set(Stream.of(signers).map(Signer::jwk).toArray(String[]::new)));
    }

    static String set(String... keys) {
        return "{\"keys\":[" + String.join(",", keys) + "]}";
    }

    URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    Issuers open(IssuerSettings... settings) {
        return open(LONG, settings);
    }

    Issuers open(Duration timeout, IssuerSettings... settings) {
        return Issuers.open(List.of(settings), instants, ticker, timeout);
    }

    IssuerSettings signing() {
        return settings(ISSUER, new Proof.KeysAt(url("/keys")), Optional.empty());
    }

    IssuerSettings asking(String issuer, String path) {
        return settings(
                issuer, new Proof.Introspection(url(path), "mail", new Secret("s3:cret&more")), Optional.empty());
    }

    static IssuerSettings settings(String issuer, Proof proof, Optional<String> scope) {
        try {
            return new IssuerSettings(
                    "main",
                    issuer,
                    Set.of("mail", "webmail"),
                    scope,
                    "email",
                    IssuerSettings.Emails.VERIFIED,
                    proof,
                    SSLContext.getDefault());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Claims of a good token. */
    static Map<String, Object> good() {
        return Map.of(
                "iss",
                ISSUER,
                "aud",
                "mail",
                "exp",
                START.getEpochSecond() + 3600,
                "email",
                "anna@example.net",
                "email_verified",
                true,
                "scope",
                "openid mail");
    }

    /** Those, and some that are others there. */
    static String claims(Map<String, Object> others) {
        Map<String, Object> claims = new HashMap<>(good());
        claims.putAll(others);
        return JSONObjectUtils.toJSONString(claims);
    }

    static String claims(String name, Object value) {
        return claims(Map.of(name, value));
    }

    static String claims() {
        return JSONObjectUtils.toJSONString(good());
    }

    static String without(String... names) {
        return JSONObjectUtils.toJSONString(good().entrySet().stream()
                .filter(claim -> !Set.of(names).contains(claim.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
