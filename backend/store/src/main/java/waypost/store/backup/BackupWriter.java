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
import java.util.stream.Collectors;

/** A backup that is being made. It has no name of its own before all of it is durable. One thread. */
public final class BackupWriter implements Closeable {
    private static final int SLICE = 1 << 20;

    private final Shelf shelf;
    private final Optional<Before> before;
    private final Unfinished unfinished;
    private final String name;
    private final Instant taken;
    private final List<BackupFile> files = new ArrayList<>();
    private final ByteBuffer slice = ByteBuffer.allocate(SLICE);
    private long copied;
    private long resumed;

    /** The backup before this one. */
    record Before(String name, Map<String, BackupFile> files) {
        Before(String name, BackupManifest manifest) {
            this(name, manifest.files().stream().collect(Collectors.toMap(BackupFile::name, file -> file)));
        }
    }

    BackupWriter(Shelf shelf, Optional<Before> before, Unfinished unfinished, String name, Instant taken) {
        this.shelf = shelf;
        this.before = before;
        this.unfinished = unfinished;
        this.name = name;
        this.taken = taken;
    }

    /** That it will have. */
    public String name() {
        return name;
    }

    public Instant taken() {
        return taken;
    }

    /** Octets that were copied so far: of files that were nowhere before. */
    public long copied() {
        return copied;
    }

    /** Octets of the files that a backup that was broken off had copied already. */
    public long resumed() {
        return resumed;
    }

    /** Waits until so many octets may be copied. */
    @FunctionalInterface
    public interface Pace {
        void spend(long octets) throws IOException;
    }

    /** Puts a file in, durably: as the one that is there already, or the same file where the backup before has it. */
    public void add(BackupSource source, Pace pace) throws IOException {
        unfinished.makeFolderOf(source.name());
        Optional<BackupFile> left = unfinished.take(source);
        resumed += left.map(BackupFile::octets).orElse(0L);
        Optional<BackupFile> there = left.isPresent() ? left : linked(source);
        files.add(there.isPresent() ? there.get() : copy(source, pace));
    }

    private Optional<BackupFile> linked(BackupSource source) throws IOException {
        Optional<BackupFile> known =
                before.map(last -> last.files().get(source.name())).filter(file -> file.isCopyOf(source));
        return known.isPresent() && link(known.get()) ? known : Optional.empty();
    }

    private boolean link(BackupFile file) throws IOException {
        return shelf.link(before.orElseThrow().name() + "/" + file.name(), Unfinished.path(file.name()));
    }

    private BackupFile copy(BackupSource source, Pace pace) throws IOException {
        MessageDigest digest = Backups.sha256();
        try (Shelf.Sink sink = shelf.create(Unfinished.path(source.name()))) {
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
        BackupFile file = new BackupFile(source.name(), source.octets(), source.modified(), source.mark(), sha256);
        unfinished.copied(file);
        return file;
    }

    /** Ends it: from now on, and not before, it counts. */
    public BackupManifest finish(BackupManifest.Origin volume, long incarnation, long through) throws IOException {
        BackupManifest manifest = new BackupManifest(volume, incarnation, through, taken, files);
        try (Shelf.Sink sink = shelf.create(Unfinished.path(BackupManifest.FILE))) {
            sink.write(ByteBuffer.wrap(manifest.text().getBytes(StandardCharsets.UTF_8)));
            sink.force();
        }
        unfinished.become(name);
        return manifest;
    }

    /** What is not finished waits for the next one. */
    @Override
    public void close() throws IOException {
        unfinished.close();
    }
}
