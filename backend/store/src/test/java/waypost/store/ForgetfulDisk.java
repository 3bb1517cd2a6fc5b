package waypost.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A disk in memory that keeps only what it must: at a power loss each byte range, length, creation, rename and deletion that was not forced
 * may be there or not, in any order. Failures are injected by the number of the call. Seeded; one thread at a time.
 */
public final class ForgetfulDisk implements Disk {
    /** What goes wrong at a call. */
    public enum Fault {
        /** The next call that needs space gets none, half done. */
        NO_SPACE,
        /**
         * The call fails, half done. What a failed sync of a file was to write is lost, though it can still be read; the entries of a folder, which
         * file systems journal, wait for the next sync.
         */
        IO_ERROR,
        /** The power goes: this call half done, no other succeeds. */
        POWER_LOSS
    }

    private record Injected(long call, Fault fault) {}

    private sealed interface Entry {
        record Present(String name, ForgetfulFile file) implements Entry {}

        record Renamed(String from, String to, ForgetfulFile file) implements Entry {}

        record Gone(String name) implements Entry {}
    }

    private final SplittableRandom random;
    private long capacity;
    private final Map<String, ForgetfulFile> seen = new TreeMap<>();
    private final Map<String, ForgetfulFile> kept = new HashMap<>();
    private final List<Entry> unforced = new ArrayList<>();
    private Optional<Injected> injected = Optional.empty();
    private boolean failed;
    private long mostGone;
    private long calls;
    private boolean dead;
    private boolean readOnly;
    private boolean locked;

    public ForgetfulDisk(long seed, long capacity) {
        this(new SplittableRandom(seed), capacity);
    }

    private ForgetfulDisk(SplittableRandom random, long capacity) {
        this.random = random;
        this.capacity = capacity;
    }

    /** Lets the call with this number, counted from now, fail. */
    public void failAt(long call, Fault fault) {
        injected = Optional.of(new Injected(calls + call, fault));
    }

    /** From now on so many bytes fit. */
    public void capacity(long bytes) {
        capacity = bytes;
    }

    /** From now on nothing can be changed, as on a file system that has met an error. */
    public void becomeReadOnly() {
        readOnly = true;
    }

    private void change() throws IOException {
        if (readOnly) {
            throw new IOException("Read-only file system");
        }
    }

    public long calls() {
        return calls;
    }

    /** Whether an injected fault has happened, or something did not fit any more. */
    public boolean failed() {
        return failed;
    }

    /** The disk as the next process finds it after this one was killed: the page cache is intact, nothing more is forced. */
    public ForgetfulDisk kill() {
        ForgetfulDisk next = new ForgetfulDisk(random.split(), capacity);
        Map<ForgetfulFile, ForgetfulFile> copies = new HashMap<>();
        seen.forEach((name, file) -> next.seen.put(name, copies.computeIfAbsent(file, ForgetfulFile::copy)));
        kept.forEach((name, file) -> next.kept.put(name, copies.computeIfAbsent(file, ForgetfulFile::copy)));
        for (Entry entry : unforced) {
            next.unforced.add(
                    switch (entry) {
                        case Entry.Present(var name, var file) ->
                            new Entry.Present(name, copies.computeIfAbsent(file, ForgetfulFile::copy));
                        case Entry.Renamed(var from, var to, var file) ->
                            new Entry.Renamed(from, to, copies.computeIfAbsent(file, ForgetfulFile::copy));
                        case Entry.Gone gone -> gone;
                    });
        }
        dead = true;
        return next;
    }

    /** The disk after the power came back. */
    public ForgetfulDisk crash() {
        ForgetfulDisk next = kill();
        next.forgetEntries(next.unforced);
        next.unforced.clear();
        next.seen.clear();
        next.seen.putAll(next.kept);
        next.kept.values().forEach(file -> file.forget(next.random));
        return next;
    }

    private void forgetEntries(List<Entry> entries) {
        List<Entry> survivors = new ArrayList<>(entries);
        shuffle(survivors, random);
        survivors.removeIf(_ -> random.nextBoolean());
        survivors.forEach(this::keep);
    }

    static <T> void shuffle(List<T> list, SplittableRandom random) {
        for (int i = list.size() - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            T moved = list.get(i);
            list.set(i, list.get(other));
            list.set(other, moved);
        }
    }

    private void keep(Entry entry) {
        switch (entry) {
            case Entry.Present(var name, var file) -> kept.put(name, file);
            case Entry.Renamed(var from, var to, var file) -> {
                kept.remove(from);
                kept.put(to, file);
            }
            case Entry.Gone(var name) -> kept.remove(name);
        }
    }

