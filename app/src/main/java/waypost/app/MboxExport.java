package waypost.app;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;
import waypost.store.ArchivedAccount;
import waypost.store.ArchivedMessage;
import waypost.store.Folder;
import waypost.store.ItemKind;
import waypost.store.PropertyKey;
import waypost.store.PropertyValue;
import waypost.store.archive.ArchiveReader;

/**
 * Makes mbox files of what is in an archive, one for each folder: {@code A/B.mbox}. A folder {@code A.mbox/B} is in {@code A.mbox_/B.mbox}, as {@code A.mbox} may be
 * a file. Lines that begin with {@code From } get a {@code >}, those that have one
 * already another (mboxrd); nothing else is changed, so flags are not in them. One thread.
 */
final class MboxExport implements ArchiveReader.Visitor {
    /** RFC 4155: asctime, in UTC. */
    private static final DateTimeFormatter ASCTIME = DateTimeFormatter.ofPattern(
                    "EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final Pattern FILE = Pattern.compile(".*\\.mbox_*", Pattern.DOTALL);

    private final Path root;
    private long left;

    MboxExport(Path root) {
        this.root = root;
    }

    /** What is no mail, and so not there. */
    long left() {
        return left;
    }

    @Override
    public void account(ArchivedAccount account) throws IOException {
        Files.createDirectories(root);
        for (Folder folder : account.folders()) {
            Path file = file(folder);
            Files.createDirectories(file.getParent());
            Files.write(file, new byte[0], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    /** Names of folders are what users want, those of files are not. */
    private Path file(Folder folder) {
        Path path = root;
        String[] levels = folder.name().split("/", -1);
        for (int i = 0; i < levels.length; i++) {
            String level = levels[i].replace('\0', '_');
            level = level.startsWith(".") ? "_" + level.substring(1) : level;
            path = path.resolve(i < levels.length - 1 ? directory(level) : level + ".mbox");
        }
        return path;
    }

    /** Has no name that a file has, and none that another directory has. */
    private static String directory(String level) {
        return FILE.matcher(level).matches() ? level + "_" : level;
    }

    @Override
    public void property(PropertyKey key, PropertyValue value) {
        // an mbox has no place for it
    }

    @Override
    public void message(ArchivedMessage message, Folder folder, ArchiveReader.Content octets) throws IOException {
        if (message.kind() != ItemKind.MAIL) {
            left++;
            return;
        }
        Path file = file(folder);
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            String from = "From MAILER-DAEMON " + ASCTIME.format(message.received()) + "\n";
            out.write(from.getBytes(StandardCharsets.US_ASCII));
            FromQuoting quoting = new FromQuoting(out);
            octets.to(quoting::write);
            quoting.finish();
        }
    }
}
