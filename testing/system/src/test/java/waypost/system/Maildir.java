package waypost.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A folder that a client which copies mail both ways keeps; changes are made as another program on that machine would. */
record Maildir(Path folder) {
    private static final String INFO = ":2,";

    void add(String name, String text, String flags) throws IOException {
        for (String part : List.of("cur", "new", "tmp")) {
            Files.createDirectories(folder.resolve(part));
        }
        Files.writeString(folder.resolve("cur/" + name + INFO + flags), text, StandardCharsets.UTF_8);
    }

    /** The message with this line in its header. */
    Path find(String line) throws IOException {
        try (Stream<Path> files = Stream.concat(Files.list(folder.resolve("cur")), Files.list(folder.resolve("new")))) {
            return files.filter(file -> read(file).contains("\n" + line + "\n"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + line + " in " + folder));
        }
    }

    /** Its messages. */
    long count() throws IOException {
        try (Stream<Path> files = Stream.concat(Files.list(folder.resolve("cur")), Files.list(folder.resolve("new")))) {
            return files.count();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    void flag(Path message, String flag) throws IOException {
        String name = String.valueOf(message.getFileName());
        int info = name.indexOf(INFO);
        String before = info < 0 ? "" : name.substring(info + INFO.length());
        String base = info < 0 ? name : name.substring(0, info);
        StringBuilder flags = new StringBuilder();
        (before + flag).chars().sorted().distinct().forEach(letter -> flags.append((char) letter));
        Files.move(message, folder.resolve("cur/" + base + INFO + flags));
    }
}
