package waypost.app;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import waypost.protocol.admin.AdminRequest;

/** {@code waypost metrics}. */
@Command(
        name = "metrics",
        mixinStandardHelpOptions = true,
        description = {
            "Tells what the node that runs with this configuration counts and measures, one line each: connections and log-ins, look-ups,"
                    + " what directories are asked and how they answer, who is held up, links to other nodes.",
            "Exit status 0, or 1 if nothing has such a name."
        })
final class MetricsCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private ConfigOption config;

    @ArgGroup
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Form form = new Form();

    @Parameters(
            arity = "0..1",
            paramLabel = "PREFIX",
            defaultValue = "",
            description = "What the names begin with, as in mapping. or net.imap.; all where missing.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String prefix;

    /** At most one of them. */
    static final class Form {
        @Option(names = "--json", description = "As a JSON object.")
        private boolean json;

        @Option(
                names = "--prometheus",
                description = "In the text format of Prometheus, for the textfile collector of its node exporter.")
        private boolean prometheus;

        MetricsForm chosen() {
            return json ? MetricsForm.JSON : prometheus ? MetricsForm.PROMETHEUS : MetricsForm.TEXT;
        }
    }

    @Override
    public Integer call() throws Complaint {
        AdminClient node = AdminClient.of(config.read("node"));
        if (!node.answers()) {
            throw Complaint.failed("No node runs with this configuration.");
        }
        Map<String, String> parameters = Map.of(Metrics.FORM, form.chosen().word(), Metrics.PREFIX, prefix);
        return node.run(new AdminRequest(Metrics.NAME, parameters), ConsoleReport.of(spec));
    }
}
