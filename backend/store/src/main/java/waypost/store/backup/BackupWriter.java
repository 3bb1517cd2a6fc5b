package waypost.store.backup;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A backup that is being made. It has no name of its own before all of it is durable. One thread. */
public final class BackupWriter implements Closeable {
    private static final int SLICE = 1 << 20;

    private final Shelf shelf;
    private final Optional<Before> before;
    private final String name;
    private final Instant taken;
    private final List<BackupFile> files = new ArrayList<>();
    private final TreeSet<String> folders = new TreeSet<>();
    private final ByteBuffer slice = ByteBuffer.allocate(SLICE);
    private long copied;

    /** The backup before this one. */
    record Before(String name, Map<String, BackupFile> files) {
        Before(String name, BackupManifest manifest) {
            this(name, manifest.files().stream().collect(Collectors.toMap(BackupFile::name, file -> file)));
        }
    }

    BackupWriter(Shelf shelf, Optional<Before> before, String name, Instant taken) throws IOException {
        this.shelf = shelf;
        this.before = before;
        this.name = name;
        this.taken = taken;
        shelf.make(Backups.UNFINISHED);
    }

    /** That it will have. */
    public String name() {
        return name;
    }

    public Instant taken() {
        return taken;
    }

    /** Octets that were copied so far: of files that the backup before does not have. */
    public long copied() {
        return copied;
    }

    /** Waits until so many octets may be copied. */
    @FunctionalInterface
    public interface Pace {
        void spend(long octets) throws IOException;
    }

    /** Puts a file in, durably: as the same file, where the backup before has it. */
    public void add(BackupSource source, Pace pace) throws IOException {
        folder(source.name());
        Optional<BackupFile> known = known(source);
        if (known.isPresent() && link(known.get())) {
            files.add(known.get());
        } else {
            files.add(copy(source, pace));
        }
    }

    private void folder(String file) throws IOException {
        int slash = file.lastIndexOf('/');
        if (slash > 0 && folders.add(file.substring(0, slash))) {
            shelf.make(Backups.UNFINISHED + "/" + file.substring(0, slash));
        }
    }

    private Optional<BackupFile> known(BackupSource source) {
        return before.map(last -> last.files().get(source.name())).filter(file -> file.isCopyOf(source));
    }

    private boolean link(BackupFile file) throws IOException {
        return shelf.link(before.orElseThrow().name() + "/" + file.name(), Backups.UNFINISHED + "/" + file.name());
    }

    private BackupFile copy(BackupSource source, Pace pace) throws IOException {
        MessageDigest digest = Backups.sha256();
        try (Shelf.Sink sink = shelf.create(Backups.UNFINISHED + "/" + source.name())) {
            for (long at = 0; at < source.octets(); at += slice.limit()) {
                slice.clear().limit((int) Math.min(slice.capacity(), source.octets() - at));
                source.reading().read(slice, at);
                if (slice.hasRemaining()) {
                    throw new IOException(source.name() + " has become shorter while it was copied");
                }
                digest.update(slice.flip());
                sink.write(slice.rewind());
                copied += slice.limit();
                pace.spend(slice.limit());
            }
            sink.force();
        }
        String sha256 = HexFormat.of().formatHex(digest.digest());
        return new BackupFile(source.name(), source.octets(), source.modified(), source.mark(), sha256);
    }

    /** Ends it: from now on, and not before, it counts. */
    public BackupManifest finish(BackupManifest.Origin volume, long incarnation, long through) throws IOException {
        BackupManifest manifest = new BackupManifest(volume, incarnation, through, taken, files);
        try (Shelf.Sink sink = shelf.create(Backups.UNFINISHED + "/" + BackupManifest.FILE)) {
            sink.write(ByteBuffer.wrap(manifest.text().getBytes(StandardCharsets.UTF_8)));
            sink.force();
        }
        for (String folder : folders) {
            shelf.force(Backups.UNFINISHED + "/" + folder);
        }
        shelf.force(Backups.UNFINISHED);
        shelf.rename(Backups.UNFINISHED, name);
        shelf.force("");
        return manifest;
    }

    /** What is not finished goes. */
    @Override
    public void close() throws IOException {
        if (shelf.list("").contains(Backups.UNFINISHED)) {
            shelf.delete(Backups.UNFINISHED);
        }
    }
}
