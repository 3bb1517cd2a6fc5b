package waypost.net;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waypost.identity.ScramKeys;
import waypost.protocol.sasl.KeysOf;

/**
 * Keys being looked for, in the middle of a log-in: ends with exactly one answer, at the latest after {@link LoginLimits#admission}, unless
 * the client is gone before. On the client's loop.
 */
final class KeySearch {
    private static final Logger LOG = LoggerFactory.getLogger("waypost.net");

    private final LoginService service;
    private final Wire client;
    private final Consumer<Optional<ScramKeys>> then;
    private boolean over;

    KeySearch(LoginService service, Wire client, Consumer<Optional<ScramKeys>> then) {
        this.service = service;
        this.client = client;
        this.then = then;
    }

    void begin(KeysOf wanted) {
        Wire.Timer deadline = client.schedule(service.limits().admission(), () -> end(Optional.empty()));
        var _ = ask(wanted)
                .handleAsync(
                        (keys, failure) -> {
                            deadline.cancel();
                            if (keys == null) {
                                LOG.error("gatekeeper failed {}", client, failure);
                                end(Optional.empty());
                            } else {
                                end(keys);
                            }
                            return keys;
                        },
                        client.loop());
    }

    private CompletionStage<Optional<ScramKeys>> ask(KeysOf wanted) {
        try {
            return service.gatekeeper().keys(wanted, Gatekeeper.Client.of(client));
        } catch (RuntimeException bug) {
            return CompletableFuture.failedStage(bug);
        }
    }

    private void end(Optional<ScramKeys> keys) {
        if (!over) {
            over = true;
            then.accept(keys);
        }
    }

    /** The client is gone. */
    void abandon() {
        over = true;
    }
}
