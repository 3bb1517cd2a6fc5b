package waypost.directory;

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
 * Records in a file of their own: replaced as a whole, or not at all; one that is damaged, or of another release, is none. The file is its owner's alone.
 *
 * @param version of the form: comes first, then records each behind a one, a zero, and a CRC-32C of all that
 */
public record SummedFile(Path file, String version) {
    /** Nobody else reads it. */
    public static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** What is done with what was read. */
    public interface Reading {
        /** Of one record. */
        void from(DataInputStream in) throws IOException;
    }

    /** How a record is written. */
    public interface Writing<R> {
        void to(DataOutputStream out, R entry) throws IOException;
    }

    /**
     * Nothing where there is no file.
     *
     * @param reading is given each record before it is known whether all are whole
     * @throws IOException if they are not
     */
    public void read(Reading reading) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        CRC32C sum = new CRC32C();
        try (var in =
                new DataInputStream(new CheckedInputStream(new BufferedInputStream(Files.newInputStream(file)), sum))) {
            if (!in.readUTF().equals(version)) {
                throw new IOException("not of this release");
            }
            while (in.readBoolean()) {
                reading.from(in);
            }
            long computed = sum.getValue();
            if (in.readLong() != computed) {
                throw new IOException("damaged");
            }
        } catch (IllegalArgumentException damaged) { // a word of an enumeration, an instant
            throw new IOException("damaged", damaged);
        }
    }

    /** Puts these records in the place of those before, at once, and forces them to the disk. */
    public <R> void write(Iterable<R> entries, Writing<R> writing) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(unfinished, options, OWNER_ONLY)) {
            var buffered = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
            CRC32C sum = new CRC32C();
            var out = new DataOutputStream(new CheckedOutputStream(buffered, sum));
            out.writeUTF(version);
            for (R entry : entries) {
                out.writeBoolean(true);
                writing.to(out, entry);
            }
            out.writeBoolean(false);
            out.writeLong(sum.getValue());
            out.flush();
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
