package waypost.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
}
