package waypost.config;

/** The log. */
public record LogSection(
        @Key(value = "Least important thing logged.", standard = "info")
        Level level,

        @Key(value = "Form of a line.", standard = "text") Format format) {

    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }

    public enum Format {
        TEXT,
        JSON
    }
}
