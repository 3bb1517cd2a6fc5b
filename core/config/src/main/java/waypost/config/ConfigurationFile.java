package waypost.config;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads a configuration file into an immutable {@link Configuration}, or into the list of all that is wrong with it. */
public final class ConfigurationFile {
    private ConfigurationFile() {}

    /** What a file turned out to be. */
    public sealed interface Outcome {
        record Read(Configuration configuration) implements Outcome {}

        record Wrong(List<Problem> problems) implements Outcome {}
    }

    public static Outcome read(Path file) {
        try (Reader in = Files.newBufferedReader(file)) {
            return read(in, System::getenv);
        } catch (NoSuchFileException missing) {
            return unreadable("there is no such file", "name the node's configuration file");
        } catch (AccessDeniedException denied) {
            return unreadable("may not be read by this user", "let it be read");
        } catch (CharacterCodingException encoded) {
            return unreadable("is not UTF-8", "save it in UTF-8");
        } catch (IOException failed) {
            return unreadable("cannot be read: " + failed.getMessage(), "name a file that can be read");
        }
    }

    private static Outcome unreadable(String what, String instead) {
        return new Outcome.Wrong(List.of(new Problem("", what, instead)));
    }

    /** Reads text, for configurations that a program writes. */
    public static Outcome read(String text) {
        return read(new StringReader(text), System::getenv);
    }

    static Outcome read(Reader in, java.util.function.UnaryOperator<@Nullable String> environment) {
        Binder binder = new Binder(new References(environment));
        try {
            ImmutableNode root = StrictYaml.tree(in);
            Configuration configuration = binder.record(root, Configuration.class, "");
            if (configuration != null) {
                binder.problems().addAll(CrossReferences.check(configuration));
            }
            return configuration == null || !binder.problems().isEmpty()
                    ? new Outcome.Wrong(List.copyOf(binder.problems()))
                    : new Outcome.Read(configuration);
        } catch (YAMLException malformed) {
            String where = String.valueOf(malformed.getMessage())
                    .lines()
                    .map(String::strip)
                    .collect(java.util.stream.Collectors.joining(" "));
            return new Outcome.Wrong(List.of(new Problem("", "not YAML: " + where, "mend the line")));
        } catch (BadValue bad) {
            return new Outcome.Wrong(List.of(bad.at("")));
        }
    }
}
