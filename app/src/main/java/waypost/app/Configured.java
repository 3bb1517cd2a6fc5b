package waypost.app;

import java.nio.file.Path;
import java.util.stream.Collectors;
import waypost.config.Configuration;
import waypost.config.ConfigurationFile;
import waypost.config.ConfigurationFile.Outcome;

/** Reads configurations for commands. */
final class Configured {
    private Configured() {}

    /** The configuration in a file, or every problem of the file in one complaint. */
    static Configuration read(Path file) throws Complaint {
        return switch (ConfigurationFile.read(file, MappingCheck::of)) {
            case Outcome.Read(var configuration) -> configuration;
            case Outcome.Wrong(var problems) ->
                throw Complaint.wrong(problems.stream()
                        .map(problem -> problem.line(file.toString()))
                        .collect(Collectors.joining("\n")));
        };
    }
}
