package waypost.app;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import waypost.config.Configuration;
import waypost.identity.Ownership;
import waypost.mapping.Presence;
import waypost.store.AccountDeletion;
import waypost.store.Outcome;

/** {@code waypost account delete}. */
@Command(
        name = "delete",
        mixinStandardHelpOptions = true,
        description = {
            "Deletes accounts with all that is in them: they are served no more, and after undelete-for their mail goes.",
            "Until then 'waypost account undelete --whole' brings one back. The entry in the directory has to be gone first."
        })
final class DeleteCommand implements Callable<Integer> {
    /** More than this many in a day, and more than one of a hundred, are an accident until somebody says that they are not. */
    private static final int FEW = 20;

    private static final int HUNDRED = 100;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(names = "--force", description = "Though the directory has an entry, or cannot be asked.")
    private boolean force;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean sure;

    @Option(
            names = "--confirm-bulk",
            paramLabel = "N",
            description =
                    "That so many accounts of the node are deleted within a day: needed for more than 1 %% of them and more than 20.")
    private Optional<Integer> bulk = Optional.empty();

    @Parameters(paramLabel = "USER", arity = "1..*", description = "Addresses of accounts.")
    private List<String> users = List.of();

    @Override
    public Integer call() throws Complaint {
        Configuration configuration =
                force ? config.read("node", "volumes", "quota", "deletion", "addresses") : config.read();
        try (ClosedStore store = ClosedStore.open(configuration)) {
            List<Ownership> accounts = new ArrayList<>();
            for (String user : users.stream().distinct().toList()) {
                accounts.add(store.served(user));
            }
            if (!force) {
                entriesAreGone(configuration, accounts);
            }
            AccountDeletion deletion = new AccountDeletion(store.store());
            brake(store, deletion, accounts.size());
            return delete(deletion, accounts);
        } catch (IOException failure) {
            throw Complaint.failed("The account could not be deleted: " + failure.getMessage());
        }
    }

    private static void entriesAreGone(Configuration configuration, List<Ownership> accounts) throws Complaint {
        try (Directories directories = Directories.open(configuration)) {
            for (Ownership account : accounts) {
                switch (directories.maps().presence(account.directoryId())) {
                    case Presence.Absent() -> {}
                    case Presence.Present(var _) ->
                        throw Complaint.failed(
                                account.name() + " has an entry in the directory. Delete that first, as by"
                                        + " 'waypost user delete', or say --force.");
                    case Presence.Unavailable(String reason) ->
                        throw Complaint.failed("Whether " + account.name()
                                + " has an entry in the directory cannot be said now: " + reason
                                + ". Try later, or say --force.");
                }
            }
        }
    }

    private void brake(ClosedStore store, AccountDeletion deletion, int more) throws IOException, Complaint {
        Instant yesterday = Instant.now().minus(Duration.ofDays(1));
        long before = deletion.deleted().stream()
                .filter(one -> one.at().isAfter(yesterday))
                .count();
        long all = store.store().accounts().all().stream()
                        .filter(Ownership::serves)
                        .count()
                + before;
        long together = before + more;
        boolean many = together > FEW && together * HUNDRED > all;
        if (many && (bulk.filter(number -> number == together).isEmpty())) {
            throw Complaint.failed("With these, " + together + " of " + all
                    + " accounts of this node are deleted within a day. If that is meant, say --confirm-bulk "
                    + together
                    + ".");
        }
    }

    private int delete(AccountDeletion deletion, List<Ownership> accounts) throws IOException, Complaint {
        for (Ownership account : accounts) {
            if (!sure && !confirmed(account.name().toString())) {
                out().println(account.name() + " stays");
                return Main.FAILED;
            }
            switch (deletion.delete(account)) {
                case Outcome.Done<Ownership> _ -> out().println(account.name() + " deleted");
                case Outcome.Refused<Ownership>(Outcome.Reason reason) ->
                    throw Complaint.failed(account.name() + " could not be deleted: " + reason);
            }
        }
        return Main.DONE;
    }

    private static boolean confirmed(String name) throws Complaint {
        Console console = System.console();
        if (console == null) {
            throw Complaint.wrong("There is no terminal to ask on. Say --yes to delete " + name + ".");
        }
        String answer = console.readLine("Delete the account %s with all its mail? Type its name again: ", name);
        return answer != null && answer.strip().equals(name);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
