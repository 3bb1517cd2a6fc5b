package waypost.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.configuration2.tree.ImmutableNode;

/**
 * Makes records of a configuration tree. It always makes a whole one, so that a file's problems are told in one go: what is wrong is told and
 * stood in for, and the record is then good for further checks only.
 */
final class Binder {
    private final References references;
    private final Problems problems;

    Binder(References references, Problems problems) {
        this.references = references;
        this.problems = problems;
    }

    /** One mapping as a record. */
    <R> R record(ImmutableNode node, Class<R> type, String path) {
        if (node.getValue() != null) {
            problems.tell(
                    new Problem(path, "a single value where a section belongs", "write keys below it: " + keys(type)));
            return standIn(type);
        }
        refuseUnknown(node, type, path);
        Object[] values = Arrays.stream(type.getRecordComponents())
                .map(component -> component(node, component, path))
                .toArray();
        return construct(type, values);
    }

    private void refuseUnknown(ImmutableNode node, Class<?> type, String path) {
        Set<String> known = Arrays.stream(type.getRecordComponents())
                .map(component -> Names.key(component.getName()))
                .collect(Collectors.toSet());
        Set<String> told = new HashSet<>();
        for (ImmutableNode child : node.getChildren()) {
            if (!known.contains(child.getNodeName()) && told.add(child.getNodeName())) {
                problems.tell(new Problem(
                        Names.join(path, child.getNodeName()), "no such key", "keys here are: " + keys(type)));
            }
        }
    }

    private static String keys(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(component -> Names.key(component.getName()))
                .collect(Collectors.joining(", "));
    }

    private Object component(ImmutableNode parent, RecordComponent component, String path) {
        String name = Names.key(component.getName());
        String key = Names.join(path, name);
        List<ImmutableNode> found = parent.getChildren().stream()
                .filter(child -> name.equals(child.getNodeName()))
                .toList();
        if (found.isEmpty() || found.size() == 1 && empty(found.getFirst())) {
            return missing(component, key);
        }
        if (component.getType() == List.class) {
            return list(found, component, key);
        }
        if (found.size() > 1) {
            problems.tell(new Problem(key, "a list where one value belongs", "write a single value"));
            return standIn(component);
        }
        Optional<?> value = value(found.getFirst(), component, key);
        return component.getType() == Optional.class
                ? value
                : value.<Object>map(v -> v).orElseGet(() -> standIn(component));
    }

    private static boolean empty(ImmutableNode node) {
        return node.getValue() == null && node.getChildren().isEmpty();
    }

    /** What is in front of the first wrong element, all of which are told: what is behind it would have the key of another. */
    private List<?> list(List<ImmutableNode> nodes, RecordComponent component, String key) {
        List<? extends Optional<?>> values = Item.of(key, nodes).stream()
                .map(node -> value(node.value(), component, node.key()))
                .toList();
        return values.stream()
                .takeWhile(Optional::isPresent)
                .map(Optional::orElseThrow)
                .toList();
    }

    private Object missing(RecordComponent component, String key) {
        if (!optional(component)) {
            String example = component.getAnnotation(Key.class).example();
            String written = example.isEmpty() ? "" : ", as in " + Names.key(component.getName()) + ": " + example;
            problems.tell(new Problem(key, "missing", "write it" + written));
        }
        return standIn(component);
    }

    /** What holds where a value is missing. Where one is required, its example, for the checks that follow. */
    private Object standIn(RecordComponent component) {
        Class<?> type = component.getType();
        if (type == List.class) {
            return List.of();
        }
        if (type == Optional.class) {
            return Optional.empty();
        }
        if (!Scalars.isScalar(type)) {
            return standIn(type);
        }
        Key key = component.getAnnotation(Key.class);
        return Scalars.read(type, key.standard().isEmpty() ? key.example() : key.standard());
    }

    private <R> R standIn(Class<R> type) {
        return construct(
                type,
                Arrays.stream(type.getRecordComponents()).map(this::standIn).toArray());
    }

    /** A section all of whose keys may be missing may be missing itself. */
    static boolean allOptional(Class<?> type) {
        return type.isRecord()
                && !Scalars.isScalar(type)
                && Arrays.stream(type.getRecordComponents()).allMatch(Binder::optional);
    }

    static boolean optional(RecordComponent component) {
        Class<?> type = component.getType();
        Key key = component.getAnnotation(Key.class);
        return type == List.class && key.least().isEmpty()
                || type == Optional.class
                || !key.standard().isEmpty()
                || allOptional(type);
    }

    /** Empty where it is wrong. */
    private Optional<?> value(ImmutableNode node, RecordComponent component, String key) {
        Class<?> type = element(component);
        if (!Scalars.isScalar(type)) {
            return Optional.of(record(node, type, key));
        }
        if (!node.getChildren().isEmpty()) {
            problems.tell(new Problem(key, "a section where a value belongs", "write " + Scalars.form(type)));
            return Optional.empty();
        }
        if (node.getValue() == null) {
            problems.tell(new Problem(key, "nothing where a value belongs", "write " + Scalars.form(type)));
            return Optional.empty();
        }
        try {
            String text = references.resolve(String.valueOf(node.getValue()));
            return Optional.of(within(Range.of(component), Scalars.read(type, text), text));
        } catch (BadValue bad) {
            problems.tell(bad.at(key));
            return Optional.empty();
        }
    }

    private static Object within(Range range, Object value, String text) {
        if (!range.contains(value)) {
            throw new BadValue("out of range: " + text, "write " + range.words());
        }
        return value;
    }

    /** The type of a component, or that inside {@code Optional<…>} or {@code List<…>}. */
    static Class<?> element(RecordComponent component) {
        Class<?> type = component.getType();
        return type == List.class || type == Optional.class
                ? (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0]
                : type;
    }

    private static <R> R construct(Class<R> type, Object[] values) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<R> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException notARecord) {
            throw new IllegalStateException("cannot make " + type, notARecord);
        }
    }
}
