package waypost.mapping;

import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** OpenLDAP with a schema in which everything has another name. */
@Tag("peers")
class SlapdOtherNamesTest extends AdministrationTrials {
    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Slapd slapd;

    @Override
    UserDirectory open() throws Exception {
        var schema = Objects.requireNonNull(SlapdOtherNamesTest.class.getResource("other-names.schema"));
        slapd = new Slapd(folder, "include " + Path.of(schema.toURI()));
        return OtherNames.in(slapd.settings());
    }

    @AfterEach
    void stop() {
        slapd.close();
    }
}
