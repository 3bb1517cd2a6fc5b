package waypost.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes what the records say of themselves: the reference page and the annotated example. */
public final class Reference {
    private Reference() {}

    /** A page of Markdown with a table for each section, in the order in which they are met. */
    public static String page() {
        StringBuilder page = new StringBuilder("""
                # Configuration

                One YAML file for a node. This page is generated from the records that parse it; a test compares.

                Durations and sizes always have a unit. A value may be `${env:NAME}` or `${file:/path}`. Unknown keys are refused, and so
                are keys given twice. `bin/waypost check-config FILE` tells all that is wrong with a file in one go.
                """);
        record Section(String path, Class<?> type) {}
        Deque<Section> waiting = new ArrayDeque<>(List.of(new Section("", Configuration.class)));
        Set<Class<?>> met = new HashSet<>();
        while (!waiting.isEmpty()) {
            Section section = waiting.removeFirst();
            page.append("\n## ")
                    .append(section.path.isEmpty() ? "The file" : "`" + section.path + "`")
                    .append("\n\n");
            page.append("| key | type | standard | what for |\n|---|---|---|---|\n");
            for (RecordComponent component : section.type.getRecordComponents()) {
                page.append(row(component));
                Class<?> type = Binder.element(component);
                if (!Scalars.isScalar(type) && met.add(type)) {
                    waiting.addLast(new Section(Names.join(section.path, shown(component)), type));
                }
            }
        }
        return page.toString();
    }

    private static String row(RecordComponent component) {
        Key key = component.getAnnotation(Key.class);
        String standard = key.standard().isEmpty()
                ? (Binder.optional(component) ? "" : "**required**")
                : "`" + key.standard().replace("|", "\\|") + "`"; // a bar ends a cell, in code too
        return "| `" + Names.key(component.getName()) + "` | " + form(component) + " | " + standard + " | "
                + key.value() + " |\n";
    }

    private static String form(RecordComponent component) {
        Class<?> type = Binder.element(component);
        String one = Scalars.isScalar(type) ? Scalars.form(type) : "section";
        if (component.getType() == List.class) {
            return "list of " + one;
        }
        String range = Range.of(component).words();
        return range.isEmpty() ? one : one + ", " + range;
    }

    private static String shown(RecordComponent component) {
        return Names.key(component.getName()) + (component.getType() == List.class ? "[]" : "");
    }

    /** A file that names every key once, each under its explanation. Keys that may be missing and have no example are comments. */
    public static String example() {
        StringBuilder yaml = new StringBuilder(
                "# Every key of a Waypost configuration. Generated; docs/configuration.md is the reference.\n");
        section(Configuration.class, "", Map.of(), yaml);
        return yaml.toString();
    }

    /** @param chosen values of keys that are another here than their own examples */
    private static void section(Class<?> type, String indent, Map<String, String> chosen, StringBuilder yaml) {
        for (RecordComponent component : type.getRecordComponents()) {
            Key key = component.getAnnotation(Key.class);
            Class<?> element = Binder.element(component);
            String name = Names.key(component.getName());
            if (indent.isEmpty()) {
                yaml.append('\n');
            }
            yaml.append(indent).append("# ").append(key.value()).append('\n');
            if (Scalars.isScalar(element)) {
                String value = chosen.getOrDefault(name, key.example().isEmpty() ? key.standard() : key.example());
                String comment = value.isEmpty() ? "#" : "";
                yaml.append(indent)
                        .append(comment)
                        .append(name)
                        .append(": ")
                        .append(quoted(value))
                        .append('\n');
                continue;
            }
            boolean list = component.getType() == List.class;
            yaml.append(indent).append(name).append(":\n").append(list ? indent + "  -\n" : "");
            section(element, indent + (list ? "    " : "  "), key.example().isEmpty() ? chosen : values(key), yaml);
        }
    }

    private static Map<String, String> values(Key section) {
        return Arrays.stream(section.example().split(", "))
                .map(value -> value.split(": ", 2))
                .collect(Collectors.toMap(value -> value[0], value -> value[1]));
    }

    /** Values such as {@code (mail=%e)} and {@code +} are text in YAML only between quotes where they could be taken for syntax. */
    private static String quoted(String value) {
        boolean plain = value.isEmpty()
                || value.startsWith("[")
                || value.startsWith("\"")
                || value.chars().allMatch(c -> Character.isLetterOrDigit(c) || "./-_: @".indexOf(c) >= 0);
        return plain && !value.contains(": ") ? value : "\"" + value + "\"";
    }
}
