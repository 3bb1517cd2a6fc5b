package waypost.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each folder of samples says where they come from, has the whole text of each licence they are under, and is named in NOTICE. */
class SampleLicenceTest {
    /** Licences that samples may have; of each how its text begins and ends. */
    private static final Map<String, List<String>> LICENCES = Map.of(
            "Apache-2.0",
            List.of("Apache License Version 2.0, January 2004", "END OF TERMS AND CONDITIONS"),
            "MIT",
            List.of("Permission is hereby granted, free of charge", "OTHER DEALINGS IN THE SOFTWARE."),
            "BSD-2-Clause",
            List.of("Redistribution and use in source and binary forms", "POSSIBILITY OF SUCH DAMAGE."),
            "BSD-3-Clause",
            List.of("Redistribution and use in source and binary forms", "POSSIBILITY OF SUCH DAMAGE."),
            "ISC",
            List.of("Permission to use, copy, modify", "USE OR PERFORMANCE OF THIS SOFTWARE."),
            "CC0-1.0",
            List.of("CC0 1.0 Universal", "no duty or obligation with respect to this CC0 or use of the Work."),
            "PDDL-1.0",
            List.of(
                    "Open Data Commons Public Domain Dedication & License (PDDL)",
                    "included in this Document in order to meet the intent of this Document."));

    private static final Pattern LICENCE = Pattern.compile("(?m)^- Licence: ([A-Za-z0-9.-]+)");
    private static final String OURS = "waypost";

    @TempDir
    Path temp;

    private Path folder;

    @Test
    void everyFolderHasItsLicences() throws IOException {
        String notice = Files.readString(Repository.ROOT.resolve("NOTICE"));
        List<String> faults = new ArrayList<>();
        int seen = 0;
        try (Stream<Path> folders = Files.list(Repository.ROOT.resolve("testing/data"))) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                seen++;
                fault(folder, notice).ifPresent(fault -> faults.add(folder.getFileName() + ": " + fault));
            }
        }
        assertTrue(seen > 5, "sample folders seen: " + seen);
        assertEquals(List.of(), faults);
    }

    private static Optional<String> fault(Path folder, String notice) throws IOException {
        if (!Files.exists(folder.resolve("LICENSE")) || !Files.exists(folder.resolve("SOURCE.md"))) {
            return Optional.of("LICENSE or SOURCE.md is missing");
        }
        List<String> licences = LICENCE.matcher(Files.readString(folder.resolve("SOURCE.md")))
                .results()
                .map(found -> found.group(1))
                .toList();
        if (licences.isEmpty()) {
            return Optional.of("SOURCE.md names no licence");
        }
        String text = Files.readString(folder.resolve("LICENSE")).replaceAll("\\s+", " ");
        for (String licence : licences) {
            if (!LICENCES.containsKey(licence)) {
                return Optional.of("samples may not be under " + licence);
            }
            if (!LICENCES.getOrDefault(licence, List.of()).stream().allMatch(text::contains)) {
                return Optional.of("LICENSE lacks the text of " + licence);
            }
        }
        String name = String.valueOf(folder.getFileName());
        boolean noticed = name.equals(OURS) || notice.lines().anyMatch(line -> line.startsWith("  " + name + ": "));
        return noticed ? Optional.empty() : Optional.of("no line in NOTICE");
    }

    @BeforeEach
    void sound() throws IOException {
        folder = Files.createDirectory(temp.resolve("samples"));
        Path data = Repository.ROOT.resolve("testing/data/spamassassin-corpus");
        Files.copy(data.resolve("LICENSE"), folder.resolve("LICENSE"));
        Files.copy(data.resolve("SOURCE.md"), folder.resolve("SOURCE.md"));
    }

    @Test
    void aSoundFolderIsAccepted() throws IOException {
        assertEquals(Optional.empty(), fault(folder, "  samples: here"));
    }

    @ParameterizedTest
    @CsvSource({
        "SOURCE.md, '- Licence: ',         '- License: ', SOURCE.md names no licence",
        "SOURCE.md, CC0-1.0,               CC-BY-NC-4.0,  samples may not be under CC-BY-NC-4.0",
        "LICENSE,   Open Data Commons P,   P,             LICENSE lacks the text of PDDL-1.0",
        "LICENSE,   order to meet the int, '',            LICENSE lacks the text of PDDL-1.0",
        "LICENSE,   CC0 1.0 Universal,     CC,            LICENSE lacks the text of CC0-1.0",
    })
    void aFolderIsRefusedForItsText(String file, String from, String to, String fault) throws IOException {
        Path changed = folder.resolve(file);
        String before = Files.readString(changed);
        assertTrue(before.contains(from), before);
        Files.writeString(changed, before.replace(from, to));
        assertEquals(Optional.of(fault), fault(folder, "  samples: here"));
    }

    @ParameterizedTest
    @CsvSource({"LICENSE", "SOURCE.md"})
    void aFolderIsRefusedForAMissingFile(String file) throws IOException {
        Files.delete(folder.resolve(file));
        assertEquals(Optional.of("LICENSE or SOURCE.md is missing"), fault(folder, "  samples: here"));
    }

    @Test
    void aFolderIsRefusedThatNoticeDoesNotName() throws IOException {
        assertEquals(Optional.of("no line in NOTICE"), fault(folder, "  other-samples: here"));
    }
}
