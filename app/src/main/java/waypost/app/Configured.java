package waypost.app;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Collectors;
import waypost.config.Configuration;
import waypost.config.ConfigurationFile;
import waypost.config.ConfigurationFile.Outcome;
import waypost.config.Problems;

/** Reads configurations for commands. */
final class Configured {
    private Configured() {}

    /** The configuration in a file, or every problem of the file in one complaint. */
    static Configuration read(Path file) throws Complaint {
        return right(file, ConfigurationFile.read(file, MappingCheck::of));
    }

    /** The configuration of a node that is to run, with certificates that it can start with and addresses that its machine has. */
    static Configuration readToRun(Path file) throws Complaint {
        return right(file, ConfigurationFile.read(file, Configured::toRun));
    }

    private static void toRun(Configuration configuration, Problems problems) {
        MappingCheck.of(configuration, problems);
        OauthCheck.of(configuration, problems);
        KerberosCheck.of(configuration, problems);
        CertificateCheck.of(configuration, problems);
        SourceCheck.of(configuration, problems);
    }

    /** The same, with certificates that others believe, too. */
    static Configuration check(Path file) throws Complaint {
        return right(file, ConfigurationFile.read(file, (configuration, problems) -> {
            toRun(configuration, problems);
            CertificateCheck.outdated(configuration, InstantSource.system().instant())
                    .forEach(problem -> problems.tell(problem, problem.key()));
        }));
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
