package waypost.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a metric, taken apart.
 *
 * @param family the words that are the same for all that have such a metric
 * @param labels whose this one is, by what that is called
 */
record MetricName(String family, Map<String, String> labels) {
    /** Names of those of which there are several: a word in capitals stands for whose it is, a star for a last word. */
    static final List<String> SHAPES = List.of(
            "net.LISTENER.login.OUTCOME",
            "net.LISTENER.refused.REASON",
            "net.LISTENER.*",
            "lookups.MAPS.FOR.*",
            "mapping.MAPS.MAP.*",
            "directory.DIRECTORY.searches.*",
            "directory.DIRECTORY.binds.*",
            "directory.DIRECTORY.servers.*",
            "directory.DIRECTORY.*",
            "link.NODE.*",
            "nodes.SERVICE.NODE.*");

    private static final List<Shape> ALL = SHAPES.stream().map(Shape::of).toList();

    static MetricName of(String name) {
        return ALL.stream()
                .flatMap(shape -> shape.read(name).stream())
                .findFirst()
                .orElseGet(() -> new MetricName(name, Map.of()));
    }

    private record Shape(List<String> words, Pattern pattern) {
        private static final String ANY = "*";

        static Shape of(String shape) {
            List<String> words = List.of(shape.split("\\."));
            List<String> patterns = words.stream()
                    .map(word ->
                            word.equals(ANY) ? "([^.]+)" : isLabel(word) ? "(.+?)" : "(" + Pattern.quote(word) + ")")
                    .toList();
            return new Shape(words, Pattern.compile(String.join("\\.", patterns)));
        }

        private static boolean isLabel(String word) {
            return word.chars().allMatch(Character::isUpperCase);
        }

        Optional<MetricName> read(String name) {
            Matcher matcher = pattern.matcher(name);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            List<String> family = new ArrayList<>();
            Map<String, String> labels = new TreeMap<>();
            for (int i = 0; i < words.size(); i++) {
                String read = matcher.group(i + 1);
                if (isLabel(words.get(i))) {
                    labels.put(words.get(i).toLowerCase(Locale.ROOT), read);
                } else {
                    family.add(read);
                }
            }
            return Optional.of(new MetricName(String.join(".", family), labels));
        }
    }
}
