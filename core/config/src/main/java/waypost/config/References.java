package waypost.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces {@code ${env:NAME}} and {@code ${file:/path}} in values; nothing else may look like a reference. What a variable or a file holds is
 * taken as it is, whatever it looks like. A file's trailing line end is dropped. What is no reference is not told: it may be a part of a password.
 */
final class References {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(?:(env|file):([^}]*)}|[^}]*}?)");

    private final UnaryOperator<@Nullable String> environment;

    /** @param environment gives the value of a variable, or null */
    References(UnaryOperator<@Nullable String> environment) {
        this.environment = environment;
    }

    String resolve(String value) {
        return REFERENCE.matcher(value).replaceAll(found -> Matcher.quoteReplacement(referred(found)));
    }

    private String referred(MatchResult found) {
        return switch (found.group(1)) {
            case "env" -> variable(found.group(2));
            case "file" -> content(found.group(2));
            case null, default ->
                throw new BadValue(
                        "${ that begins no reference",
                        "write ${env:NAME} or ${file:/path}; a value that has ${ in it belongs in such a file");
        };
    }

    private String variable(String name) {
        String value = environment.apply(name);
        if (value == null && name.contains(":-")) {
            throw new BadValue("default values (:-) are not supported", "write ${env:NAME}, and set the variable");
        }
        if (value == null) {
            throw new BadValue("environment variable " + name + " is not set", "set it, or write the value itself");
        }
        return value;
    }

    private static String content(String path) {
        try {
            Path file = Path.of(path);
            try {
                return Files.readString(file).stripTrailing();
            } catch (IOException failed) {
                throw new BadValue(path + " " + Unreadable.why(file, failed), "name a file that can be read");
            }
        } catch (InvalidPathException notOne) {
            throw new BadValue("${file: with what is no path", "name a file that can be read");
        }
    }
}
