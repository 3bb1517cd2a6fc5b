package waypost.app;

import java.io.Console;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import waypost.config.Configuration;
import waypost.protocol.admin.AdminRequest;

/** {@code waypost account erase}. */
@Command(
        name = "erase",
        mixinStandardHelpOptions = true,
        description = {
            "Makes messages unreadable in the files of a volume at once, those too that were expunged: nothing brings them back.",
            "On a running node the account's sessions are told goodbye; what a backup or a message that is just arriving holds is told as left.",
            "Without --message it erases all of an account that was deleted. Says what has the same bytes still.",
            "Exit status 1 if something could not be erased now."
        })
final class EraseCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final AccountOption account = new AccountOption();

    @Option(
            names = "--message",
            paramLabel = "ID",
            description =
                    "A message and its copies in the account by their EMAILID, as M12, which 'undelete --dry-run' shows too; may be repeated.")
    private List<String> messages = List.of();

    @Option(names = "--yes", description = "Do not ask.")
    private boolean sure;

    @Override
    public Integer call() throws Complaint {
        String named = String.join(",", messages);
        if (!messages.isEmpty()) {
            AccountErase.items(named);
        }
        Configuration configuration = account.configuration();
        AccountErase operation = new AccountErase();
        AdminRequest request = account.request(
                operation, configuration, messages.isEmpty() ? Map.of() : Map.of(AccountErase.MESSAGES, named));
        if (!sure && !confirmed()) {
            spec.commandLine().getOut().println("Nothing was erased.");
            return Main.FAILED;
        }
        return new Administration(configuration).run(operation, request, ConsoleReport.of(spec));
    }

    private boolean confirmed() throws Complaint {
        Console console = System.console();
        if (console == null) {
            throw Complaint.wrong("There is no terminal to ask on. Say --yes to erase for good.");
        }
        String answer = console.readLine("Erase this of %s for good? Type its name again: ", account.user());
        return answer != null && answer.strip().equals(account.user());
    }
}
