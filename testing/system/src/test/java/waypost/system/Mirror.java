package waypost.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What somebody has of a user's mail: of each folder that is not empty the messages, by digest, each with its flags as Maildir writes them (D, F,
 * R and S). Line ends, and fields in which a client notes something for itself, do not count.
 */
final class Mirror {
    private static final Pattern OWN_FIELD = Pattern.compile(
            "^(?:X-TUID|X-OfflineIMAP|Content-Length|Lines|Status|X-Status|X-Keywords|X-UID|X-IMAPbase|X-Mozilla-\\w+|Received):.*\n(?:[ \t].*\n)*",
            Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);
    private static final Set<Character> FLAGS = Set.of('D', 'F', 'R', 'S');

    /** Folder to messages, as in {@code 1f09a3 FS}. */
    private final Map<String, List<String>> folders = new TreeMap<>();

    void add(String folder, byte[] message, String flags) {
        StringBuilder known = new StringBuilder();
        flags.chars()
                .sorted()
                .distinct()
                .filter(flag -> FLAGS.contains((char) flag))
                .forEach(flag -> known.append((char) flag));
        folders.computeIfAbsent(folder, _ -> new ArrayList<>()).add(digest(message) + " " + known);
    }

    private static String digest(byte[] message) {
        String text = new String(message, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
        int end = text.indexOf("\n\n") + 1;
        String plain = OWN_FIELD.matcher(text.substring(0, end)).replaceAll("")
                + text.substring(end).stripTrailing();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(plain.getBytes(StandardCharsets.ISO_8859_1));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** All Maildir folders below one; their names are their places. */
    static Mirror ofMaildirs(Path top) throws IOException {
        Mirror mirror = new Mirror();
        List<Path> files;
        try (Stream<Path> all = Files.walk(top)) {
            files = all.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*/(cur|new)/[^/]*"))
                    .toList();
        }
        for (Path file : files) {
            Path place = top.relativize(file);
            String folder = place.subpath(0, place.getNameCount() - 2).toString();
            mirror.add(folder, Files.readAllBytes(file), flags(file));
        }
        return mirror;
    }

    private static String flags(Path file) {
        String name = String.valueOf(file.getFileName());
        int info = name.indexOf(":2,");
        return info < 0 ? "" : name.substring(info + 3);
    }

    List<String> folders() {
        return List.copyOf(folders.keySet());
    }

    /** Of one folder only the messages, as a client of POP3 sees them. */
    Mirror popped(String folder) {
        Mirror mirror = new Mirror();
        mirror.folders.put(folder, without(folders.getOrDefault(folder, List.of()), FLAGS));
        return mirror;
    }

    Mirror without(char flag) {
        Mirror mirror = new Mirror();
        folders.forEach((folder, messages) -> mirror.folders.put(folder, without(messages, Set.of(flag))));
        return mirror;
    }

    private static List<String> without(List<String> messages, Set<Character> flags) {
        return messages.stream()
                .map(message -> {
                    String kept = message;
                    for (char flag : flags) {
                        kept = kept.replace(String.valueOf(flag), ""); // digests are in small letters
                    }
                    return kept;
                })
                .toList();
    }

    int messages() {
        return folders.values().stream().mapToInt(List::size).sum();
    }

    /** What only one of two has; empty when they are the same. */
    List<String> differences(Mirror other) {
        List<String> differences = new ArrayList<>();
        Set<String> names = new TreeSet<>(folders.keySet());
        names.addAll(other.folders.keySet());
        for (String name : names) {
            List<String> mine = new ArrayList<>(folders.getOrDefault(name, List.of()));
            List<String> theirs = new ArrayList<>(other.folders.getOrDefault(name, List.of()));
            mine.forEach(theirs::remove);
            other.folders.getOrDefault(name, List.of()).forEach(mine::remove);
            mine.forEach(message -> differences.add(name + ": only here: " + message));
            theirs.forEach(message -> differences.add(name + ": only there: " + message));
        }
        return differences;
    }
}
