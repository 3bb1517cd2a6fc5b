package waypost.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.stream.Stream;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.ReadTier;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * A {@link Table} in RocksDB, without a log of its own: after a crash it is as at some batch not before the last flush, all families alike. Its
 * methods may reach the disk inside native code and so must not run on virtual threads.
 */
final class RocksTable implements Table {
    private static final byte[] NO_VALUE = {};

    private final Path folder;
    private final ReentrantReadWriteLock uses = new ReentrantReadWriteLock();
    private Opened opened;
    private boolean closed;

    private RocksTable(Path folder, Opened opened) {
        this.folder = folder;
        this.opened = opened;
    }

    /** The open database with all that has to be freed with it. */
    record Opened(
            RocksDB database,
            DBOptions options,
            ColumnFamilyOptions familyOptions,
            WriteOptions writeOptions,
            ReadOptions reading,
            ReadOptions memoryOnly,
            Map<Family, ColumnFamilyHandle> families)
            implements AutoCloseable {
        @Override
        public void close() {
            families.values().forEach(ColumnFamilyHandle::close);
            database.close();
            writeOptions.close();
            reading.close();
            memoryOnly.close();
            familyOptions.close();
            options.close();
        }
    }

    static RocksTable open(Path folder) throws IOException {
        return open(folder, List.of(Family.values()), RocksDB::open);
    }

    /** Changes nothing; there must be one. A family that a later release has added has no entries. */
    static RocksTable openForReading(Path folder) throws IOException {
        RocksDB.loadLibrary();
        try (Options options = new Options()) {
            List<String> there = RocksDB.listColumnFamilies(options, folder.toString()).stream()
                    .map(name -> new String(name, StandardCharsets.US_ASCII))
                    .toList();
            List<Family> families = Stream.of(Family.values())
                    .filter(family -> there.contains(new String(name(family), StandardCharsets.US_ASCII)))
                    .toList();
            if (families.isEmpty()) {
                throw new IndexUnreadable("there is no index in " + folder);
            }
            return open(folder, families, RocksDB::openReadOnly);
        } catch (RocksDBException failure) {
            throw failure("open " + folder, failure);
        }
    }

    private static byte[] name(Family family) {
        return family == Family.VOLUME
                ? RocksDB.DEFAULT_COLUMN_FAMILY
                : family.name().getBytes(StandardCharsets.US_ASCII);
    }

    interface Opening {
        RocksDB open(
                DBOptions options,
                String folder,
                List<ColumnFamilyDescriptor> families,
                List<ColumnFamilyHandle> handles)
                throws RocksDBException;
    }

    static RocksTable open(Path folder, List<Family> present, Opening opening) throws IOException {
        return new RocksTable(folder, opened(folder, present, opening));
    }

    private static Opened opened(Path folder, List<Family> present, Opening opening) throws IOException {
        RocksDB.loadLibrary();
        DBOptions options = new DBOptions()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setAtomicFlush(true)
                .setAvoidFlushDuringShutdown(true)
                .setKeepLogFileNum(4);
        ColumnFamilyOptions familyOptions = new ColumnFamilyOptions()
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .optimizeLevelStyleCompaction(32L << 20)
                .setTableFormatConfig(RocksBlocks.format());
        List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
        for (Family family : present) {
            descriptors.add(new ColumnFamilyDescriptor(name(family), familyOptions));
        }
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try {
            RocksDB database = opening.open(options, folder.toString(), descriptors, handles);
            Map<Family, ColumnFamilyHandle> families = new EnumMap<>(Family.class);
            for (Family family : present) {
                families.put(family, handles.get(families.size()));
            }
            WriteOptions writeOptions = new WriteOptions().setDisableWAL(true);
            ReadOptions memoryOnly = new ReadOptions().setReadTier(ReadTier.BLOCK_CACHE_TIER);
            return new Opened(database, options, familyOptions, writeOptions, new ReadOptions(), memoryOnly, families);
        } catch (RocksDBException failure) {
            familyOptions.close();
            options.close();
            throw failure("open " + folder, failure);
        }
    }

    /** Something done with the open database. */
    private interface Use<T> {
        T run(Opened open) throws IOException, RocksDBException;
    }

    /** Native code does not know when its database is freed: nobody is in it then, and nobody enters it later. */
    private <T> T use(String what, Use<T> use) throws IOException {
        uses.readLock().lock();
        try {
            if (closed) {
                throw new IOException("index: " + what + ": closed");
            }
            return use.run(opened);
        } catch (RocksDBException failure) {
            throw failure(what, failure);
        } finally {
            uses.readLock().unlock();
        }
    }

