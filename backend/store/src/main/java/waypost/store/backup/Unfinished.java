package waypost.store.backup;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The folder of a backup that is being made, and beside it a list of the files that were copied into it and forced. A backup that is broken off leaves both to the
 * next one, which takes over each file that is listed as a copy of what it wants and that is what the list says. Nothing of it counts as a backup. One thread.
 */
final class Unfinished implements Closeable {
    static final String FOLDER = "unfinished";

    /** Beside the folder, because that becomes the backup. Behind that it is stale and does no harm: each of its lines is only a claim. */
    private static final String COPIED = "copied";

    private final Shelf shelf;
    private final Map<String, BackupFile> left;
    private final TreeSet<String> folders = new TreeSet<>();
    private final Shelf.Sink copied;

    private Unfinished(Shelf shelf, Map<String, BackupFile> left, Shelf.Sink copied) {
        this.shelf = shelf;
        this.left = left;
        this.copied = copied;
    }

    /** Of what there is in the folder only that stays which the list has, too. A backup that was there to be deleted has lost its name for good before that. */
    static Unfinished open(Shelf shelf) throws IOException {
        shelf.make(FOLDER);
        shelf.force("");
        if (shelf.list(FOLDER).contains(BackupManifest.FILE)) {
            shelf.delete(path(BackupManifest.FILE));
        }
        Map<String, BackupFile> left = listed(shelf);
        Set<String> there = new TreeSet<>();
        for (String folder : shelf.list(FOLDER)) {
            for (String file : shelf.list(path(folder))) {
                there.add(folder + "/" + file);
            }
        }
        left.keySet().retainAll(there);
        there.removeAll(left.keySet());
        for (String name : there) {
            shelf.delete(path(name));
        }
        String lines = left.values().stream().map(BackupFile::line).collect(Collectors.joining());
        return new Unfinished(shelf, left, Backups.replace(shelf, COPIED, lines));
    }

    private static Map<String, BackupFile> listed(Shelf shelf) throws IOException {
        Map<String, BackupFile> listed = new TreeMap<>();
        if (shelf.list("").contains(COPIED)) {
            try (InputStream in = shelf.read(COPIED)) {
                new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .flatMap(line -> BackupFile.of(line).stream())
                        .forEach(file -> listed.put(file.name(), file));
            }
        }
        return listed;
    }

    /** Where a name of the backup is until it is one. */
    static String path(String name) {
        return FOLDER + "/" + name;
    }

    /** Makes the folder that a file is in. */
    void makeFolderOf(String file) throws IOException {
        int slash = file.lastIndexOf('/');
        if (slash > 0 && folders.add(file.substring(0, slash))) {
            shelf.make(path(file.substring(0, slash)));
        }
    }

    /** What was left of this file, when it is whole; else nothing of it is there any more. */
    Optional<BackupFile> take(BackupSource source) throws IOException {
        Optional<BackupFile> file = Optional.ofNullable(left.remove(source.name()));
        if (file.isEmpty() || file.get().isCopyOf(source) && isWhole(file.get())) {
            return file;
        }
        shelf.delete(path(source.name()));
        return Optional.empty();
    }

    /** One that cannot be read is as good as none: it is copied anew. */
    private boolean isWhole(BackupFile file) throws IOException {
        try (InputStream in = new CheckedFile(shelf.read(path(file.name())), file)) {
            in.transferTo(OutputStream.nullOutputStream());
            return true;
        } catch (ClosedByInterruptException stopped) {
            throw stopped;
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** A file is in the folder, and durable. */
    void copied(BackupFile file) throws IOException {
        copied.write(ByteBuffer.wrap(file.line().getBytes(StandardCharsets.UTF_8)));
        copied.force();
    }

    /** It is the backup of this name, without what was left and nobody has taken: from now on, and not before, it counts. */
    void become(String name) throws IOException {
        for (String needless : left.keySet()) {
            makeFolderOf(needless);
            shelf.delete(path(needless));
        }
        for (String folder : folders) {
            shelf.force(path(folder));
        }
        shelf.force(FOLDER);
        shelf.rename(FOLDER, name);
        shelf.force("");
        shelf.delete(COPIED);
    }

    @Override
    public void close() throws IOException {
        copied.close();
    }
}
