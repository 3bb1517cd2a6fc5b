package waypost.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.apache.commons.configuration2.interpol.ConfigurationInterpolator;
import org.jspecify.annotations.Nullable;

/** Replaces {@code ${env:NAME}} and {@code ${file:/path}} in values; nothing else is a reference. A file's trailing line end is dropped. */
final class References {
    private final ConfigurationInterpolator interpolator = new ConfigurationInterpolator();

    /** @param environment gives the value of a variable, or null */
    References(UnaryOperator<@Nullable String> environment) {
        interpolator.registerLookup("env", name -> known(environment.apply(name), "environment variable " + name));
        interpolator.registerLookup("file", References::content);
    }

    String resolve(String value) {
        if (!value.contains("${")) {
            return value;
        }
        String resolved = String.valueOf(interpolator.interpolate(value));
        if (resolved.contains("${") && value.contains("${") && resolved.equals(value)) {
            throw new BadValue("not a reference: " + value, "write ${env:NAME} or ${file:/path}");
        }
        return resolved;
    }

    private static String known(@Nullable String value, String what) {
        if (value == null) {
            throw new BadValue(what + " is not set", "set it, or write the value itself");
        }
        return value;
    }

    private static String content(String path) {
        try {
            return Files.readString(Path.of(path)).stripTrailing();
        } catch (IOException unreadable) {
            throw new BadValue(
                    "cannot read " + path + " (" + unreadable.getClass().getSimpleName() + ")",
                    "name a file that can be read");
        }
    }
}
