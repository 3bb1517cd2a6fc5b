package waypost.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The reference page and the annotated example are what the records say; run with {@code -Dwaypost.update=true} to write them anew. */
class ReferenceTest {
    private static final Path REPOSITORY = Path.of(System.getProperty("waypost.repository", "../.."));

    @Test
    void pageIsCurrent() throws IOException {
        compare(REPOSITORY.resolve("docs/configuration.md"), Reference.page());
    }

    @Test
    void exampleIsCurrent() throws IOException {
        compare(REPOSITORY.resolve("conf-examples/annotated.yaml"), Reference.example());
    }

    /** Every key at once is no useful configuration, but each value in it must be one that its key takes. */
    @Test
    void exampleHasNoUnknownKeyOrBadValue() {
        String local = Reference.example().replace("\"${file:/etc/waypost/ldap.secret}\"", "secret");
        assertInstanceOf(
                ConfigurationFile.Outcome.Read.class,
                ConfigurationFile.read(local),
                () -> String.valueOf(ConfigurationFile.read(local)));
    }

    private static void compare(Path file, String generated) throws IOException {
        if (Boolean.getBoolean("waypost.update")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, generated);
        }
        assertEquals(generated, Files.readString(file));
    }
}
