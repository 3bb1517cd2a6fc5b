package waypost.config;

/** A value that a scalar type does not take. Found while a file is read, and always reported as a {@link Problem}. */
final class BadValue extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String instead;

    BadValue(String wrong, String instead) {
        super(wrong);
        this.instead = instead;
    }

    Problem at(String key) {
        return new Problem(key, String.valueOf(getMessage()), instead);
    }
}
