package waypost.app;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import waypost.mapping.DomainUse;
import waypost.mapping.Mapping.DomainAnswer;

/** {@code waypost domain}: the domains a directory has users for. */
@Command(
        name = "domain",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Adds, lists, shows and deletes the mail domains in the directory.")
final class DomainCommand {
    private static final String DOMAIN = "domain";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = {
                "Adds a domain: its mail is accepted from now on, where a user map asks the directory for its domains (domain-query).",
                "Some user should have postmaster@NAME among the further addresses (RFC 5321)."
            })
    int add(
            @Mixin DirectoryOption directory,
            @Parameters(paramLabel = "NAME", description = "The domain, as in example.net.") String name)
            throws Complaint {
        directory.change(name, DOMAIN, there -> there.domains().add(name));
        say(name + " added");
        DomainAdvice.forEntry(directory, name).ifPresent(this::say);
        return Main.DONE;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the domains.")
    int list(@Mixin DirectoryOption directory) throws Complaint {
        directory.ask(there -> there.domains().all()).forEach(this::say);
        return Main.DONE;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = {
                "Shows whether mail for a domain is taken, and how many users, groups and aliases of the directory have addresses in it.",
                "All entries that have addresses are read for that. Of a domain that is in the configuration alone it tells the same."
            })
    int show(
            @Mixin DirectoryOption directory,
            @Parameters(paramLabel = "NAME", description = "The domain, as in example.net.") String name)
            throws Complaint {
        Optional<DomainUse> found = directory.ask(there -> there.domains().use(name));
        if (found.isEmpty()) {
            throw Complaint.failed(name + ": not a domain.");
        }
        DomainUse use = found.get();
        say(DOMAIN, use.domain());
        say(
                "mail",
                switch (directory.mail(use.domain())) {
                    case OURS -> "is taken";
                    case FOREIGN -> "is not taken";
                    case UNAVAILABLE -> "nobody can say now";
                });
        say("entry", use.entry().orElse("none"));
        say("users", Integer.toString(use.users()));
        say("groups", Integer.toString(use.groups()));
        say("aliases", Integer.toString(use.aliases()));
        say("postmaster", use.postmaster().orElse("nobody"));
        say("left over", use.rest().orElse("nobody's"));
        return Main.DONE;
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            description = "Deletes a domain in which no user, group or alias of the directory has an address any more.")
    int delete(
            @Mixin DirectoryOption directory,
            @Option(names = "--yes", description = "Do not ask.") boolean sure,
            @Parameters(paramLabel = "NAME", description = "The domain, as in example.net.") String name)
            throws Complaint {
        if (!sure && !Confirmation.of(name)) {
            say("Nothing was deleted.");
            return Main.FAILED;
        }
        directory.change(name, DOMAIN, there -> there.domains().delete(name));
        say(name + " deleted");
        if (directory.mail(name) == DomainAnswer.OURS) {
            say("Mail for " + name + " is taken on: a user map has the domain in the configuration.");
        }
        return Main.DONE;
    }

    private void say(String thing, String value) {
        spec.commandLine().getOut().printf("%-11s %s%n", thing + ":", value);
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
    }
}
