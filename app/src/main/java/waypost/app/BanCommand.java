package waypost.app;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import waypost.protocol.admin.AdminRequest;

/** {@code waypost ban}: networks from which nobody may log in. */
@Command(
        name = "ban",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Says from where nobody may log in, and changes it.",
            "What is said at one front end holds at all that its configuration names with a link.",
            "Whoever comes from a banned network is told to come again, whether he is right or not; mail is not concerned."
        })
final class BanCommand {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = {
                "Lists the bans that stand, the next to end first: network, end, who it was (failures: too many log-ins",
                "failed, and who is at home there may log in; administrator: nobody may), front end, reason."
            })
    int list(@Mixin ConfigOption config) throws Complaint {
        return ask(config, BanOperations.LIST, Map.of());
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = {
                "Keeps everybody in a network from logging in, also those who are at home there.",
                "A network that is banned already is banned for so long from now on. Sessions go on: waypost user disconnect."
            })
    int add(
            @Mixin ConfigOption config,
            @Option(
                            names = "--for",
                            paramLabel = "DURATION",
                            defaultValue = "1h",
                            description =
                                    "For how long, as in 30m, 8h or 14d; at most 365d. Standard: ${DEFAULT-VALUE}.")
                    String lasting,
            @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for who lists bans.")
                    Optional<String> reason,
            @Parameters(
                            paramLabel = "NETWORK",
                            description =
                                    "An address, or all that begin with it: 192.0.2.7, 192.0.2.0/24, 2001:db8:7::/48.")
                    String network)
            throws Complaint {
        Map<String, String> parameters = new HashMap<>();
        parameters.put(BanOperations.NETWORK, network);
        parameters.put(BanOperations.FOR, lasting);
        reason.ifPresent(text -> parameters.put(BanOperations.REASON, text));
        return ask(config, BanOperations.ADD, parameters);
    }

    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = {
                "Lets everybody in a network log in again, whoever has banned it.",
                "Failures are not forgiven: more of them ban it again."
            })
    int remove(
            @Mixin ConfigOption config,
            @Parameters(paramLabel = "NETWORK", description = "As the list spells it.") String network)
            throws Complaint {
        return ask(config, BanOperations.REMOVE, Map.of(BanOperations.NETWORK, network));
    }

    private int ask(ConfigOption config, String operation, Map<String, String> parameters) throws Complaint {
        AdminClient node = AdminClient.of(config.read("node"));
        if (!node.answers()) {
            throw Complaint.failed("No node runs with this configuration. Ask where a front end runs.");
        }
        return node.run(new AdminRequest(operation, parameters), ConsoleReport.of(spec));
    }
}
