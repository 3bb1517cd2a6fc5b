package waypost.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever library comes from elsewhere may be used: in the distribution, and in tests. */
class LicenceTest {
    private static final Set<String> LICENCES =
            Set.of("Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "ISC", "Unicode-3.0", "EPL-2.0");
    private static final Pattern JAR = Pattern.compile("(.+?)-\\d.*\\.jar");

    @Test
    void everyLibraryOfTheDistributionIsListed() throws IOException {
        try (Stream<Path> files = Files.list(Repository.ROOT.resolve("app/target/waypost/lib"))) {
            check(files, listed("libraries.txt"));
        }
    }

    /** MIT and BSD want their notices in copies. */
    @Test
    void theArchiveTellsOfEachLibrary() throws IOException {
        String page = Files.readString(Repository.ROOT.resolve("docs/libraries.md"));
        List<String> missing = listed("libraries.txt").entrySet().stream()
                .map(library -> "| " + library.getKey() + " | " + library.getValue() + " |")
                .filter(row -> !page.contains(row))
                .toList();
        assertEquals(List.of(), missing);
    }

    /** Each module writes down what it is compiled and tested with. */
    @Test
    void everyLibraryOfTestsIsListed() throws IOException {
        Set<Path> jars = new TreeSet<>();
        for (Path list : Repository.librariesOfModules()) {
            for (String jar : Files.readString(list).strip().split(File.pathSeparator)) {
                jars.add(Path.of(jar));
            }
        }
        Map<String, String> listed = listed("libraries.txt");
        listed.putAll(listed("test-libraries.txt"));
        check(jars.stream(), listed);
    }

    private static void check(Stream<Path> files, Map<String, String> listed) {
        List<String> names = files.map(file -> String.valueOf(file.getFileName()))
                .filter(name -> name.endsWith(".jar") && !name.startsWith("waypost-"))
                .toList();
        assertTrue(names.size() > 20, "libraries seen: " + names.size());
        List<String> faults = new ArrayList<>();
        names.forEach(name -> fault(name, listed).ifPresent(faults::add));
        assertEquals(List.of(), faults);
    }

    private static Optional<String> fault(String jar, Map<String, String> listed) {
        Matcher name = JAR.matcher(jar);
        String library = name.matches() ? name.group(1) : jar;
        String licence = listed.getOrDefault(library, "not listed");
        return LICENCES.contains(licence) ? Optional.empty() : Optional.of(library + ": " + licence);
    }

    private static Map<String, String> listed(String file) throws IOException {
        Map<String, String> listed = new HashMap<>();
        for (String line : Files.readAllLines(Repository.ROOT.resolve("testing/rules/src/test/resources/" + file))) {
            if (!line.startsWith("#")) {
                String[] words = line.split(" +", 2);
                listed.put(words[0], words[1]);
            }
        }
        return listed;
    }

    @ParameterizedTest
    @CsvSource({
        "good-1.0.jar,        ''",
        "copyleft-2.1.jar,    copyleft: GPL-3.0",
        "unheard-of-3.jar,    unheard-of: not listed",
        "without-version.jar, without-version.jar: not listed",
    })
    void aLibraryIsRefusedForWantOfALicence(String jar, String fault) {
        Map<String, String> listed = Map.of("good", "Apache-2.0", "copyleft", "GPL-3.0");
        assertEquals(fault, fault(jar, listed).orElse(""));
    }
}
