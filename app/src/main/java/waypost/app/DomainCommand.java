package waypost.app;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import waypost.mapping.DirectoryAdministration;

/** {@code waypost domain}: the domains a directory has users for. */
@Command(
        name = "domain",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Adds and lists the mail domains in the directory.")
final class DomainCommand {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = {
                "Adds a domain: its mail is accepted from now on.",
                "Some user should have postmaster@NAME among the further addresses (RFC 5321)."
            })
    int add(
            @Mixin DirectoryOption directory,
            @Parameters(paramLabel = "NAME", description = "The domain, as in example.net.") String name)
            throws Complaint {
        directory.change(name, "domain", there -> there.addDomain(name));
        spec.commandLine().getOut().println(name + " added");
        return Main.DONE;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the domains.")
    int list(@Mixin DirectoryOption directory) throws Complaint {
        directory
                .ask(DirectoryAdministration::domains)
                .forEach(spec.commandLine().getOut()::println);
        return Main.DONE;
    }
}
