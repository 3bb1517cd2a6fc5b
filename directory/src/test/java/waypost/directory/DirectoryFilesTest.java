package waypost.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldif.LDIFAddChangeRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryFilesTest {
    @TempDir
    Path folder;

    private static Entry entry(String name) {
        return new Entry("ou=" + name + ",dc=waypost", new Attribute("ou", name));
    }

    private static byte[] added(String name) {
        return (new LDIFAddChangeRecord(entry(name)).toLDIFString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> loaded(Path folder) throws IOException {
        try (DirectoryFiles files = DirectoryFiles.open(folder)) {
            return files.load().stream().map(Entry::getDN).sorted().toList();
        }
    }

    @Test
    void nobodyElseLooksIntoTheFolder() throws IOException {
        Path fresh = folder.resolve("directory");
        DirectoryFiles.open(fresh).close();
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(fresh)));
    }

    @Test
    void aNewGenerationReplacesTheOld() throws IOException {
        try (DirectoryFiles files = DirectoryFiles.open(folder)) {
            files.append(added("a"));
            files.rotate(List.of(entry("b")));
            files.append(added("c"));
        }
        assertEquals(List.of("ou=b,dc=waypost", "ou=c,dc=waypost"), loaded(folder));
        try (Stream<Path> names = Files.list(folder)) {
            assertEquals(
                    List.of("changes-1.ldif", "lock", "snapshot-1.ldif"),
                    names.map(path -> path.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void anUnfinishedSnapshotDoesNotCount() throws IOException {
        try (DirectoryFiles files = DirectoryFiles.open(folder)) {
            files.append(added("a"));
        }
        Files.writeString(folder.resolve("snapshot.new"), "dn: ou=x,dc=way");
        Files.writeString(folder.resolve("changes-1.ldif"), "left over from a rotation that did not happen");
        assertEquals(List.of("ou=a,dc=waypost"), loaded(folder));
    }

    @Test
    void everyCutLeavesWholeChanges() throws IOException {
        try (DirectoryFiles files = DirectoryFiles.open(folder)) {
            files.append(added("a"));
            files.append(added("b"));
        }
        Path changes = folder.resolve("changes-0.ldif");
        byte[] whole = Files.readAllBytes(changes);
        for (int length = 0; length <= whole.length; length++) {
            Files.write(changes, Arrays.copyOf(whole, length));
            int expected = length == whole.length ? 2 : length >= whole.length / 2 ? 1 : 0;
            assertEquals(expected, loaded(folder).size(), "cut at " + length);
        }
    }
}
