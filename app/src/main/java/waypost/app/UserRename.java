package waypost.app;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import waypost.mapping.NewName;

/** {@code waypost user rename}. */
@Command(
        name = "rename",
        mixinStandardHelpOptions = true,
        description = {
            "Gives a user another address, another name to log in with, or both. Mailbox, password and groups stay.",
            "The old address stays a further one, unless it is to be given up."
        })
final class UserRename implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final DirectoryOption directory = new DirectoryOption();

    @Option(
            names = "--login",
            paramLabel = "NAME",
            description = "The name to log in with that is no address: uid, in Active Directory sAMAccountName.")
    private Optional<String> login = Optional.empty();

    @Option(names = "--give-up", description = "The old address is nobody's from then on.")
    private boolean giveUp;

    @Parameters(index = "0", paramLabel = "ADDRESS", description = "The user's address.")
    private String address = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "NEW", description = "What it is to be.")
    private Optional<String> to = Optional.empty();

    @Override
    public Integer call() throws Complaint {
        if (to.isEmpty() && (login.isEmpty() || giveUp)) {
            throw Complaint.wrong("What is it to be? Say the new address, or --login NAME.");
        }
        NewName name = new NewName(to, login, giveUp ? NewName.Before.GIVEN_UP : NewName.Before.KEPT);
        directory.change(address, DirectoryOption.USER, there -> there.rename(address, name));
        if (to.isPresent()) {
            say(address + " is " + to.get() + " now; the old address "
                    + (giveUp ? "is nobody's" : "stays a further one"));
            DomainAdvice.forUser(directory, to.get()).ifPresent(this::say);
        }
        login.ifPresent(one -> say(to.orElse(address) + " logs in as " + one + ", too"));
        return Main.DONE;
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
    }
}
