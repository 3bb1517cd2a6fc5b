package waypost.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import waypost.mapping.AliasAdministration;

/** {@code waypost alias}: further addresses of users and groups. */
@Command(
        name = "alias",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Adds, lists and deletes further addresses in the directory.")
final class AliasCommand {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = {
                "Adds an address for a user or a group.",
                "If the directory does not have him, as he is of another user map, the alias is an entry of its own."
            })
    int add(
            @Mixin DirectoryOption directory,
            @Parameters(
                            paramLabel = "ADDRESS",
                            description = "The new address. @DOMAIN: all that is left over in the domain.")
                    String address,
            @Parameters(paramLabel = "TARGET", description = "Whose it is to be, as an address.") String target)
            throws Complaint {
        directory.change(address, "entry", there -> there.aliases().add(address, target));
        say(address + " is an address of " + target);
        return Main.DONE;
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists further addresses, and whose they are.")
    int list(@Mixin DirectoryOption directory) throws Complaint {
        for (AliasAdministration.Listing alias :
                directory.ask(there -> there.aliases().all())) {
            say(alias.address() + "\t" + alias.target());
        }
        return Main.DONE;
    }

    @Command(name = "delete", mixinStandardHelpOptions = true, description = "Deletes a further address.")
    int delete(
            @Mixin DirectoryOption directory,
            @Parameters(paramLabel = "ADDRESS", description = "The address.") String address)
            throws Complaint {
        directory.change(address, "alias", there -> there.aliases().delete(address));
        say(address + " deleted");
        return Main.DONE;
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
    }
}
