package waypost.net;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Looks up host names by the system's resolver, which blocks: on two threads of its own, never on a loop. */
final class Names implements AutoCloseable {
    private static final int THREADS = 2;

    private final ExecutorService threads = Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().daemon().name("name-lookup-", 0).factory());

    /** An address written as such. */
    static Optional<InetAddress> literal(String host) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(host);
        if (bytes == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    CompletableFuture<InetAddress> lookUp(String host) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return InetAddress.getByName(host);
                    } catch (UnknownHostException unknown) {
                        throw new CompletionException(unknown);
                    }
                },
                threads);
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
