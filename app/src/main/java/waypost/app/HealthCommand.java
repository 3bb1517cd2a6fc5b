package waypost.app;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import waypost.protocol.admin.AdminRequest;

/** {@code waypost health}. */
@Command(
        name = "health",
        mixinStandardHelpOptions = true,
        description = {
            "Tells how it stands with the user maps of the node that runs with this configuration: ok, degraded as the directory does not answer, or suspect"
                    + " as it misses many whom it had; and how far a copy of all is.",
            "Exit status 0 if all are ok, 1 if one is not."
        })
final class HealthCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private ConfigOption config;

    @Override
    public Integer call() throws Complaint {
        AdminClient node = AdminClient.of(config.read("node"));
        if (!node.answers()) {
            throw Complaint.failed("No node runs with this configuration.");
        }
        return node.run(new AdminRequest(Health.NAME, Map.of()), ConsoleReport.of(spec));
    }
}
