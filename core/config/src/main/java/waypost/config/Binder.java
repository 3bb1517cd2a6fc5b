package waypost.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of a configuration tree. It goes on after a problem, so that a file's problems are told in one go; what could not be made
 * is null and the result is then not used.
 */
final class Binder {
    private final References references;
    private final List<Problem> problems = new ArrayList<>();

    Binder(References references) {
        this.references = references;
    }

    List<Problem> problems() {
        return problems;
    }

    /** One mapping as a record; null when something in it is wrong. */
    <R> @Nullable R record(ImmutableNode node, Class<R> type, String path) {
        int before = problems.size();
        if (node.getValue() != null) {
            problems.add(
                    new Problem(path, "a single value where a section belongs", "write keys below it: " + keys(type)));
            return null;
        }
        refuseUnknown(node, type, path);
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = component(node, components[i], path);
        }
        return problems.size() > before ? null : construct(type, values, path);
    }

    private void refuseUnknown(ImmutableNode node, Class<?> type, String path) {
        Set<String> known = Arrays.stream(type.getRecordComponents())
                .map(component -> Names.key(component.getName()))
                .collect(Collectors.toSet());
        Set<String> told = new HashSet<>();
        for (ImmutableNode child : node.getChildren()) {
            if (!known.contains(child.getNodeName()) && told.add(child.getNodeName())) {
                problems.add(new Problem(
                        Names.join(path, child.getNodeName()), "no such key", "keys here are: " + keys(type)));
            }
        }
    }

    private static String keys(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(component -> Names.key(component.getName()))
                .collect(Collectors.joining(", "));
    }

    private @Nullable Object component(ImmutableNode parent, RecordComponent component, String path) {
        String name = Names.key(component.getName());
        String key = Names.join(path, name);
        List<ImmutableNode> found = parent.getChildren().stream()
                .filter(child -> name.equals(child.getNodeName()))
                .filter(child ->
                        child.getValue() != null || !child.getChildren().isEmpty())
                .toList();
        Class<?> type = component.getType();
        if (type == List.class) {
            return list(found, argument(component), key);
        }
        if (found.size() > 1) {
            problems.add(new Problem(key, "a list where one value belongs", "write a single value"));
            return null;
        }
        if (type == Optional.class) {
            return found.isEmpty() ? Optional.empty() : optional(value(found.getFirst(), argument(component), key));
        }
        return found.isEmpty() ? missing(component, key) : value(found.getFirst(), type, key);
    }

    private static Optional<?> optional(@Nullable Object value) {
        return Optional.ofNullable(value);
    }

    private List<?> list(List<ImmutableNode> nodes, Class<?> element, String key) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            Object value = value(nodes.get(i), element, key + "[" + (i + 1) + "]");
            if (value != null) {
                values.add(value);
            }
        }
        return List.copyOf(values);
    }

    private @Nullable Object missing(RecordComponent component, String key) {
        Key told = component.getAnnotation(Key.class);
        if (!told.standard().isEmpty()) {
            return Scalars.read(component.getType(), told.standard());
        }
        if (allOptional(component.getType())) {
            return record(new ImmutableNode.Builder().create(), component.getType(), key);
        }
        String example =
                told.example().isEmpty() ? "" : ", as in " + Names.key(component.getName()) + ": " + told.example();
        problems.add(new Problem(key, "missing", "write it" + example));
        return null;
    }

    /** A section all of whose keys may be missing may be missing itself. */
    static boolean allOptional(Class<?> type) {
        return type.isRecord()
                && !Scalars.isScalar(type)
                && Arrays.stream(type.getRecordComponents()).allMatch(Binder::optional);
    }

    static boolean optional(RecordComponent component) {
        Class<?> type = component.getType();
        return type == List.class
                || type == Optional.class
                || !component.getAnnotation(Key.class).standard().isEmpty()
                || allOptional(type);
    }

    private @Nullable Object value(ImmutableNode node, Class<?> type, String key) {
        if (!Scalars.isScalar(type)) {
            return record(node, type, key);
        }
        if (!node.getChildren().isEmpty()) {
            problems.add(new Problem(key, "a section where a value belongs", "write " + Scalars.form(type)));
            return null;
        }
        try {
            return Scalars.read(type, references.resolve(String.valueOf(node.getValue())));
        } catch (BadValue bad) {
            problems.add(bad.at(key));
            return null;
        }
    }

    /** The type inside {@code Optional<…>} or {@code List<…>}. */
    static Class<?> argument(RecordComponent component) {
        return (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
    }

    private <R> @Nullable R construct(Class<R> type, @Nullable Object[] values, String path) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<R> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(values);
        } catch (InvocationTargetException refused) {
            if (refused.getCause() instanceof BadValue bad) {
                problems.add(bad.at(path));
                return null;
            }
            throw new IllegalStateException("cannot make " + type, refused.getCause());
        } catch (ReflectiveOperationException notARecord) {
            throw new IllegalStateException("cannot make " + type, notARecord);
        }
    }
}
