package waypost.mapping;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import waypost.directory.EmbeddedDirectory;

class EmbeddedAdministrationTest extends AdministrationTrials {
    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private EmbeddedDirectory embedded;

    @Override
    UserDirectory open() throws IOException {
        embedded = Adder.open(folder);
        return UserDirectory.usual(embedded.asDirectory("main"));
    }

    @AfterEach
    void stop() throws IOException {
        embedded.close();
    }
}
