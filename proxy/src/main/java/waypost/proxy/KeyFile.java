package waypost.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import waypost.identity.SharedKey;

/** The key of the front ends in a file, so that a restart does not make another. Replaced as a whole, or not at all; the owner's alone. */
record KeyFile(Path path) {
    private static final Pattern FORMAT = Pattern.compile("waypost shared key 1\n(\\d{1,18}) ([0-9a-f]{64})\n");

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /**
     * Empty where there is none yet.
     *
     * @throws IOException if it is damaged, or of another release
     */
    Optional<SharedKey> read() throws IOException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        Matcher text = FORMAT.matcher(Files.readString(path, StandardCharsets.ISO_8859_1));
        if (!text.matches()) {
            throw new IOException("damaged, or not of this release");
        }
        return Optional.of(new SharedKey(Long.parseLong(text.group(1)), text.group(2)));
    }

    void write(SharedKey key) throws IOException {
        Path unfinished = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(unfinished, options, OWNER_ONLY)) {
            String text = "waypost shared key 1\n" + key.made() + " " + key.hex() + "\n";
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
            channel.force(true);
        }
        Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
    }
}
