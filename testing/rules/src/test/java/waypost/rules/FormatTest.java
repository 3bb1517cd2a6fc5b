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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every Java file is as the formatter writes it; {@code bin/format} mends what this test refuses. */
class FormatTest {
    private static final Formatter FORMATTER = Formatter.createFormatter(
            JavaFormatterOptions.builder().style(Style.PALANTIR).build());

    @Test
    void everyFileIsFormatted() throws IOException {
        List<Path> files = Repository.javaFiles();
        assertFalse(files.isEmpty());
        List<String> misformatted = files.parallelStream()
                .flatMap(file -> misformatted(file).stream())
                .toList();
        assertEquals(List.of(), misformatted, "run bin/format");
    }

    private static Optional<String> misformatted(Path file) {
        String name = Repository.ROOT.relativize(file).toString();
        try {
            String source = Files.readString(file);
            String formatted = format(file, source);
            return formatted.equals(source) || mended(file, formatted) ? Optional.empty() : Optional.of(name);
        } catch (FormatterException unreadable) {
            return Optional.of(name + ": " + unreadable.getMessage());
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
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

    private static boolean mended(Path file, String formatted) throws IOException {
        boolean mends = Boolean.getBoolean("waypost.update");
        if (mends) {
            Files.writeString(file, formatted);
        }
        return mends;
    }

    private static String format(Path file, String source) throws FormatterException {
        if (file.endsWith("package-info.java")) {
            return FORMATTER.formatSource(source);
        }
        return FORMATTER.formatSource(
                ImportOrderer.reorderImports(RemoveUnusedImports.removeUnusedImports(source), Style.PALANTIR));
    }
}
