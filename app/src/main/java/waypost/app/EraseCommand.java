package waypost.app;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import waypost.identity.Ownership;
import waypost.store.Erasure;
import waypost.store.Outcome;
import waypost.store.Volume;

/** {@code waypost account erase}. */
@Command(
        name = "erase",
        mixinStandardHelpOptions = true,
        description = {
            "Makes messages unreadable in the files of a volume at once, those too that were expunged: nothing brings them back.",
            "Without --message it erases all of an account that was deleted. Says what has the same bytes still.",
            "Exit status 1 if something could not be erased now."
        })
final class EraseCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(
            names = "--message",
            paramLabel = "ID",
            description =
                    "A message and its copies in the account by their EMAILID, as M12, which 'undelete --dry-run' shows too; may be repeated.")
    private List<String> messages = List.of();

    @Option(names = "--yes", description = "Do not ask.")
    private boolean sure;

    @Parameters(paramLabel = "USER", description = "The account's address.")
    private String user = "";

    @Override
    public Integer call() throws Complaint {
        Set<Long> items = new HashSet<>();
        for (String message : messages) {
            items.add(item(message));
        }
        try (ClosedStore store = ClosedStore.open(config.read("node", "volumes", "quota", "deletion", "addresses"))) {
            Ownership account = items.isEmpty() ? gone(store) : store.served(user);
            if (!sure && !confirmed()) {
                out().println("Nothing was erased.");
                return Main.FAILED;
            }
            Volume volume = store.store().accounts().volume(account.id()).orElseThrow();
            Erasure erasure = new Erasure(volume, account.id());
            return switch (items.isEmpty() ? erasure.erase() : erasure.erase(items)) {
                case Outcome.Done<Erasure.Result>(var result) -> told(volume.name(), result);
                case Outcome.Refused<Erasure.Result>(Outcome.Reason reason) ->
                    throw Complaint.failed("Not all could be erased: " + reason + ". Say this again.");
            };
        } catch (IOException failure) {
            throw Complaint.failed("Not all could be erased: " + failure.getMessage() + ". Say this again.");
        }
    }

    private static long item(String message) throws Complaint {
        if (!message.matches("M[1-9][0-9]{0,14}")) {
            throw Complaint.wrong(message + " is no EMAILID: one is as M12.");
        }
        return Long.parseLong(message.substring(1));
    }

    private Ownership gone(ClosedStore store) throws Complaint {
        List<Ownership> named = store.named(user);
        if (named.stream().anyMatch(Ownership::serves)) {
            throw Complaint.failed(user + " is served still. Delete it first: waypost account delete " + user);
        }
        return named.stream()
                .filter(one -> one.state() instanceof Ownership.State.Gone)
                .findFirst()
                .orElseThrow(() -> Complaint.failed("This node has no account " + user + " that was deleted."));
    }

    private boolean confirmed() throws Complaint {
        Console console = System.console();
        if (console == null) {
            throw Complaint.wrong("There is no terminal to ask on. Say --yes to erase for good.");
        }
        String answer = console.readLine("Erase this of %s for good? Type its name again: ", user);
        return answer != null && answer.strip().equals(user);
    }

    private int told(String volume, Erasure.Result result) {
        out().println(result.messages() + " messages erased; " + result.segments() + " segments of volume " + volume
                + " written again");
        if (result.shared() > 0) {
            out().println("still there: " + result.shared() + " other messages on this volume have the same bytes");
        }
        if (result.queued() > 0) {
            out().println("still there: " + result.queued()
                    + " entries of the queue to other nodes have the same bytes");
        }
        if (messages.isEmpty()) {
            out().println("still there: the account's record, which has its name and its numbers");
        }
        for (String segment : result.left()) {
            out().println("still there: something in " + segment + ", which could not be written again now");
        }
        out().println(
                        "not looked at: backups and copies of the volume, other nodes and volumes that got the same message;"
                                + " the log, which has addresses and times, but no contents; what the disk keeps of deleted files");
        return result.left().isEmpty() ? Main.DONE : Main.FAILED;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
