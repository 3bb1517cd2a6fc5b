package waypost.store.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The backups of one volume, each a folder named by the time when it was begun. A file that has not changed since the backup before is the same file in both;
 * any of them may be deleted without the others. One thread at a time.
 */
public final class Backups {
    /** The incarnations that restores have given, a line each. */
    private static final String RESTORES = "restores";

    private final Shelf shelf;

    public Backups(Shelf shelf) {
        this.shelf = shelf;
    }

    /** The names of those that are whole, the oldest first. */
    public List<String> names() throws IOException {
        return shelf.list("").stream().filter(Backups::isName).toList();
    }

    private static boolean isName(String name) {
        return name.matches("\\d{8}T\\d{6}Z");
    }

    /** Of the backup with this name. */
    public BackupManifest manifest(String name) throws IOException {
        if (!shelf.list(name).contains(BackupManifest.FILE)) {
            throw new DamagedBackup("there is no manifest in " + name);
        }
        try (InputStream in = shelf.read(name + "/" + BackupManifest.FILE)) {
            return BackupManifest.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** A file of a backup; who reads it to its end has checked it. */
    public InputStream open(String name, BackupFile file) throws IOException {
        return new CheckedFile(shelf.read(name + "/" + file.name()), file);
    }

    /**
     * How often the volume has been restored since the backup was taken. Each restore gives the journal an incarnation that only backups of after it reach: what of
     * these is not in the backup has come since, be it that another backup was restored or this one.
     */
    public int restoredSince(BackupManifest manifest) throws IOException {
        return (int) restores().stream()
                .filter(incarnation -> incarnation > manifest.incarnation())
                .count();
    }

    /** A restore is about to give out numbers. Durable when it returns. */
    public void restored(long incarnation) throws IOException {
        List<Long> all = new ArrayList<>(restores());
        all.add(incarnation);
        String text = all.stream().map(number -> number + "\n").collect(Collectors.joining());
        replace(shelf, RESTORES, text).close();
    }

    /** Puts a text in the place of the file with this name, durably; more can be written to it. */
    static Shelf.Sink replace(Shelf shelf, String file, String text) throws IOException {
        String fresh = file + ".new";
        if (shelf.list("").contains(fresh)) {
            shelf.delete(fresh);
        }
        Shelf.Sink sink = shelf.create(fresh);
        try {
            sink.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            sink.force();
            shelf.rename(fresh, file);
            shelf.force("");
            return sink;
        } catch (IOException failed) {
            sink.close();
            throw failed;
        }
    }

    private List<Long> restores() throws IOException {
        if (!shelf.list("").contains(RESTORES)) {
            return List.of();
        }
        try (InputStream in = shelf.read(RESTORES)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .map(Long::valueOf)
                    .toList();
        } catch (NumberFormatException malformed) {
            throw new DamagedBackup("the file " + RESTORES + " cannot be read", malformed);
        }
    }

    /** Begins one, or goes on with what one that was broken off has copied. */
    public BackupWriter begin(Instant now) throws IOException {
        shelf.make("");
        List<String> names = names();
        Instant taken = now.truncatedTo(ChronoUnit.SECONDS);
        while (!names.isEmpty() && name(taken).compareTo(names.getLast()) <= 0) {
            taken = taken.plusSeconds(1);
        }
        return new BackupWriter(shelf, before(names), Unfinished.open(shelf), name(taken), taken);
    }

    /** What the next one has in common with the last: nothing, when that cannot be read. */
    private Optional<BackupWriter.Before> before(List<String> names) throws IOException {
        try {
            return names.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new BackupWriter.Before(names.getLast(), manifest(names.getLast())));
        } catch (DamagedBackup damaged) {
            return Optional.empty();
        }
    }

    /** Deletes all but the last ones; answers the names of those that were deleted. */
    public List<String> keep(int last) throws IOException {
        List<String> names = names();
        List<String> old = List.copyOf(names.subList(0, Math.max(0, names.size() - last)));
        for (String name : old) {
            shelf.rename(name, Unfinished.FOLDER);
            shelf.force("");
            shelf.delete(Unfinished.FOLDER);
        }
        return old;
    }

    private static String name(Instant taken) {
        return taken.toString().replace("-", "").replace(":", "");
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
