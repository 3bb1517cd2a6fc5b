package waypost.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The checkout under test. */
final class Repository {
    static final Path ROOT = Path.of(System.getProperty("waypost.repository", "../.."))
            .toAbsolutePath()
            .normalize();

    private Repository() {}

    /** All Java files of the product and its tests, sorted. */
    static List<Path> javaFiles() {
        return find(path -> path.toString().endsWith(".java") && path.toString().contains("/src/"));
    }

    /** Folders with compiled product classes, each of a module. */
    static List<Path> compiledModules() {
        return find(path -> path.endsWith("target/classes/waypost")).stream()
                .map(Path::getParent)
                .toList();
    }

    static List<Path> poms() {
        return find(path -> path.endsWith("pom.xml"));
    }

    /** Files that list a module's class path. */
    static List<Path> librariesOfModules() {
        return find(path -> path.endsWith("target/libraries.txt"));
    }

    private static List<Path> find(Predicate<Path> wanted) {
        try (Stream<Path> paths = Files.walk(ROOT)) {
            return paths.filter(wanted)
                    .filter(path -> !ROOT.relativize(path).startsWith("var"))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
