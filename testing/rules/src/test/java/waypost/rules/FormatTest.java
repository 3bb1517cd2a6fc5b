package waypost.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.ImportOrderer;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.JavaFormatterOptions.Style;
import com.palantir.javaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every Java file is as the formatter writes it; {@code bin/format} mends what this test refuses. */
class FormatTest {
    private static final Formatter FORMATTER = Formatter.createFormatter(
            JavaFormatterOptions.builder().style(Style.PALANTIR).build());

    @Test
    void everyFileIsFormatted() throws IOException {
        List<Path> files = Repository.javaFiles();
        assertFalse(files.isEmpty());
        List<String> misformatted = new ArrayList<>();
        for (Path file : files) {
            String source = Files.readString(file);
            try {
                String formatted = format(file, source);
                if (!formatted.equals(source)) {
                    mend(file, formatted, misformatted);
                }
            } catch (FormatterException unreadable) {
                misformatted.add(Repository.ROOT.relativize(file) + ": " + unreadable.getMessage());
            }
        }
        assertEquals(List.of(), misformatted, "run bin/format");
    }

    @Test
    void anotherFormatIsSeen() throws FormatterException {
        String right = "class Sample {\n    int a;\n}\n";
        assertEquals(right, format(Path.of("Sample.java"), right));
        for (String wrong : List.of(
                "class Sample { int a; }\n",
                right.replace("    ", "\t"),
                right.stripTrailing(),
                "import java.util.List;\n\n" + right)) {
            assertEquals(right, format(Path.of("Sample.java"), wrong));
        }
    }

    private static void mend(Path file, String formatted, List<String> misformatted) throws IOException {
        if (Boolean.getBoolean("waypost.update")) {
            Files.writeString(file, formatted);
        } else {
            misformatted.add(Repository.ROOT.relativize(file).toString());
        }
    }

    private static String format(Path file, String source) throws FormatterException {
        if (file.endsWith("package-info.java")) {
            return FORMATTER.formatSource(source);
        }
        return FORMATTER.formatSource(
                ImportOrderer.reorderImports(RemoveUnusedImports.removeUnusedImports(source), Style.PALANTIR));
    }
}
