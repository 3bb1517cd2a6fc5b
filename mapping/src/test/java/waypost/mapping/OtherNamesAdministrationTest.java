package waypost.mapping;

import org.junit.jupiter.api.AfterEach;

/** A directory in memory in which everything has another name. */
class OtherNamesAdministrationTest extends AdministrationTrials {
    @SuppressWarnings("NullAway.Init")
    private Fixture other;

    @Override
    UserDirectory open() throws Exception {
        other = new Fixture();
        return OtherNames.in(other.directory());
    }

    @AfterEach
    void stop() {
        other.close();
    }
}
