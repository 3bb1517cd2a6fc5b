package waypost.directory;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFAddChangeRecord;
import com.unboundid.ldif.LDIFChangeRecord;
import com.unboundid.ldif.LDIFDeleteChangeRecord;
import com.unboundid.ldif.LDIFException;
import com.unboundid.ldif.LDIFReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * The truth of the embedded directory: {@code snapshot-N.ldif} and the changes since, {@code changes-N.ldif}. A change holds the present
 * state of the entries it touched, so replaying one twice does no harm. One process owns the folder. Not safe for threads: the
 * {@link ChangeJournal} calls it under its lock.
 */
final class DirectoryFiles implements AutoCloseable {
    /** Changes and snapshots hold the hashes of passwords. */
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path folder;
    private final FolderLock lock;
    private long generation;
    private ChangeFile changes;

    private DirectoryFiles(Path folder, FolderLock lock, long generation, ChangeFile changes) {
        this.folder = folder;
        this.lock = lock;
        this.generation = generation;
        this.changes = changes;
    }

    /** For nobody else to look into. */
    static void make(Path folder) throws IOException {
        Files.createDirectories(folder, OWNER_ONLY);
    }

    /** @throws IOException also if another process has the folder open, or an acknowledged change is damaged */
    static DirectoryFiles open(Path folder) throws IOException {
        make(folder);
        FolderLock lock = FolderLock.take(folder.resolve("lock"));
        try {
            long generation = newest(folder);
            return new DirectoryFiles(folder, lock, generation, ChangeFile.open(changesOf(folder, generation)));
        } catch (IOException failure) {
            lock.close();
            throw failure;
        }
    }

    /** All entries, parents first. */
    List<Entry> load() throws IOException {
        var entries = new TreeMap<DN, Entry>();
        try {
            Path snapshot = snapshotOf(folder, generation);
            if (Files.exists(snapshot)) {
                apply(Files.readAllBytes(snapshot), entries);
            }
            for (byte[] change : changes.content()) {
                apply(change, entries);
            }
        } catch (LDIFException | LDAPException damage) {
            throw new IOException("damaged LDIF of generation " + generation + " in " + folder, damage);
        }
        List<Entry> ordered = new ArrayList<>(entries.values());
        ordered.sort(Comparator.comparingInt(DirectoryFiles::depth));
        return ordered;
    }

    private static int depth(Entry entry) {
        return Names.dn(entry.getDN()).getRDNs().length;
    }

    private static void apply(byte[] ldif, TreeMap<DN, Entry> entries)
            throws IOException, LDIFException, LDAPException {
        try (var reader = new LDIFReader(new ByteArrayInputStream(ldif))) {
            LDIFChangeRecord record;
            while ((record = reader.readChangeRecord(true)) != null) {
                DN dn = record.getParsedDN();
                switch (record) {
                    case LDIFAddChangeRecord add -> entries.put(dn, add.getEntryToAdd());
                    case LDIFDeleteChangeRecord _ -> entries.keySet().removeIf(other -> other.isDescendantOf(dn, true));
                    default -> throw new IOException("no such change: " + record.getChangeType());
                }
            }
        }
    }

    /** Returns when the change is on the disk. */
    void append(byte[] change) throws IOException {
        changes.append(change);
    }

    /** Whether the changes are so many that a new snapshot is worth its while. */
    boolean grown() throws IOException {
        return changes.size() > ChangeFile.WORTH_A_SNAPSHOT;
    }

    /** Starts a new generation: the entries as they are, and no changes. The rename is the moment it counts. */
    void rotate(Iterable<? extends Entry> entries) throws IOException {
        long next = generation + 1;
        Path unfinished = folder.resolve("snapshot.new");
        try (FileChannel out = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            for (Entry entry : entries) {
                ByteBuffer text = ByteBuffer.wrap((entry.toLDIFString() + "\n").getBytes(StandardCharsets.UTF_8));
                while (text.hasRemaining()) {
                    out.write(text);
                }
            }
            out.force(true);
        }
        Files.deleteIfExists(changesOf(folder, next));
        Files.move(unfinished, snapshotOf(folder, next), StandardCopyOption.ATOMIC_MOVE);
        FolderLock.sync(folder);
        ChangeFile old = changes;
        changes = ChangeFile.open(changesOf(folder, next));
        old.close();
        Files.deleteIfExists(changesOf(folder, generation));
        Files.deleteIfExists(snapshotOf(folder, generation));
        generation = next;
    }

    private static Path snapshotOf(Path folder, long generation) {
        return folder.resolve("snapshot-" + generation + ".ldif");
    }

    private static Path changesOf(Path folder, long generation) {
        return folder.resolve("changes-" + generation + ".ldif");
    }

    private static long newest(Path folder) throws IOException {
        try (var files = Files.newDirectoryStream(folder, "snapshot-*.ldif")) {
            long newest = 0;
            for (Path file : files) {
                String name = file.getFileName().toString();
                newest = Math.max(newest, Long.parseLong(name.substring("snapshot-".length(), name.length() - 5)));
            }
            return newest;
        }
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            changes.close();
        }
    }
}
