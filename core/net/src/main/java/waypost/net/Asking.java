package waypost.net;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.protocol.sasl.Question;
import waypost.protocol.sasl.Reply;

/**
 * A question that is asked in the middle of a log-in: ends with exactly one answer, at the latest after {@link LoginLimits#admission}, unless
 * the client is gone before. On the client's loop.
 */
final class Asking {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.net");

    private final LoginService service;
    private final Wire client;
    private final Consumer<Optional<Reply>> then;
    private boolean over;

    Asking(LoginService service, Wire client, Consumer<Optional<Reply>> then) {
        this.service = service;
        this.client = client;
        this.then = then;
    }

    void begin(Question question) {
        Wire.Timer deadline = client.schedule(service.limits().admission(), () -> end(Optional.empty()));
        var _ = ask(question)
                .handleAsync(
                        (reply, failure) -> {
                            deadline.cancel();
                            if (reply == null) {
                                LOG.error("gatekeeper failed {}", client, failure);
                                end(Optional.empty());
                            } else {
                                end(reply);
                            }
                            return reply;
                        },
                        client.loop());
    }

    private CompletionStage<Optional<Reply>> ask(Question question) {
        try {
            return service.gatekeeper().ask(question, Gatekeeper.Client.of(client));
        } catch (RuntimeException bug) {
            return CompletableFuture.failedStage(bug);
        }
    }

    private void end(Optional<Reply> reply) {
        if (!over) {
            over = true;
            then.accept(reply);
        }
    }

    /** The client is gone. */
    void abandon() {
        over = true;
    }
}
