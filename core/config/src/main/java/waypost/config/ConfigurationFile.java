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
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.composer.ComposerException;
import org.yaml.snakeyaml.constructor.ConstructorException;
import org.yaml.snakeyaml.constructor.DuplicateKeyException;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads a configuration file into an immutable {@link Configuration}, or into the list of all that is wrong with it. */
public final class ConfigurationFile {
    private ConfigurationFile() {}

    /** What a file turned out to be. */
    public sealed interface Outcome {
        record Read(Configuration configuration) implements Outcome {}

        record Wrong(List<Problem> problems) implements Outcome {}
    }

    /** @param meaning checks what only those who take the values can judge; it sees stand-ins where the problems tell of wrong values */
    public static Outcome read(Path file, BiConsumer<Configuration, Problems> meaning) {
        return opened(file, in -> read(in, System::getenv, meaning));
    }

    /** Reads the sections that a command needs. Whatever is wrong with others does not count: there the configuration has stand-ins. */
    public static Outcome read(Path file, Set<String> sections) {
        return opened(
                file,
                in -> read(
                        in,
                        System::getenv,
                        (_, _) -> {},
                        problem -> sections.stream().anyMatch(section -> Problems.within(problem.key(), section))));
    }

    private static Outcome opened(Path file, Function<Reader, Outcome> reading) {
        try {
            return reading.apply(new StringReader(Files.readString(file)));
        } catch (NoSuchFileException missing) {
            return unreadable("there is no such file", "name the node's configuration file");
        } catch (AccessDeniedException denied) {
            return unreadable(Unreadable.why(file, denied), "let it be read");
        } catch (CharacterCodingException encoded) {
            return unreadable(Unreadable.why(file, encoded), "save it in UTF-8");
        } catch (IOException failed) {
            return unreadable(Unreadable.why(file, failed), "name a file that can be read");
        }
    }

    private static Outcome unreadable(String what, String instead) {
        return new Outcome.Wrong(List.of(new Problem("", what, instead)));
    }

    /** Reads text, for configurations that a program writes. */
    public static Outcome read(String text) {
        return read(new StringReader(text), System::getenv, (_, _) -> {});
    }

    static Outcome read(
            Reader in, UnaryOperator<@Nullable String> environment, BiConsumer<Configuration, Problems> meaning) {
        return read(in, environment, meaning, _ -> true);
    }

    private static Outcome read(
            Reader in,
            UnaryOperator<@Nullable String> environment,
            BiConsumer<Configuration, Problems> meaning,
            Predicate<Problem> counts) {
        Problems problems = new Problems();
        try {
            ImmutableNode root = StrictYaml.tree(in);
            Configuration configuration =
                    new Binder(new References(environment), problems).record(root, Configuration.class, "");
            CrossReferences.check(configuration, problems);
            meaning.accept(configuration, problems);
            List<Problem> wrong = problems.all().stream().filter(counts).toList();
            return wrong.isEmpty() ? new Outcome.Read(configuration) : new Outcome.Wrong(wrong);
        } catch (YAMLException malformed) {
            return new Outcome.Wrong(List.of(new Problem("", "not YAML: " + said(malformed), "mend the line")));
        } catch (BadValue bad) {
            return new Outcome.Wrong(List.of(bad.at("")));
        }
    }

    /** What is wrong and where, but no words of the file: they may be those of a password. */
    private static String said(YAMLException malformed) {
        return switch (malformed) {
            case ComposerException composed -> composition(composed.getProblem()) + where(composed);
            case DuplicateKeyException twice -> twice.getProblem() + where(twice);
            case ConstructorException tag -> "a tag (!) that stands for nothing" + where(tag);
            case MarkedYAMLException marked -> marked.getProblem() + where(marked);
            case YAMLException other -> String.valueOf(other.getMessage());
        };
    }

    /** SnakeYAML has the words of the file in what it says. */
    private static String composition(String problem) {
        if (problem.startsWith("found undefined alias")) {
            return "an alias (*) that stands for nothing";
        }
        return problem.startsWith("Global tag") ? "a tag (!!) that is not allowed" : "more than one document (---)";
    }

    private static String where(MarkedYAMLException marked) {
        Mark mark = marked.getProblemMark();
        return mark == null ? "" : " (line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1) + ")";
    }
}
