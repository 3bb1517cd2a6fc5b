package waypost.guard;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * Familiar pairs in a file of their own, as hashes under a key that is in it: it has no name and no address. Replaced as a whole, or not
 * at all; the owner's alone.
 */
final class FamiliarFile {
    /** Format 1: a version, the key, a number, so many records of hash (64 bit) and day (16 bit), and a CRC-32C of all that. */
    private static final String VERSION = "waypost familiar 1";

    private static final int RECORD = Long.BYTES + Character.BYTES;

    static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private FamiliarFile() {}

    /** @throws IOException if it is damaged, or of another release */
    static FamiliarCopy read(Path file) throws IOException {
        CRC32C sum = new CRC32C();
        try (var in = new DataInputStream(
                new CheckedInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16), sum))) {
            if (!in.readUTF().equals(VERSION)) {
                throw new IOException("not of this release");
            }
            byte[] key = in.readNBytes(Keyed.KEY);
            int size = in.readInt();
            if (size < 0 || size > Files.size(file) / RECORD) {
                throw new IOException("damaged");
            }
            long[] pairs = new long[size];
            char[] days = new char[size];
            for (int i = 0; i < size; i++) {
                pairs[i] = in.readLong();
                days[i] = in.readChar();
            }
            long computed = sum.getValue();
            if (in.readLong() != computed) {
                throw new IOException("damaged");
            }
            return new FamiliarCopy(key, pairs, days);
        }
    }

    static void write(Path file, FamiliarCopy copy) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(unfinished, options, OWNER_ONLY)) {
            CRC32C sum = new CRC32C();
            var buffered = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
            var out = new DataOutputStream(new CheckedOutputStream(buffered, sum));
            out.writeUTF(VERSION);
            out.write(copy.key());
            out.writeInt(copy.pairs().length);
            for (int i = 0; i < copy.pairs().length; i++) {
                out.writeLong(copy.pairs()[i]);
                out.writeChar(copy.days()[i]);
            }
            out.writeLong(sum.getValue());
            out.flush();
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
