package waypost.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** docs/standards.md is what the comments say; run with {@code -Dwaypost.update=true} to write it anew. */
class StandardsTest {
    @Test
    void pageIsCurrent() throws IOException {
        Standards standards = new Standards();
        for (Path file : Repository.javaFiles()) {
            if (file.toString().contains("/src/main/")) {
                standards.read(file);
            }
        }
        Map<Integer, String> titles = titles();
        Set<Integer> untitled = new TreeSet<>(standards.cited());
        untitled.removeAll(titles.keySet());
        assertTrue(untitled.isEmpty(), () -> "rfc-titles.txt has no title of RFC " + untitled);
        String page = resource("/standards.md") + standards.page(titles);
        Path file = Repository.ROOT.resolve("docs/standards.md");
        if (Boolean.getBoolean("waypost.update")) {
            Files.writeString(file, page);
        }
        assertEquals(
                page,
                Files.readString(file),
                "a comment cites other rules now; write the page with -Dwaypost.update=true");
    }

    @Test
    void findsSectionsAndWhatIsDeclined() {
        Standards standards = new Standards();
        standards.read("Second", " RFC 1 §2.10, §2.9 and RFC 3: a $ is declined. More.");
        standards.read("First", " As RFC 1 §2.9 has it, or RFC 1 appendix A.");
        assertEquals(Set.of(1, 3), standards.cited());
        assertEquals("""
                ## Rules that are declined

                - RFC 1 §2.10, §2.9 and RFC 3: a $ is declined. (`Second`)

                ## Rules that are cited

                ### RFC 1: One

                - §2.9: `First`, `Second`
                - §2.10: `Second`
                - appendix A: `First`

                ### RFC 3: Three

                - as a whole: `Second`
                """, standards.page(Map.of(1, "One", 3, "Three")));
    }

    private static Map<Integer, String> titles() throws IOException {
        Map<Integer, String> titles = new TreeMap<>();
        resource("/rfc-titles.txt").lines().forEach(line -> {
            String[] parts = line.split(" ", 2);
            titles.put(Integer.valueOf(parts[0]), parts[1]);
        });
        return titles;
    }

    private static String resource(String name) throws IOException {
        try (var in = Objects.requireNonNull(StandardsTest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
