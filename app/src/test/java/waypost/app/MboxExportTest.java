package waypost.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.identity.TransferId;
import waypost.store.ArchivedAccount;
import waypost.store.Folder;
import waypost.store.FolderRole;
import waypost.store.FolderType;

/** Which file is whose. */
final class MboxExportTest {
    @TempDir
    private Path root;

    private static Folder folder(int id, String name) {
        return new Folder(id, 0, name, FolderType.mail(FolderRole.NONE), 1, 1, 1, 1);
    }

    /** Levels that look like files, and what such levels become. */
    @Test
    void eachFolderHasAFileOfItsOwn() throws IOException {
        List<String> names = List.of("a", "a/b", "a.mbox", "a.mbox/b", "a.mbox/b.mbox/c", "a.mbox_/b", "a.mbox.mbox/b");
        List<Folder> folders = names.stream()
                .map(name -> folder(names.indexOf(name) + 1, name))
                .toList();
        new MboxExport(root)
                .account(new ArchivedAccount(new TransferId(1, 2), "anna", 1, 0, folders, List.of(), List.of()));
        Set<String> files = new TreeSet<>();
        try (Stream<Path> all = Files.walk(root)) {
            all.filter(Files::isRegularFile)
                    .forEach(file -> files.add(root.relativize(file).toString()));
        }
        assertEquals(
                new TreeSet<>(Set.of(
                        "a.mbox",
                        "a/b.mbox",
                        "a.mbox.mbox",
                        "a.mbox_/b.mbox",
                        "a.mbox_/b.mbox_/c.mbox",
                        "a.mbox__/b.mbox",
                        "a.mbox.mbox_/b.mbox")),
                files);
    }
}
