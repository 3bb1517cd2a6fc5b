package waypost.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The value of a property as fields: lines of a name, an equals sign and a text without line ends. Names that a reader does not know are skipped. */
final class PropertyFields {
    private final Map<String, String> fields = new LinkedHashMap<>();

    static PropertyFields of(PropertyValue value) {
        PropertyFields read = new PropertyFields();
        value.text().lines().forEach(line -> {
            int sign = line.indexOf('=');
            if (sign > 0) {
                read.with(line.substring(0, sign), line.substring(sign + 1));
            }
        });
        return read;
    }

    PropertyFields with(String name, Object text) {
        fields.put(name, text.toString());
        return this;
    }

    Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** @throws IllegalArgumentException if it is not there */
    String text(String name) {
        return field(name).orElseThrow(() -> new IllegalArgumentException("no " + name));
    }

    /** @throws IllegalArgumentException if it is none, or not there */
    long number(String name) {
        return Long.parseLong(text(name));
    }

    PropertyValue value() {
        StringBuilder lines = new StringBuilder();
        fields.forEach(
                (name, text) -> lines.append(name).append('=').append(text).append('\n'));
        return PropertyValue.of(lines.toString());
    }
}
