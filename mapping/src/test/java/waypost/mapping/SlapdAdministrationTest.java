package waypost.mapping;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("peers")
class SlapdAdministrationTest extends AdministrationTrials {
    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Slapd slapd;

    @Override
    UserDirectory open() throws Exception {
        slapd = new Slapd(folder);
        return UserDirectory.usual(slapd.settings());
    }

    @AfterEach
    void stop() {
        slapd.close();
    }
}
