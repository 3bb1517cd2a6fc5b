package waypost.config;

import java.lang.reflect.RecordComponent;
import java.util.List;

/** The least and the most that a key takes, each as it would be written; empty for no bound. */
record Range(Class<?> type, String least, String most) {
    /** Of a component's values; a list has a least number of elements instead, and its values have no bounds. */
    static Range of(RecordComponent component) {
        Key key = component.getAnnotation(Key.class);
        return component.getType() == List.class
                ? new Range(component.getType(), "", "")
                : new Range(Binder.element(component), key.least(), key.most());
    }

    boolean contains(Object value) {
        return (least.isEmpty() || compare(value, least) >= 0) && (most.isEmpty() || compare(value, most) <= 0);
    }

    @SuppressWarnings("unchecked") // a bound has the type of the value
    private int compare(Object value, String bound) {
        return ((Comparable<Object>) value).compareTo(Scalars.read(type, bound));
    }

    /** As in {@code 1 to 256}; empty where there is no bound. */
    String words() {
        if (least.isEmpty()) {
            return most.isEmpty() ? "" : "at most " + most;
        }
        return most.isEmpty() ? "at least " + least : least + " to " + most;
    }
}
