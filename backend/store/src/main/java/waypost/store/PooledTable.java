package waypost.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Lets virtual threads read a table whose calls would pin their carriers: such calls go through a pool of platform threads, those of platform
 * threads straight through.
 */
final class PooledTable implements Table {
    private final Table table;
    private final Executor pool;

    PooledTable(Table table, Executor pool) {
        this.table = table;
        this.pool = pool;
    }

    @Override
    public Optional<byte[]> get(Family family, byte[] key) throws IOException {
        if (!Thread.currentThread().isVirtual()) {
            return table.get(family, key);
        }
        Optional<Optional<byte[]>> known = peek(memory -> memory.get(family, key));
        return known.isPresent() ? known.get() : call(() -> table.get(family, key));
    }

    @Override
    public <T> T read(Reading<T> reading) throws IOException {
        return call(() -> reading.from(table));
    }

    /** Some microseconds in native code that cannot block are less than the way to another thread. */
    @Override
    public <T> Optional<T> peek(Reading<T> reading) throws IOException {
        return table.peek(reading);
    }

    @Override
    public void scanFrom(Family family, byte[] prefix, byte[] first, Visitor visitor) throws IOException {
        call(() -> {
            table.scanFrom(family, prefix, first, visitor);
            return true;
        });
    }

    @Override
    public void write(Batch batch) throws IOException {
        call(() -> {
            table.write(batch);
            return true;
        });
    }

    @Override
    public void flush() throws IOException {
        call(() -> {
            table.flush();
            return true;
        });
    }

    @Override
    public <T> T checkpoint(Path into, Reading<T> reading) throws IOException {
        return call(() -> table.checkpoint(into, reading));
    }

    @Override
    public void restore(Path from) throws IOException {
        call(() -> {
            table.restore(from);
            return true;
        });
    }

    @Override
    public void compact() throws IOException {
        call(() -> {
            table.compact();
            return true;
        });
    }

    @Override
    public void close() {
        table.close();
    }

    private <T> T call(Call<T> call) throws IOException {
        if (!Thread.currentThread().isVirtual()) {
            return call.run();
        }
        try {
            return CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    return call.run();
                                } catch (IOException failure) {
                                    throw new CompletionException(failure);
                                }
                            },
                            pool)
                    .join();
        } catch (RejectedExecutionException ended) {
            throw new IOException("the index is closed", ended);
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof IOException cause) {
                throw new IOException(cause.getMessage(), cause);
            }
            throw failure;
        }
    }

    private interface Call<T> {
        T run() throws IOException;
    }
}
