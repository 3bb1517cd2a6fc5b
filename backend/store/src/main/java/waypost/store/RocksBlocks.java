package waypost.store;

import java.lang.management.ManagementFactory;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;

/** How the files of indexes are laid out, and the blocks of them that are kept in memory: all volumes of a process share these. */
final class RocksBlocks {
    private static final long LEAST = 32L << 20;
    private static final long MOST = 4L << 30;

    /** Of the machine's memory, or of what the process may have of it. */
    private static final int PART = 16;

    private static final int BITS_A_KEY = 10;
    private static final Cache CACHE = new LRUCache(Math.clamp(memory() / PART, LEAST, MOST));

    private RocksBlocks() {}

    /** The native library must be loaded. */
    static BlockBasedTableConfig format() {
        return new BlockBasedTableConfig().setBlockCache(CACHE).setFilterPolicy(new BloomFilter(BITS_A_KEY));
    }

    private static long memory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : 0;
    }
}
