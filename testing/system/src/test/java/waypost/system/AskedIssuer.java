package waypost.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Gives out bearer tokens that say nothing, and is asked about each (RFC 7662); knows those that are good. */
record AskedIssuer(HttpServer server, AtomicInteger given, Map<String, String> tokens, AtomicBoolean broken)
        implements AutoCloseable {
    private static final Pattern TOKEN = Pattern.compile("(?:^|&)token=([^&]*)");

    static AskedIssuer start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        AskedIssuer issuer =
                new AskedIssuer(server, new AtomicInteger(), new ConcurrentHashMap<>(), new AtomicBoolean());
        server.createContext("/introspect", issuer::answer);
        server.start();
        return issuer;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/introspect");
    }

    /** Of the configuration. */
    String section() {
        return """

                oauth:
                  - name: asked
                    issuer: https://issuer.example.test
                    audience: [waypost]
                    introspection: {url: "%s", client: waypost, secret: waypost}
                """.formatted(address());
    }

    /** A token of that many octets. */
    String token(String email, int octets) {
        String token = ("t" + given.incrementAndGet() + "-" + "a1._~+".repeat(octets)).substring(0, octets);
        tokens.put(token, email);
        return token;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII);
        Matcher token = TOKEN.matcher(asked);
        Optional<String> email = Optional.of(asked)
                .filter(_ -> token.find())
                .map(_ -> tokens.get(URLDecoder.decode(token.group(1), StandardCharsets.UTF_8)));
        byte[] answer = email.map(good ->
                        "{\"active\":true,\"aud\":\"waypost\",\"email\":\"" + good + "\",\"email_verified\":true}")
                .orElse("{\"active\":false}")
                .getBytes(StandardCharsets.US_ASCII);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        if (broken.get()) {
            exchange.sendResponseHeaders(503, -1);
        } else {
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
