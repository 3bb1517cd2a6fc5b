package waypost.oauth;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import waypost.identity.LogText;

/** The way to one issuer by HTTP: one answer of a bounded size within a bounded time, and no redirections to elsewhere. Blocks. */
final class Web implements AutoCloseable {
    static final Duration TIMEOUT = Duration.ofSeconds(4);
    static final int LARGEST = 1 << 20;

    /** Whoever shows tokens of his own making has no more than so many questions on the way at a time. */
    static final int AT_ONCE = 64;

    private final HttpClient client;
    private final Duration timeout;
    private final Semaphore turns = new Semaphore(AT_ONCE);

    /** @param timeout for the whole of an answer */
    Web(SSLContext tls, Duration timeout) {
        this.timeout = timeout;
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .sslContext(tls)
                .executor(Thread::startVirtualThread)
                .build();
    }

    /** The content of an answer 200; all else has failed. */
    Fetched fetch(HttpRequest request) {
        try {
            if (!turns.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                return failed(request, AT_ONCE + " questions are open already");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return failed(request, "interrupted");
        }
        try {
            return ask(request);
        } finally {
            turns.release();
        }
    }

    private Fetched ask(HttpRequest request) {
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(
                request, BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), LARGEST));
        try {
            HttpResponse<String> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return response.statusCode() == 200
                    ? new Fetched.Content(response.body())
                    : failed(request, "status " + response.statusCode());
        } catch (TimeoutException slow) {
            answer.cancel(true);
            return failed(request, "no answer in " + timeout.toMillis() + " ms");
        } catch (ExecutionException failure) {
            return failed(request, reason(failure));
        } catch (InterruptedException stopped) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return failed(request, "interrupted");
        }
    }

    private static Fetched failed(HttpRequest request, String why) {
        return new Fetched.Failed(request.uri() + ": " + why);
    }

    /** The client's exceptions often have no message. */
    private static String reason(ExecutionException failure) {
        return failure.getCause() instanceof IOException cause
                ? LogText.of(cause.getClass().getSimpleName()
                        + (cause.getMessage() == null ? "" : ": " + cause.getMessage()))
                : LogText.of(String.valueOf(failure.getCause()));
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
