package waypost.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import waypost.message.HeaderFields;
import waypost.message.MaildirName;
import waypost.protocol.imap.ModifiedUtf7;

/** Finds the mail in files and folders, in the order of their names: messages, mbox files, Maildir folders. One thread. */
final class MailTree {
    private static final String INBOX = "INBOX";

    /** Octets at the beginning of a file by which it is known. */
    private static final int LOOK = 4096;

    /** Endings of files that may be messages; {@code .eml} always is one. */
    private static final Set<String> PERHAPS = Set.of("", "msg", "txt", "raw");

    private final Visitor visitor;

    /** What a file holds. */
    enum Kind {
        MESSAGE,
        MBOX,
        OTHER
    }

    /** Takes what was found. */
    interface Visitor {
        /** @param flags in their IMAP spelling */
        void file(Path file, Kind kind, String folder, List<String> flags) throws Complaint;

        void unreadable(Path path, IOException why);
    }

    MailTree(Visitor visitor) {
        this.visitor = visitor;
    }

    /** @param folder where the mail belongs */
    void walk(Path path, String folder) throws Complaint {
        try {
            if (!Files.isDirectory(path)) {
                visitor.file(path, kind(path), folder, List.of());
            } else if (isMaildir(path)) {
                maildir(path, folder);
            } else {
                for (Path child : children(path)) {
                    if (!isLinkToFolder(child)) {
                        walk(child, folder);
                    }
                }
            }
        } catch (IOException unreadable) {
            visitor.unreadable(path, unreadable);
        }
    }

    /** Links to folders may lead in circles. */
    private static boolean isLinkToFolder(Path path) {
        return Files.isDirectory(path) && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isMaildir(Path path) {
        return Files.isDirectory(path.resolve("cur")) || Files.isDirectory(path.resolve("new"));
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.sorted().toList();
        }
    }

    private void maildir(Path maildir, String folder) throws IOException, Complaint {
        for (String part : List.of("cur", "new")) {
            Path messages = maildir.resolve(part);
            if (Files.isDirectory(messages)) {
                for (Path message : children(messages)) {
                    visitor.file(
                            message,
                            Kind.MESSAGE,
                            folder,
                            flags(message.getFileName().toString()));
                }
            }
        }
        for (Path child : children(maildir)) {
            String name = child.getFileName().toString();
            if (name.startsWith(".") && !isLinkToFolder(child) && isMaildir(child)) {
                walk(child, below(folder, name.substring(1)));
            }
        }
    }

    /** Maildir++ names subfolders of all depths side by side, in modified UTF-7, with dots between the levels. */
    private static String below(String folder, String name) {
        String readable = ModifiedUtf7.decode(name).orElse(name).replace('.', '/');
        return folder.equals(INBOX) ? readable : folder + "/" + readable;
    }

    private static List<String> flags(String name) {
        List<String> flags = new ArrayList<>();
        for (MaildirName.Flag flag : MaildirName.parse(name).flags()) {
            flags.add(
                    switch (flag) {
                        case PASSED -> "$Forwarded";
                        case REPLIED -> "\\Answered";
                        case SEEN -> "\\Seen";
                        case TRASHED -> "\\Deleted";
                        case DRAFT -> "\\Draft";
                        case FLAGGED -> "\\Flagged";
                    });
        }
        Collections.sort(flags);
        return flags;
    }

    private static Kind kind(Path file) throws IOException {
        byte[] begin = beginning(file);
        if (new String(begin, StandardCharsets.ISO_8859_1).startsWith("From ")) {
            return Kind.MBOX;
        }
        String ending = ending(file);
        if (ending.equals("eml") || PERHAPS.contains(ending) && beginsWithField(begin)) {
            return Kind.MESSAGE;
        }
        return Kind.OTHER;
    }

    private static byte[] beginning(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return Spool.beginning(channel, LOOK);
        }
    }

    private static boolean beginsWithField(byte[] begin) {
        List<HeaderFields.Field> fields = HeaderFields.parse(begin).fields();
        return !fields.isEmpty() && fields.getFirst().start() == 0;
    }

    private static String ending(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }
}
