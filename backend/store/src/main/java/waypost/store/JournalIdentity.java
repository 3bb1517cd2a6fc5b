package waypost.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;

/**
 * Whose journal it is and how often it was opened, kept in one small file that is replaced as a whole.
 *
 * @param id of the volume
 * @param mark begins each group; random
 * @param incarnation grows at every opening
 */
record JournalIdentity(UUID id, long mark, long incarnation) {
    static final String FILE = "identity";
    static final String NEXT = "identity.next";
    private static final long MAGIC = 0x57_41_59_50_4f_53_54_49L; // WAYPOSTI
    private static final int VERSION = 1;
    private static final int BYTES = 48;

    static JournalIdentity fresh(RandomGenerator random) {
        return new JournalIdentity(new UUID(random.nextLong(), random.nextLong()), random.nextLong(), 0);
    }

    JournalIdentity next() {
        return new JournalIdentity(id, mark, incarnation + 1);
    }

    static JournalIdentity read(Disk disk) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        try (Disk.DiskFile file = disk.open(FILE)) {
            file.read(bytes, 0);
        }
        boolean sound = !bytes.hasRemaining() && bytes.getLong(0) == MAGIC && bytes.getInt(44) == checksum(bytes);
        if (!sound || bytes.getInt(8) != VERSION) {
            throw new JournalDamaged(FILE + " is not one of format " + VERSION);
        }
        return new JournalIdentity(
                new UUID(bytes.getLong(12), bytes.getLong(20)), bytes.getLong(28), bytes.getLong(36));
    }

    /** Durable when it returns. */
    void write(Disk disk) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        bytes.putLong(MAGIC).putInt(VERSION);
        bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        bytes.putLong(mark).putLong(incarnation);
        bytes.putInt(checksum(bytes)).flip();
        try (Disk.DiskFile file = disk.create(NEXT)) {
            file.write(bytes, 0);
            file.force();
        }
        disk.rename(NEXT, FILE);
        disk.force();
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().position(0).limit(44));
        return (int) crc.getValue();
    }
}
