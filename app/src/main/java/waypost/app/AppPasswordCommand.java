package waypost.app;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code waypost user app-password}: on the node that keeps the account, whether it runs or not. */
@Command(
        name = "app-password",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Makes, lists and revokes app passwords: each lets one program of a user in, and is no use for the rest.",
            "They are kept with the mailbox: give these commands on its node. The directory is not changed."
        })
final class AppPasswordCommand {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** What a new one is for. */
    static final class Purpose {
        @Option(
                names = "--label",
                required = true,
                paramLabel = "TEXT",
                description = "Which program or device is to use it, as 'Telephone'.")
        @SuppressWarnings("NullAway.Init") // set by picocli
        private String label;

        @Option(
                names = "--services",
                paramLabel = "NAME",
                split = ",",
                description = "Only for these, as imap,submission; of imap, pop3, submission, sieve, web.")
        private List<String> services = List.of();

        @Option(
                names = "--networks",
                paramLabel = "NETWORK",
                split = ",",
                description = "Only from these, as 192.0.2.0/24,2001:db8::/32.")
        private List<String> networks = List.of();

        @Option(
                names = "--expires",
                paramLabel = "TIME",
                converter = Moment.Converter.class,
                description = "Good until then, as 2027-01-31 or 2027-01-31T18:00.")
        private Optional<Moment> expires = Optional.empty();

        Map<String, String> parameters() {
            Map<String, String> parameters = new TreeMap<>();
            parameters.put(AppPasswordAdd.LABEL, label);
            if (!services.isEmpty()) {
                parameters.put(AppPasswordAdd.SERVICES, String.join(",", services));
            }
            if (!networks.isEmpty()) {
                parameters.put(AppPasswordAdd.NETWORKS, String.join(",", networks));
            }
            expires.ifPresent(time ->
                    parameters.put(AppPasswordAdd.EXPIRES, time.instant().toString()));
            return parameters;
        }
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = {
                "Makes an app password and shows it, this once. The user enters it in place of his password.",
                "Without --services and --networks it is good for all services, from everywhere."
            })
    int add(@Mixin AccountOption account, @Mixin Purpose purpose) throws Complaint {
        return account.run(new AppPasswordAdd(), purpose.parameters(), spec);
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Says which there are: id, label, what each is for, when it was made and last used.")
    int list(@Mixin AccountOption account) throws Complaint {
        return account.run(new AppPasswordList(), Map.of(), spec);
    }

    /** Which are meant. */
    static final class Choice {
        @Option(names = "--id", paramLabel = "ID", split = ",", description = "These, by their ids in the list.")
        private List<String> ids = List.of();

        @Option(names = "--all", description = "All that the account has.")
        private boolean all;

        Map<String, String> parameters() {
            return all ? Map.of() : Map.of(AppPasswordRevoke.IDS, String.join(",", ids));
        }
    }

    @Command(
            name = "revoke",
            mixinStandardHelpOptions = true,
            description = {
                "Makes app passwords good no more. Sessions that were begun by them end, on every front end.",
                "Exit status 1 if one of them is not there."
            })
    int revoke(@Mixin AccountOption account, @ArgGroup(exclusive = true, multiplicity = "1") Choice choice)
            throws Complaint {
        return account.run(new AppPasswordRevoke(), choice.parameters(), spec);
    }
}
