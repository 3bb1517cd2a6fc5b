package waypost.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import picocli.CommandLine.Option;
import waypost.config.Configuration;

/** The option by which a command is told of which node it is the command. */
final class ConfigOption {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "${env:WAYPOST_CONFIG:-/etc/waypost/waypost.yaml}",
            description =
                    "The node's configuration file. Without it: what WAYPOST_CONFIG names, else /etc/waypost/waypost.yaml.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path config;

    Configuration read() throws Complaint {
        return Configured.read(file());
    }

    Configuration readToRun() throws Complaint {
        return Configured.readToRun(file());
    }

    /** Only these sections are looked at: nothing that is wrong elsewhere keeps a command from work that does not need it. */
    Configuration read(String... sections) throws Complaint {
        return Configured.read(file(), Set.of(sections));
    }

    private Path file() throws Complaint {
        if (Files.notExists(config)) {
            throw Complaint.wrong("There is no configuration file " + config
                    + ". Name one with --config FILE or in WAYPOST_CONFIG, or write that one; conf-examples/all-in-one.yaml is a"
                    + " beginning.");
        }
        return config;
    }
}