    @Override
    public DiskFile create(String name) throws IOException {
        change();
        call(Need.SPACE);
        if (seen.containsKey(name)) {
            throw new FileAlreadyExistsException(name);
        }
        ForgetfulFile file = new ForgetfulFile();
        seen.put(name, file);
        unforced.add(new Entry.Present(name, file));
        return new Handle(file);
    }

    @Override
    public DiskFile open(String name) throws IOException {
        call(Need.NOTHING);
        return new Handle(find(name));
    }

    private ForgetfulFile find(String name) throws NoSuchFileException {
        ForgetfulFile file = seen.get(name);
        if (file == null) {
            throw new NoSuchFileException(name);
        }
        return file;
    }

    @Override
    public void rename(String from, String to) throws IOException {
        change();
        call(Need.NOTHING);
        ForgetfulFile file = find(from);
        seen.remove(from);
        seen.put(to, file);
        unforced.add(new Entry.Renamed(from, to, file));
    }

    @Override
    public void delete(String name) throws IOException {
        change();
        call(Need.NOTHING);
        find(name);
        seen.remove(name);
        unforced.add(new Entry.Gone(name));
        mostGone = Math.max(
                mostGone, unforced.stream().filter(Entry.Gone.class::isInstance).count());
    }

    /** How many deletions there have been at once, at most, that a power loss might have undone one without the other. */
    long mostGone() {
        return mostGone;
    }

    @Override
    public List<String> list() throws IOException {
        call(Need.NOTHING);
        return List.copyOf(seen.keySet());
    }

    @Override
    public void force() throws IOException {
        try {
            call(Need.NOTHING);
        } catch (IOException e) {
            forgetEntries(unforced);
            throw e;
        }
        unforced.forEach(this::keep);
        unforced.clear();
    }

    /** So long ago that whatever has an age is old. */
    @Override
    public Instant modified(String name) throws IOException {
        call(Need.NOTHING);
        find(name);
        return Instant.EPOCH;
    }

    @Override
    public Space space() throws IOException {
        call(Need.NOTHING);
        return new Space(capacity - used(), capacity);
    }

    private long used() {
        return seen.values().stream().mapToLong(ForgetfulFile::size).sum();
    }

    @Override
    public Closeable lock() throws IOException {
        call(Need.NOTHING);
        if (locked) {
            throw new IOException("in use");
        }
        locked = true;
        return () -> locked = false;
    }

    private enum Need {
        NOTHING,
        SPACE
    }

    private void call(Need need) throws IOException {
        calls++;
        if (dead) {
            throw new IOException("no power");
        }
        if (injected.isEmpty() || injected.get().call() > calls) {
            return;
        }
        switch (injected.get().fault()) {
            case NO_SPACE -> {
                if (need == Need.SPACE) {
                    happened();
                    throw new IOException("No space left on device");
                }
            }
            case IO_ERROR -> {
                happened();
                throw new IOException("Input/output error");
            }
            case POWER_LOSS -> {
                happened();
                dead = true;
                throw new IOException("no power");
            }
        }
    }

    private void happened() {
        injected = Optional.empty();
        failed = true;
    }

    private final class Handle implements DiskFile {
        private final ForgetfulFile file;

        private Handle(ForgetfulFile file) {
            this.file = file;
        }

        @Override
        public long size() throws IOException {
            call(Need.NOTHING);
            return file.size();
        }

        @Override
        public void read(ByteBuffer target, long offset) throws IOException {
            call(Need.NOTHING);
            file.read(target, offset);
        }

        @Override
        public void write(ByteBuffer source, long offset) throws IOException {
            change();
            try {
                call(Need.SPACE);
                if (used() + Math.max(0, offset + source.remaining() - file.size()) > capacity) {
                    failed = true;
                    throw new IOException("No space left on device");
                }
            } catch (IOException e) {
                file.write(source.limit(source.position() + random.nextInt(source.remaining() + 1)), offset);
                throw e;
            }
            file.write(source, offset);
        }

        @Override
        public void truncate(long size) throws IOException {
            change();
            call(Need.NOTHING);
            file.truncate(size);
        }

        @Override
        public void force() throws IOException {
            try {
                call(Need.NOTHING);
            } catch (IOException e) {
                file.forceBadly(random);
                throw e;
            }
            file.force();
        }

        @Override
        public void close() {}
    }
}
