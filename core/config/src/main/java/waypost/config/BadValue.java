package waypost.config;

/** A value that a record or a scalar type does not take. Found while a file is read, and always reported as a {@link Problem}. */
final class BadValue extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String component;
    private final String instead;

    /** @param component name of the record component that is wrong; empty for the value itself */
    BadValue(String component, String wrong, String instead) {
        super(wrong);
        this.component = component;
        this.instead = instead;
    }

    BadValue(String wrong, String instead) {
        this("", wrong, instead);
    }

    Problem at(String path) {
        String key = component.isEmpty() ? path : Names.join(path, Names.key(component));
        return new Problem(key, String.valueOf(getMessage()), instead);
    }
}
