package waypost.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

    @Test
    void exampleIsAccepted() {
        String local =
                Reference.example().replaceAll("\"\\$\\{file:/etc/waypost/\\w+\\.secret}\"", "a secret of some length");
        assertEquals("OK", ConfigurationFileTest.keys(ConfigurationFile.read(local)));
    }

    private static void compare(Path file, String generated) throws IOException {
        if (Boolean.getBoolean("waypost.update")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, generated);
        }
        assertEquals(generated, Files.readString(file));
    }
}
