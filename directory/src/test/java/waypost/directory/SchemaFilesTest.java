package waypost.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.unboundid.ldif.LDIFReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The two files for OpenLDAP's two kinds of configuration define the same. */
class SchemaFilesTest {
    private static final Path FOLDER = Path.of(System.getProperty("waypost.repository", ".."), "ldap-schema");
    private static final Pattern IDENTIFIER = Pattern.compile("(?m)^objectidentifier (\\S+) (\\S+)$");
    private static final Pattern DEFINITION = Pattern.compile("(?ms)^(?:attributetype|objectclass) (\\(.*?\\))$");

    @Test
    void bothFormsDefineTheSame() throws Exception {
        assertEquals(ofConfiguration(), ofSchemaFile());
    }

    private static List<String> ofConfiguration() throws Exception {
        var entry = Objects.requireNonNull(
                new LDIFReader(FOLDER.resolve("waypost.ldif").toFile()).readEntry());
        return Stream.of("olcAttributeTypes", "olcObjectClasses")
                .flatMap(attribute -> Stream.of(entry.getAttributeValues(attribute)))
                .toList();
    }

    private static List<String> ofSchemaFile() throws IOException {
        String text = Files.readString(FOLDER.resolve("waypost.schema"));
        Map<String, String> identifiers = new HashMap<>();
        IDENTIFIER
                .matcher(text)
                .results()
                .forEach(found -> identifiers.put(found.group(1), resolved(found.group(2), identifiers)));
        return DEFINITION
                .matcher(text)
                .results()
                .map(found -> found.group(1).split("\\s+"))
                .map(words -> {
                    words[1] = resolved(words[1], identifiers);
                    return String.join(" ", words);
                })
                .toList();
    }

    /** {@code name:suffix}, or a numeric identifier. */
    private static String resolved(String identifier, Map<String, String> identifiers) {
        int colon = identifier.indexOf(':');
        return colon < 0
                ? identifiers.getOrDefault(identifier, identifier)
                : identifiers.get(identifier.substring(0, colon)) + "." + identifier.substring(colon + 1);
    }
}
