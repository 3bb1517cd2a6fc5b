package waypost.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import waypost.protocol.imap.ModifiedUtf7;
import waypost.store.ArchivedAccount;
import waypost.store.ArchivedMessage;
import waypost.store.Flags;
import waypost.store.Folder;
import waypost.store.ItemKind;
import waypost.store.PropertyKey;
import waypost.store.PropertyValue;
import waypost.store.archive.ArchiveReader;

/**
 * Makes a Maildir of what is in an archive, as Maildir++ has it and Dovecot reads it: INBOX at the top, the others beside each other as {@code .A.B} in
 * modified UTF-7, flags in the names, the internal date as the time of the file, keywords as letters that {@code dovecot-keywords} explains. One thread.
 */
final class MaildirExport implements ArchiveReader.Visitor {
    private static final int LETTERS = 26;
    private static final String FORWARDED = "$Forwarded";

    private final Path root;
    private final Map<Integer, Place> places = new HashMap<>();
    private long left;

    /** A folder, and its keywords by their letters. */
    private record Place(Path path, List<String> keywords) {}

    /** @param root is made; it must not be there, or be empty */
    MaildirExport(Path root) {
        this.root = root;
    }

    /** What is no mail, and so not there. */
    long left() {
        return left;
    }

    @Override
    public void account(ArchivedAccount account) throws IOException {
        for (Folder folder : account.folders()) {
            place(folder);
        }
    }

    private Place place(Folder folder) throws IOException {
        Place known = places.get(folder.id());
        if (known != null) {
            return known;
        }
        Path path = folder.id() == Folder.INBOX
                ? root
                : root.resolve("." + ModifiedUtf7.encode(folder.name()).replace('/', '.'));
        for (String part : List.of("cur", "new", "tmp")) {
            Files.createDirectories(path.resolve(part));
        }
        if (folder.id() != Folder.INBOX) {
            Files.write(path.resolve("maildirfolder"), new byte[0]);
        }
        Place made = new Place(path, new ArrayList<>());
        places.put(folder.id(), made);
        return made;
    }

    @Override
    public void property(PropertyKey key, PropertyValue value) {
        // a Maildir has no place for it
    }

    @Override
    public void message(ArchivedMessage message, Folder folder, ArchiveReader.Content octets) throws IOException {
        if (message.kind() != ItemKind.MAIL) {
            left++;
            return;
        }
        Place place = place(folder);
        String name = "%d.W%d.waypost,S=%d:2,%s"
                .formatted(
                        message.received().toEpochSecond(), message.itemNo(), message.size(), letters(message, place));
        Path file = place.path().resolve("tmp").resolve(name);
        write(file, octets);
        Files.setLastModifiedTime(file, FileTime.from(message.received().toInstant()));
        Files.move(file, place.path().resolve("cur").resolve(name));
    }

    static void write(Path file, ArchiveReader.Content octets) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            octets.to(slice -> write(channel, slice));
        }
    }

    private static void write(FileChannel channel, ByteBuffer slice) throws IOException {
        while (slice.hasRemaining()) {
            channel.write(slice);
        }
    }

    /** In the order of the alphabet, as readers want them. */
    private static String letters(ArchivedMessage message, Place place) throws IOException {
        TreeSet<Character> letters = new TreeSet<>();
        Map<Flags, Character> system =
                Map.of(Flags.DRAFT, 'D', Flags.FLAGGED, 'F', Flags.ANSWERED, 'R', Flags.SEEN, 'S', Flags.DELETED, 'T');
        system.forEach((flag, letter) -> {
            if (message.flags().has(flag)) {
                letters.add(letter);
            }
        });
        for (String keyword : message.keywords()) {
            if (keyword.equalsIgnoreCase(FORWARDED)) {
                letters.add('P');
            } else if (keyword(keyword, place) >= 0) {
                letters.add((char) ('a' + keyword(keyword, place)));
            }
        }
        StringBuilder text = new StringBuilder();
        letters.forEach(text::append);
        return text.toString();
    }

    private static int keyword(String keyword, Place place) throws IOException {
        List<String> keywords = place.keywords();
        if (!keywords.contains(keyword) && keywords.size() < LETTERS) {
            keywords.add(keyword);
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < keywords.size(); i++) {
                text.append(i).append(' ').append(keywords.get(i)).append('\n');
            }
            Files.writeString(place.path().resolve("dovecot-keywords"), text, StandardCharsets.UTF_8);
        }
        return keywords.indexOf(keyword);
    }
}
