package waypost.app;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import waypost.config.Configuration;
import waypost.mapping.Presence;

/** {@code waypost account delete}. */
@Command(
        name = "delete",
        mixinStandardHelpOptions = true,
        description = {
            "Deletes accounts with all that is in them: they are served no more, their sessions are told goodbye, and after undelete-for their mail goes.",
            "Until then 'waypost account undelete --whole' brings one back. The entry in the directory has to be gone first."
        })
final class DeleteCommand implements Callable<Integer> {
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
        Configuration configuration = force ? AccountOption.configuration(config) : config.read();
        return new Administration(configuration).run(ConsoleReport.of(spec), worker -> {
            List<AccountRecord.Said> accounts = new ArrayList<>();
            for (String user : users.stream().distinct().toList()) {
                AccountRecord record = new AccountRecord();
                accounts.add(record.ask(worker, AccountOption.request(record, configuration, user, Map.of())));
            }
            if (!force) {
                entriesAreGone(configuration, accounts);
            }
            return delete(worker, configuration, accounts);
        });
    }

    private static void entriesAreGone(Configuration configuration, List<AccountRecord.Said> accounts)
            throws Complaint {
        try (Directories directories = Directories.open(configuration)) {
            for (AccountRecord.Said account : accounts) {
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

    private int delete(Administration.Worker worker, Configuration configuration, List<AccountRecord.Said> accounts)
            throws IOException, Complaint {
        AccountDelete operation = new AccountDelete();
        int left = accounts.size();
        for (AccountRecord.Said account : accounts) {
            if (!sure && !confirmed(account.name())) {
                out().println(account.name() + " stays");
                return Main.FAILED;
            }
            Map<String, String> parameters = new TreeMap<>();
            parameters.put(AccountDelete.TOGETHER, Integer.toString(left--));
            bulk.ifPresent(number -> parameters.put(AccountDelete.CONFIRMED, Integer.toString(number)));
            worker.run(
                    operation,
                    AccountOption.request(operation, configuration, account.id(), parameters),
                    ConsoleReport.of(spec));
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
