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
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * A {@link Table} in RocksDB, without a log of its own: after a crash it is as at some batch not before the last flush, all families alike. Its
 * methods may reach the disk inside native code and so must not run on virtual threads.
 */
final class RocksTable implements Table {
    private static final byte[] NO_VALUE = {};

    private final RocksDB database;
    private final DBOptions options;
    private final ColumnFamilyOptions familyOptions;
    private final WriteOptions writeOptions;
    private final Map<Family, ColumnFamilyHandle> families;

    private RocksTable(
            RocksDB database,
            DBOptions options,
            ColumnFamilyOptions familyOptions,
            WriteOptions writeOptions,
            Map<Family, ColumnFamilyHandle> families) {
        this.database = database;
        this.options = options;
        this.familyOptions = familyOptions;
        this.writeOptions = writeOptions;
        this.families = families;
    }

    static RocksTable open(Path folder) throws IOException {
        return open(folder, RocksDB::open);
    }

    /** Changes nothing; there must be one. */
    static RocksTable openForReading(Path folder) throws IOException {
        return open(folder, RocksDB::openReadOnly);
    }

    private interface Opening {
        RocksDB open(
                DBOptions options,
                String folder,
                List<ColumnFamilyDescriptor> families,
                List<ColumnFamilyHandle> handles)
                throws RocksDBException;
    }

    private static RocksTable open(Path folder, Opening opening) throws IOException {
        RocksDB.loadLibrary();
        DBOptions options = new DBOptions()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setAtomicFlush(true)
                .setAvoidFlushDuringShutdown(true)
                .setKeepLogFileNum(4);
        ColumnFamilyOptions familyOptions = new ColumnFamilyOptions()
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .optimizeLevelStyleCompaction(32L << 20);
        List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
        for (Family family : Family.values()) {
            byte[] name = family == Family.VOLUME
                    ? RocksDB.DEFAULT_COLUMN_FAMILY
                    : family.name().getBytes(StandardCharsets.US_ASCII);
            descriptors.add(new ColumnFamilyDescriptor(name, familyOptions));
        }
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try {
            RocksDB database = opening.open(options, folder.toString(), descriptors, handles);
            Map<Family, ColumnFamilyHandle> families = new EnumMap<>(Family.class);
            for (Family family : Family.values()) {
                families.put(family, handles.get(families.size()));
            }
            WriteOptions writeOptions = new WriteOptions().setDisableWAL(true);
            return new RocksTable(database, options, familyOptions, writeOptions, families);
        } catch (RocksDBException failure) {
            familyOptions.close();
            options.close();
            throw failure("open " + folder, failure);
        }
    }

    @Override
    public Optional<byte[]> get(Family family, byte[] key) throws IOException {
        try {
            return Optional.ofNullable(database.get(handle(family), key));
        } catch (RocksDBException failure) {
            throw failure("get", failure);
        }
    }

    @Override
    public void scanFrom(Family family, byte[] prefix, byte[] first, Visitor visitor) throws IOException {
        try (RocksIterator at = database.newIterator(handle(family))) {
            for (at.seek(first); at.isValid(); at.next()) {
                byte[] key = at.key();
                if (!startsWith(key, prefix) || !visitor.accept(key, at.value())) {
                    return;
                }
            }
            at.status();
        } catch (RocksDBException failure) {
            throw failure("scan", failure);
        }
    }

    @Override
    public void write(Batch batch) throws IOException {
        try (WriteBatch writes = new WriteBatch()) {
            for (Map.Entry<Family, NavigableMap<byte[], Optional<byte[]>>> family :
                    batch.changes().entrySet()) {
                ColumnFamilyHandle handle = handle(family.getKey());
                for (Map.Entry<byte[], Optional<byte[]>> change :
                        family.getValue().entrySet()) {
                    if (change.getValue().isPresent()) {
                        writes.put(handle, change.getKey(), change.getValue().orElse(NO_VALUE));
                    } else {
                        writes.delete(handle, change.getKey());
                    }
                }
            }
            database.write(writeOptions, writes);
        } catch (RocksDBException failure) {
            throw failure("write", failure);
        }
    }

    @Override
    public void flush() throws IOException {
        try (FlushOptions flush = new FlushOptions().setWaitForFlush(true)) {
            database.flush(flush, List.copyOf(families.values()));
        } catch (RocksDBException failure) {
            throw failure("flush", failure);
        }
    }

    @Override
    public void close() {
        families.values().forEach(ColumnFamilyHandle::close);
        database.close();
        writeOptions.close();
        familyOptions.close();
        options.close();
    }

    private ColumnFamilyHandle handle(Family family) {
        return Objects.requireNonNull(families.get(family));
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static IOException failure(String what, RocksDBException cause) {
        return new IndexUnreadable("index: " + what + ": " + cause.getMessage(), cause);
    }
}
