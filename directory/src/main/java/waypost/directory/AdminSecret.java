package waypost.directory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import waypost.identity.Secret;

/** The administrator's password in a file that only its owner may read. */
final class AdminSecret {
    private AdminSecret() {}

    static Secret readOrMake(Path file, RandomGenerator random) throws IOException {
        if (Files.notExists(file)) {
            make(file, random);
        }
        String password = Files.readString(file).strip();
        if (password.isEmpty()) {
            throw new IOException("no password in " + file);
        }
        return new Secret(password);
    }

    private static void make(Path file, RandomGenerator random) throws IOException {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        String password = Base64.getUrlEncoder().encodeToString(bytes);
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        try (FileChannel out = FileChannel.open(
                unfinished,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            out.write(ByteBuffer.wrap((password + "\n").getBytes(StandardCharsets.US_ASCII)));
            out.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        FolderLock.sync(Objects.requireNonNull(file.toAbsolutePath().getParent()));
    }
}
