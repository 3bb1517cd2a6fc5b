package waypost.mapping;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import waypost.directory.SummedFile;
import waypost.identity.DirectoryId;
import waypost.mapping.CopyGroup.Stood;

/**
 * A {@link CopyTable} in a file of its own: all entries as they once were, and behind them, in groups, what changed since. What is behind a group that is
 * damaged does not count. Holds no password, nor anything made of one. The file is its owner's alone. One thread.
 */
final class CopyFile {
    /** Format 1: a version and what the copy is of, then groups. */
    static final String VERSION = "waypost copy 2";

    /** A group of a whole table is written at this length. */
    private static final int GROUP = 1 << 18;

    private final Path file;
    private final String subject;
    private final String map;
    private final FileEditions editions;
    private long whole;
    private long appended;
    private int words;

    /** @param subject what has to be the same for the file to mean anything: the settings by which entries are read */
    CopyFile(Path file, String subject, String map, InstantSource instants) {
        this.file = file;
        this.subject = subject;
        this.map = map;
        this.editions = new FileEditions(file, instants);
    }

    record Loaded(CopyTable table, Stood stood) {}

    /** Its groups, for others. */
    FileEditions editions() {
        return editions;
    }

    /** Empty where there is none, or one of another subject, or of another release. */
    Optional<Loaded> read() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), GROUP))) {
            if (!in.readUTF().equals(VERSION) || !in.readUTF().equals(subject)) {
                return Optional.empty();
            }
            return load(in, map);
        } catch (EOFException damaged) { // half a head
            throw new IOException("damaged", damaged);
        }
    }

    /** What groups say, up to the last one that is whole. Empty where they do not say what they stand for. */
    static Optional<Loaded> load(DataInputStream groups, String map) throws IOException {
        try {
            CopyTable table = new CopyTable(map);
            Optional<Stood> stood = Optional.empty();
            for (var group = CopyGroup.next(groups); group.isPresent(); group = CopyGroup.next(groups)) {
                Optional<Stood> now = CopyGroup.apply(group.get(), table);
                stood = now.isPresent() ? now : stood;
            }
            return stood.map(state -> new Loaded(table, state));
        } catch (IllegalArgumentException damaged) { // a word of an enumeration
            throw new IOException("damaged", damaged);
        }
    }

    /** In the place of what the file has. */
    void write(CopyTable table, Stood stood) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(unfinished, options, SummedFile.OWNER_ONLY)) {
            int head = write(channel, head());
            words = 0;
            CopyGroup group = withWords(table);
            for (CopyTable.Octets entry : table.octets()) {
                group.keep(entry);
                if (group.size() > GROUP) {
                    write(channel, group.ended());
                    group = new CopyGroup();
                }
            }
            group.stand(stood);
            write(channel, group.ended());
            channel.force(true);
            editions.replacing();
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            whole = channel.size();
            appended = 0;
            editions.replaced(head, whole);
        }
    }

    /** A group with the words that the file has not. */
    private CopyGroup withWords(CopyTable table) throws IOException {
        CopyGroup group = new CopyGroup();
        List<String> all = table.words();
        for (String word : all.subList(words, all.size())) {
            group.word(word);
        }
        words = all.size();
        return group;
    }

    private ByteBuffer head() throws IOException {
        var head = new ByteArrayOutputStream();
        var out = new DataOutputStream(head);
        out.writeUTF(VERSION);
        out.writeUTF(subject);
        return ByteBuffer.wrap(head.toByteArray());
    }

    /** Whether it is time to write the whole anew: after so much has been appended, before it was written once, behind an append that failed. */
    boolean stale() {
        return whole == 0 || appended > whole / 2 + GROUP;
    }

    /**
     * @param table that was written
     * @param changed entries of it that are not what they were then, or when this was last called
     */
    void append(CopyTable table, Set<DirectoryId> changed, Stood stood) throws IOException {
        CopyGroup group = withWords(table);
        for (DirectoryId id : changed) {
            Optional<CopyTable.Octets> kept = table.octets(id);
            if (kept.isPresent()) {
                group.keep(kept.get());
            } else {
                group.drop(id);
            }
        }
        group.stand(stood);
        long before = whole;
        whole = 0;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            appended += write(channel, group.ended());
            channel.force(false);
        }
        whole = before;
        editions.grown(whole + appended);
    }

    private static int write(FileChannel channel, ByteBuffer octets) throws IOException {
        int length = octets.remaining();
        while (octets.hasRemaining()) {
            channel.write(octets);
        }
        return length;
    }
}
