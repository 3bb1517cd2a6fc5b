package waypost.app;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import waypost.mapping.GroupAdministration;

/** {@code waypost group}: groups of the directory, whose mail is their members'. */
@Command(
        name = "group",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Adds, lists, changes and deletes groups in the directory.")
final class GroupCommand {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Command(name = "add", mixinStandardHelpOptions = true, description = "Adds a group.")
    int add(
            @Mixin DirectoryOption directory,
            @Parameters(index = "0", paramLabel = "ADDRESS", description = "The group's address.") String address,
            @Parameters(
                            index = "1..*",
                            paramLabel = "MEMBER",
                            description = "Address of a user or a group of the directory. OpenLDAP wants one at least.")
                    List<String> members)
            throws Complaint {
        List<String> all = members == null ? List.of() : members;
        directory.change(address, "group", there -> there.groups().add(address, all));
        say(address + " added, members: " + all.size());
        return Main.DONE;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists groups: address, members.")
    int list(
            @Mixin DirectoryOption directory,
            @Parameters(paramLabel = "ADDRESS", arity = "0..1", description = "Only this one.")
                    Optional<String> address)
            throws Complaint {
        if (address.isPresent()) {
            say(directory
                    .ask(there -> there.groups().of(address.get()))
                    .orElseThrow(() -> Complaint.failed(address.get() + ": the directory has no such group.")));
        } else {
            directory.ask(there -> there.groups().all()).forEach(this::say);
        }
        return Main.DONE;
    }

    private void say(GroupAdministration.Listing group) {
        say(group.address() + "\t" + String.join(" ", group.members()));
    }

    @Command(name = "join", mixinStandardHelpOptions = true, description = "Makes somebody a member of a group.")
    int join(
            @Mixin DirectoryOption directory,
            @Parameters(paramLabel = "ADDRESS", description = "The group's address.") String address,
            @Parameters(paramLabel = "MEMBER", description = "Address of a user or a group of the directory.")
                    String member)
            throws Complaint {
        directory.change(address, "group", there -> there.groups().addMember(address, member));
        say(member + " is a member of " + address);
        return Main.DONE;
    }

    @Command(
            name = "leave",
            mixinStandardHelpOptions = true,
            description = "Ends somebody's being a member of a group.")
    int leave(
            @Mixin DirectoryOption directory,
            @Parameters(paramLabel = "ADDRESS", description = "The group's address.") String address,
            @Parameters(paramLabel = "MEMBER", description = "Address of a member.") String member)
            throws Complaint {
        directory.change(address, "group or member", there -> there.groups().removeMember(address, member));
        say(member + " is no member of " + address + " any more");
        return Main.DONE;
    }

    @Command(name = "delete", mixinStandardHelpOptions = true, description = "Deletes a group. Its members stay.")
    int delete(
            @Mixin DirectoryOption directory,
            @Option(names = "--yes", description = "Do not ask.") boolean sure,
            @Parameters(paramLabel = "ADDRESS", description = "The group's address.") String address)
            throws Complaint {
        if (!sure && !Confirmation.of(address)) {
            say("Nothing was deleted.");
            return Main.FAILED;
        }
        directory.change(address, "group", there -> there.groups().delete(address));
        say(address + " deleted");
        return Main.DONE;
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
    }
}
