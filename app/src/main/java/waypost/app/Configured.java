package waypost.app;

import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import waypost.config.Configuration;
import waypost.config.ConfigurationFile;
import waypost.config.ConfigurationFile.Outcome;

/** Reads configurations for commands. */
final class Configured {
    private Configured() {}

    /** The configuration in a file, or every problem of the file in one complaint. */
    static Configuration read(Path file) throws Complaint {
        return right(file, ConfigurationFile.read(file, MappingCheck::of));
    }

    /** What a command takes that must work while the directory does not, and whatever else is wrong. */
    static Configuration read(Path file, Set<String> sections) throws Complaint {
        return right(file, ConfigurationFile.read(file, sections));
    }

    private static Configuration right(Path file, Outcome outcome) throws Complaint {
        return switch (outcome) {
            case Outcome.Read(var configuration) -> configuration;
            case Outcome.Wrong(var problems) ->
                throw Complaint.wrong(problems.stream()
                        .map(problem -> problem.line(file.toString()))
                        .collect(Collectors.joining("\n")));
        };
    }
}