    @Override
    public Optional<byte[]> get(Family family, byte[] key) throws IOException {
        return get(family, key, Opened::reading);
    }

    Optional<byte[]> get(Family family, byte[] key, Function<Opened, ReadOptions> options) throws IOException {
        return use("get", open -> {
            ColumnFamilyHandle handle = open.families().get(family);
            return handle == null
                    ? Optional.empty()
                    : Optional.ofNullable(open.database().get(handle, options.apply(open), key));
        });
    }

    @Override
    public <T> Optional<T> peek(Reading<T> reading) throws IOException {
        try {
            return Optional.of(reading.from(new RocksPeek(this)));
        } catch (IndexUnreadable unreadable) {
            if (unreadable.getCause() instanceof RocksDBException cause
                    && cause.getStatus() != null
                    && cause.getStatus().getCode() == Status.Code.Incomplete) {
                return Optional.empty();
            }
            throw unreadable;
        }
    }

    @Override
    public void scanFrom(Family family, byte[] prefix, byte[] first, Visitor visitor) throws IOException {
        scan(family, prefix, first, visitor, Opened::reading);
    }

    void scan(Family family, byte[] prefix, byte[] first, Visitor visitor, Function<Opened, ReadOptions> options)
            throws IOException {
        use("scan", open -> {
            if (!open.families().containsKey(family)) {
                return false;
            }
            ColumnFamilyHandle handle = handle(open, family);
            try (RocksIterator at = open.database().newIterator(handle, options.apply(open))) {
                for (at.seek(first); at.isValid() && visit(at, prefix, visitor); at.next()) {
                    continue;
                }
                at.status();
                return true;
            }
        });
    }

    private static boolean visit(RocksIterator at, byte[] prefix, Visitor visitor) throws IOException {
        byte[] key = at.key();
        return startsWith(key, prefix) && visitor.accept(key, at.value());
    }

    @Override
    public void write(Batch batch) throws IOException {
        use("write", open -> {
            try (WriteBatch writes = new WriteBatch()) {
                gather(open, batch, writes);
                open.database().write(open.writeOptions(), writes);
                return true;
            }
        });
    }

    private static void gather(Opened open, Batch batch, WriteBatch writes) throws RocksDBException {
        for (Map.Entry<Family, NavigableMap<byte[], Optional<byte[]>>> family :
                batch.changes().entrySet()) {
            ColumnFamilyHandle handle = handle(open, family.getKey());
            for (Map.Entry<byte[], Optional<byte[]>> change : family.getValue().entrySet()) {
                if (change.getValue().isPresent()) {
                    writes.put(handle, change.getKey(), change.getValue().orElse(NO_VALUE));
                } else {
                    writes.delete(handle, change.getKey());
                }
            }
        }
    }

    @Override
    public void flush() throws IOException {
        use("flush", open -> {
            try (FlushOptions flush = new FlushOptions().setWaitForFlush(true)) {
                open.database().flush(flush, List.copyOf(open.families().values()));
                return true;
            }
        });
    }

    /** All families are flushed for it, as one. */
    @Override
    public <T> T checkpoint(Path into, Reading<T> reading) throws IOException {
        flush();
        use("checkpoint", open -> {
            try (Checkpoint checkpoint = Checkpoint.create(open.database())) {
                checkpoint.createCheckpoint(into.toString());
                return true;
            }
        });
        try (RocksTable copy = openForReading(into)) {
            return reading.from(copy);
        }
    }

    @Override
    public void restore(Path from) throws IOException {
        uses.writeLock().lock();
        try {
            if (closed) {
                throw new IOException("index: restore: closed");
            }
            close();
            RocksFiles.replace(folder, from);
            opened = opened(folder, List.of(Family.values()), RocksDB::open);
            closed = false;
        } finally {
            uses.writeLock().unlock();
        }
    }

    @Override
    public void compact() throws IOException {
        flush();
        use("compact", open -> {
            try (CompactRangeOptions options = new CompactRangeOptions()
                    .setBottommostLevelCompaction(CompactRangeOptions.BottommostLevelCompaction.kForce)) {
                for (ColumnFamilyHandle family : open.families().values()) {
                    open.database().compactRange(family, null, null, options);
                }
                return true;
            }
        });
    }

    /** Waits for calls that have begun; later ones fail. */
    @Override
    public void close() {
        uses.writeLock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            opened.close();
        } finally {
            uses.writeLock().unlock();
        }
    }

    private static ColumnFamilyHandle handle(Opened open, Family family) {
        return Objects.requireNonNull(open.families().get(family));
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static IOException failure(String what, RocksDBException cause) {
        return new IndexUnreadable("index: " + what + ": " + cause.getMessage(), cause);
    }
}
