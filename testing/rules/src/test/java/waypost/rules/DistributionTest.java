package waypost.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is in the archive that people download. */
class DistributionTest {
    private static final int BLOCK = 512;

    /** Path below the archive's one folder, and mode. */
    private static final SortedMap<String, Integer> FILES = new TreeMap<>();

    @BeforeAll
    static void read() throws IOException {
        try (Stream<Path> files = Files.list(Repository.ROOT.resolve("app/target"))) {
            Path archive = files.filter(file -> file.toString().endsWith(".tar.gz"))
                    .findAny()
                    .orElseThrow(() -> new IOException("no archive: mvn package"));
            try (var in = new DataInputStream(new GZIPInputStream(Files.newInputStream(archive)))) {
                read(in);
            }
        }
    }

    /** POSIX ustar: a header of one block, then the content in whole blocks; empty blocks at the end. */
    private static void read(DataInputStream in) throws IOException {
        byte[] header = new byte[BLOCK];
        for (in.readFully(header); header[0] != 0; in.readFully(header)) {
            long size = octal(header, 124, 12);
            in.skipNBytes((size + BLOCK - 1) / BLOCK * BLOCK);
            if (header[156] == '0') {
                String path = text(header, 0, 100);
                FILES.put(path.substring(path.indexOf('/') + 1), (int) octal(header, 100, 8) & 0777);
            }
        }
    }

    private static long octal(byte[] header, int from, int length) {
        return Long.parseLong(text(header, from, length).strip(), 8);
    }

    private static String text(byte[] header, int from, int length) {
        String field = new String(header, from, length, StandardCharsets.UTF_8);
        int end = field.indexOf('\0');
        return end < 0 ? field : field.substring(0, end);
    }

    @Test
    void itHasWhatAnAdministratorNeedsAndNothingElse() {
        Set<String> tops = FILES.keySet().stream()
                .map(path -> path.replaceFirst("/.*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> expected = Set.of(
                "LICENSE", "NOTICE", "README.md", "bin", "conf-examples", "docs", "ldap-schema", "lib", "systemd");
        assertEquals(new TreeSet<>(expected), tops);
        assertEquals(Set.of("bin/waypost", "bin/java25"), below("bin"));
        assertEquals(Set.of("systemd/waypost.service"), below("systemd"));
        assertEquals(0755, FILES.get("bin/waypost"));
    }

    private static Set<String> below(String folder) {
        return FILES.keySet().stream()
                .filter(path -> path.startsWith(folder + "/"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void foldersAreWhole() throws IOException {
        for (String folder : Set.of("conf-examples", "docs", "ldap-schema")) {
            try (Stream<Path> files = Files.walk(Repository.ROOT.resolve(folder))) {
                Set<String> present = files.filter(Files::isRegularFile)
                        .map(file -> Repository.ROOT.relativize(file).toString())
                        .collect(Collectors.toCollection(TreeSet::new));
                assertEquals(present, below(folder));
            }
        }
    }

    @Test
    void librariesAreForLinuxOnly() {
        Set<String> natives = below("lib").stream()
                .filter(path -> !path.endsWith(".jar"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(
                Set.of(
                        "lib/librocksdbjni-linux-aarch64.so",
                        "lib/librocksdbjni-linux64.so",
                        "lib/linux/aarch64/libzstd-jni-1.5.7-9.so",
                        "lib/linux/amd64/libzstd-jni-1.5.7-9.so"),
                natives);
        assertTrue(
                below("lib").stream().noneMatch(path -> path.matches(".*(junit|apacheds|archunit|waypost-testkit).*")));
    }
}
