package waypost.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What comes from elsewhere may be used: libraries in the distribution, sample data in the repository. */
class LicenceTest {
    private static final Set<String> LIBRARY_LICENCES =
            Set.of("Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "ISC", "Unicode-3.0", "EPL-2.0");
    private static final Set<String> DATA_LICENCES =
            Set.of("Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "ISC", "CC0-1.0", "PDDL-1.0", "OLDAP-2.8");

    private static final Pattern JAR = Pattern.compile("(.+?)-\\d.*\\.jar");
    private static final Pattern LICENCE = Pattern.compile("(?m)^- Licence: ([A-Za-z0-9.-]+)");

    @Test
    void everyLibraryIsListed() throws IOException {
        Map<String, String> listed = listed();
        List<String> wrong = new ArrayList<>();
        int seen = 0;
        try (Stream<Path> jars = Files.list(Repository.ROOT.resolve("app/target/waypost/lib"))) {
            for (Path jar :
                    jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
                Matcher name = JAR.matcher(String.valueOf(jar.getFileName()));
                if (name.matches() && !name.group(1).startsWith("waypost-")) {
                    seen++;
                    String licence = listed.getOrDefault(name.group(1), "not listed in libraries.txt");
                    if (!LIBRARY_LICENCES.contains(licence)) {
                        wrong.add(name.group(1) + ": " + licence);
                    }
                }
            }
        }
        assertTrue(seen > 20, "libraries seen: " + seen);
        assertEquals(List.of(), wrong);
    }

    private static Map<String, String> listed() throws IOException {
        Map<String, String> listed = new HashMap<>();
        Path list = Repository.ROOT.resolve("testing/rules/src/test/resources/libraries.txt");
        for (String line : Files.readAllLines(list)) {
            if (!line.startsWith("#")) {
                String[] words = line.split(" +", 2);
                listed.put(words[0], words[1]);
            }
        }
        return listed;
    }

    @Test
    void everySampleFolderHasItsLicence() throws IOException {
        String notice = Files.readString(Repository.ROOT.resolve("NOTICE"));
        List<String> wrong = new ArrayList<>();
        int seen = 0;
        try (Stream<Path> folders = Files.list(Repository.ROOT.resolve("testing/data"))) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                seen++;
                fault(folder, notice).ifPresent(fault -> wrong.add(folder.getFileName() + ": " + fault));
            }
        }
        assertTrue(seen > 5, "sample folders seen: " + seen);
        assertEquals(List.of(), wrong);
    }

    private static Optional<String> fault(Path folder, String notice) throws IOException {
        String name = String.valueOf(folder.getFileName());
        if (!Files.exists(folder.resolve("LICENSE")) || !Files.exists(folder.resolve("SOURCE.md"))) {
            return Optional.of("LICENSE or SOURCE.md is missing");
        }
        Matcher licence = LICENCE.matcher(Files.readString(folder.resolve("SOURCE.md")));
        if (!licence.find() || !DATA_LICENCES.contains(licence.group(1))) {
            return Optional.of("its licence is not one of " + DATA_LICENCES);
        }
        return name.equals("waypost") || notice.contains(name) ? Optional.empty() : Optional.of("no line in NOTICE");
    }
}
