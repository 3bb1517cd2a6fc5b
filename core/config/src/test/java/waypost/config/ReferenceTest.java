package waypost.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    /** Every key at once is no useful configuration, as no listener suits all services, but each value in it is one that its key takes. */
    @Test
    void exampleHasNoUnknownKeyOrBadValue() {
        String local = Reference.example().replace("\"${file:/etc/waypost/ldap.secret}\"", "secret");
        ConfigurationFile.Outcome.Wrong outcome =
                assertInstanceOf(ConfigurationFile.Outcome.Wrong.class, ConfigurationFile.read(local));
        assertEquals(
                List.of(
                        "services.lmtp.listeners[1].internal",
                        "services.link.listeners[1].internal",
                        "services.link.listeners[1].tls"),
                outcome.problems().stream().map(Problem::key).toList());
    }

    private static void compare(Path file, String generated) throws IOException {
        if (Boolean.getBoolean("waypost.update")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, generated);
        }
        assertEquals(generated, Files.readString(file));
    }
}
