package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDiskTest {
    @TempDir
    private Path temp;

    @Test
    void nobodyElseLooksIntoTheFoldersThatItMakes() throws IOException {
        Path volume = temp.resolve("store1/v1");
        FileDisk.at(volume);
        for (Path made : new Path[] {volume, temp.resolve("store1")}) {
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
        }
    }

    /** As volumes of a new node do, which are opened at the same time. */
    @Test
    void twoMakeTheFolderAboveThemAtOnce() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int round = 0; round < 100; round++) {
                Path node = temp.resolve("node" + round);
                List<Callable<FileDisk>> volumes = List.of(
                        () -> FileDisk.at(node.resolve("v1")),
                        () -> FileDisk.at(node.resolve("v2")),
                        () -> FileDisk.at(node.resolve("v3")),
                        () -> FileDisk.at(node.resolve("v4")));
                for (Future<FileDisk> made : threads.invokeAll(volumes)) {
                    made.get();
                }
            }
        }
    }
}
