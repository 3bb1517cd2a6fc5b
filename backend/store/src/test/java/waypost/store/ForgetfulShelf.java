package waypost.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import waypost.store.backup.Shelf;

/** A place for backups in memory. A power loss takes back what was not forced, or some of it. Failures are injected by the number of the call. */
final class ForgetfulShelf implements Shelf {
    private final SplittableRandom random;
    private final Folder root = new Folder();
    private final List<String> created = new ArrayList<>();
    private long calls;
    private long failAt = Long.MAX_VALUE;
    private boolean off;

    ForgetfulShelf(SplittableRandom random) {
        this.random = random;
    }

    private sealed interface Node {}

    private static final class Folder implements Node {
        private final Map<String, Node> seen = new TreeMap<>();
        private final Map<String, Node> kept = new TreeMap<>();
    }

    private static final class Octets implements Node {
        private byte[] seen = new byte[0];
        private byte[] kept = new byte[0];
    }

    /** Lets the call with this number, counted from now, fail; after it none succeeds before {@link #crash} when the power goes. */
    void failAt(long call, boolean powerGoes) {
        failAt = calls + call;
        off = powerGoes;
    }

    boolean failed() {
        return calls >= failAt;
    }

    /** From now on no call fails. */
    void works() {
        failAt = Long.MAX_VALUE;
        off = false;
    }

    /** The names of all files that were made since the last time that this was asked. */
    List<String> created() {
        List<String> names = List.copyOf(created);
        created.clear();
        return names;
    }

    /** The power is back. */
    void crash() {
        works();
        crash(root);
    }

    private void crash(Folder folder) {
        if (random.nextBoolean()) {
            folder.seen.clear();
            folder.seen.putAll(folder.kept);
        } else {
            folder.kept.clear();
            folder.kept.putAll(folder.seen);
        }
        for (Node node : folder.seen.values()) {
            switch (node) {
                case Folder below -> crash(below);
                case Octets file -> {
                    if (!Arrays.equals(file.seen, file.kept)) {
                        file.seen = Arrays.copyOf(file.seen, random.nextInt(file.seen.length + 1));
                        file.kept = file.seen;
                    }
                }
            }
        }
    }

    private void call() throws IOException {
        calls++;
        if (calls == failAt || off && calls > failAt) {
            throw new IOException("No space left on device");
        }
    }

    private Node find(String name) throws NoSuchFileException {
        Node node = root;
        for (String word : name.isEmpty() ? List.<String>of() : List.of(name.split("/", -1))) {
            Node next = node instanceof Folder folder ? folder.seen.get(word) : null;
            if (next == null) {
                throw new NoSuchFileException(name);
            }
            node = next;
        }
        return node;
    }

    private Folder folder(String name) throws IOException {
        return find(name) instanceof Folder folder ? folder : new Folder();
    }

    private Folder above(String name) throws IOException {
        return folder(name.contains("/") ? name.substring(0, name.lastIndexOf('/')) : "");
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    @Override
    public List<String> list(String name) throws IOException {
        call();
        try {
            return List.copyOf(folder(name).seen.keySet());
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }

    /** Those above are there already. */
    @Override
    public void make(String name) throws IOException {
        call();
        if (!name.isEmpty()) {
            above(name).seen.putIfAbsent(last(name), new Folder());
        }
    }

    @Override
    public Sink create(String name) throws IOException {
        call();
        Octets file = new Octets();
        if (above(name).seen.putIfAbsent(last(name), file) != null) {
            throw new FileAlreadyExistsException(name);
        }
        created.add(name);
        return new Sink() {
            private final ByteArrayOutputStream written = new ByteArrayOutputStream();

            @Override
            public void write(ByteBuffer octets) throws IOException {
                byte[] bytes = new byte[octets.remaining()];
                octets.get(bytes);
                written.writeBytes(bytes);
                file.seen = written.toByteArray();
                call();
            }

            @Override
            public void force() throws IOException {
                call();
                file.kept = file.seen;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public InputStream read(String name) throws IOException {
        call();
        return new ByteArrayInputStream(((Octets) find(name)).seen);
    }

    @Override
    public boolean link(String name, String other) throws IOException {
        call();
        above(other).seen.put(last(other), find(name));
        return true;
    }

    @Override
    public void rename(String from, String to) throws IOException {
        call();
        above(to).seen.put(last(to), find(from));
        above(from).seen.remove(last(from));
    }

    @Override
    public void force(String name) throws IOException {
        call();
        Folder folder = folder(name);
        folder.kept.clear();
        folder.kept.putAll(folder.seen);
    }

    @Override
    public void delete(String name) throws IOException {
        call();
        above(name).seen.remove(last(name));
    }
}
