package waypost.store.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import waypost.message.Octets;
import waypost.store.ArchivedAccount;
import waypost.store.ArchivedMessage;
import waypost.store.Folder;
import waypost.store.PropertyKey;
import waypost.store.PropertyValue;

/** Reads an archive from front to end, and hands on what is in it; whatever is not as it has to be is {@link ArchiveDamaged}. One thread. */
public final class ArchiveReader {
    /** Octets of a text, at most: some hundred lines of the longest names there can be. */
    private static final int MAX_TEXT = 32 << 20;

    private static final int BUFFER = 64 * 1024;

    private final TarReader tar;
    private final Visitor visitor;
    private final Map<Integer, Folder> folders = new HashMap<>();
    private long messages;

    /** Takes what is in an archive, in its order. */
    public interface Visitor {
        /** Comes first. */
        void account(ArchivedAccount account) throws IOException;

        void property(PropertyKey key, PropertyValue value) throws IOException;

        /**
         * A message.
         *
         * @param folder where it was
         * @param octets which the visitor passes on now, or not at all
         */
        void message(ArchivedMessage message, Folder folder, Content octets) throws IOException;
    }

    /** The octets of a message, once. */
    @FunctionalInterface
    public interface Content {
        void to(Octets.Sink sink) throws IOException;
    }

    private ArchiveReader(TarReader tar, Visitor visitor) {
        this.tar = tar;
        this.visitor = visitor;
    }

    /** Answers the messages in it. Does not close the stream. */
    public static long read(InputStream in, Visitor visitor) throws IOException {
        try {
            GZIPInputStream gzip = new GZIPInputStream(in, BUFFER);
            ArchiveReader reader = new ArchiveReader(new TarReader(gzip), visitor);
            reader.read();
            gzip.transferTo(OutputStream.nullOutputStream()); // the checksum is behind the last octet
            return reader.messages;
        } catch (ZipException damaged) {
            throw new ArchiveDamaged("The archive is damaged, or no archive: " + damaged.getMessage() + ".");
        } catch (EOFException cut) {
            throw new ArchiveDamaged("The archive is cut off.");
        }
    }

    private void read() throws IOException {
        begin();
        boolean ended = false;
        for (Optional<TarReader.Entry> entry = tar.next(); entry.isPresent(); entry = tar.next()) {
            String name = entry.get().name();
            if (ended) {
                throw new ArchiveDamaged("The archive goes on behind its end, with " + name + ".");
            }
            if (name.equals("end.txt")) {
                end();
                ended = true;
            } else if (name.startsWith("properties/") && name.endsWith(".txt")) {
                property();
            } else if (name.startsWith("messages/") && name.endsWith(".txt")) {
                block();
            }
        }
        if (!ended) {
            throw new ArchiveDamaged("The archive has no end.");
        }
    }

    private void begin() throws IOException {
        String name = tar.next().map(TarReader.Entry::name).orElse("");
        if (!name.equals("account.txt")) {
            throw new ArchiveDamaged("This is no archive of an account.");
        }
        ArchivedAccount account = ArchiveTexts.account(lines());
        account.folders().forEach(folder -> folders.put(folder.id(), folder));
        visitor.account(account);
    }

    private void end() throws IOException {
        long said = lines().getFirst().number("messages");
        if (said != messages) {
            throw new ArchiveDamaged("The archive says that it has " + said + " messages, and has " + messages + ".");
        }
    }

    private void property() throws IOException {
        Optional<PropertyKey> key = ArchiveTexts.property(lines().getFirst());
        if (tar.next().isEmpty()) {
            throw new ArchiveDamaged("The archive has a property without its value.");
        }
        byte[] value = tar.whole(PropertyValue.OCTETS);
        if (key.isPresent()) {
            visitor.property(key.get(), PropertyValue.of(value));
        }
    }

    private void block() throws IOException {
        for (ArchiveLine line : lines()) {
            switch (line.word()) {
                case "folder" -> {
                    Folder made = ArchiveTexts.folder(line);
                    folders.put(made.id(), made);
                }
                case "message" -> message(ArchiveTexts.message(line));
                default -> {} // of a later release that this one may pass over
            }
        }
    }

    private void message(ArchivedMessage message) throws IOException {
        String name = "messages/%012d.eml".formatted(message.itemNo());
        Optional<TarReader.Entry> entry = tar.next();
        if (entry.isEmpty() || !entry.get().name().equals(name) || entry.get().size() != message.size()) {
            throw new ArchiveDamaged("The archive lacks " + name + ", or has another one.");
        }
        Folder folder = folders.get(message.folderId());
        if (folder == null) {
            throw new ArchiveDamaged("The archive lacks the folder of " + name + ".");
        }
        visitor.message(message, folder, this::pass);
        messages++;
    }

    private void pass(Octets.Sink sink) throws IOException {
        byte[] piece = new byte[BUFFER];
        for (int count = tar.read(piece, 0, BUFFER); count >= 0; count = tar.read(piece, 0, BUFFER)) {
            sink.accept(ByteBuffer.wrap(piece, 0, count));
        }
    }

    private List<ArchiveLine> lines() throws IOException {
        String text = new String(tar.whole(MAX_TEXT), StandardCharsets.UTF_8);
        List<ArchiveLine> lines = new ArrayList<>();
        for (String line : text.lines().toList()) {
            lines.add(ArchiveLine.parse(line));
        }
        if (lines.isEmpty()) {
            throw new ArchiveDamaged("The archive has an empty text.");
        }
        return lines;
    }
}
