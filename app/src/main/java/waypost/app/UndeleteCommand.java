package waypost.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import waypost.identity.Ownership;
import waypost.store.AccountDeletion;
import waypost.store.Message;
import waypost.store.Outcome;
import waypost.store.Recoverable;
import waypost.store.Undeletion;

/** {@code waypost account undelete}. */
@Command(
        name = "undelete",
        mixinStandardHelpOptions = true,
        description = {
            "Brings back messages that were expunged, with their folders where these were deleted, as long as undelete-for keeps them.",
            "They come back as new messages with the same bytes, dates and flags; those that are there stay as they are.",
            "Exit status 1 if some could not be brought back."
        })
final class UndeleteCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(names = "--folder", paramLabel = "NAME", description = "Only what was in this folder, as Work/2026.")
    private Optional<String> folder = Optional.empty();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = Moment.Converter.class,
            description = "Only what was expunged at this time or later, as 2026-11-29 or 2026-11-29T14:30.")
    private Optional<Moment> since = Optional.empty();

    @Option(
            names = "--at",
            paramLabel = "TIME",
            converter = Moment.Converter.class,
            description = "Only what was there at this time and was expunged later.")
    private Optional<Moment> at = Optional.empty();

    @Option(
            names = "--dry-run",
            description =
                    "Lists what would be brought back: when it was expunged, folder, id, size, date, subject. Changes nothing.")
    private boolean dryRun;

    @Option(names = "--whole", description = "Brings back an account that was deleted.")
    private boolean whole;

    @Parameters(paramLabel = "USER", description = "The account's address.")
    private String user = "";

    @Override
    public Integer call() throws Complaint {
        try (ClosedStore store = ClosedStore.open(config.read("node", "volumes", "quota", "deletion", "addresses"))) {
            return whole ? whole(store) : messages(store);
        } catch (IOException failure) {
            throw Complaint.failed("The account could not be read: " + failure.getMessage());
        }
    }

    private int messages(ClosedStore store) throws IOException, Complaint {
        Ownership account = store.served(user);
        Undeletion undeletion =
                store.store().accounts().open(account.id()).orElseThrow().undeletion();
        Undeletion.Choice choice = new Undeletion.Choice(folder, since.map(Moment::instant), at.map(Moment::instant));
        if (dryRun) {
            int[] count = {0};
            undeletion.list(choice, message -> {
                out().println(line(message));
                count[0]++;
            });
            out().println(said(count[0]) + " can be brought back");
            return Main.DONE;
        }
        Undeletion.Result result = undeletion.restore(choice);
        out().println(said(result.messages()) + " brought back"
                + (result.folders().isEmpty() ? "" : " to " + String.join(", ", result.folders())));
        if (result.stopped().isPresent()) {
            out().println(
                            switch (result.stopped().get()) {
                                case OVER_QUOTA -> "The account may not hold more: raise its quota and say this again.";
                                case FULL -> "The volume is full: the others are still there to be brought back.";
                                case Outcome.Reason other -> "The others could not be brought back: " + other;
                            });
            return Main.FAILED;
        }
        return Main.DONE;
    }

    private static String said(int messages) {
        return messages == 1 ? "1 message" : messages + " messages";
    }

    private static String line(Recoverable found) throws IOException {
        Message message = found.message();
        String subject = message.scanned().envelope().subject().orElse("");
        return String.join(
                "\t",
                found.at().truncatedTo(ChronoUnit.SECONDS).toString(),
                found.folder(),
                "M" + message.original(),
                String.format(Locale.ROOT, "%.1f KiB", message.size() / 1024.0),
                message.receivedAt().toString(),
                printable(subject));
    }

    /** What a stranger has written does nothing to a terminal. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    private int whole(ClosedStore store) throws IOException, Complaint {
        AccountDeletion deletion = new AccountDeletion(store.store());
        List<Ownership> named = store.named(user);
        List<AccountDeletion.Deleted> deleted = deletion.deleted().stream()
                .filter(one -> named.contains(one.account()))
                .sorted((one, other) -> other.at().compareTo(one.at()))
                .toList();
        if (deleted.isEmpty()) {
            throw Complaint.failed("This node has no account " + user + " that was deleted.");
        }
        AccountDeletion.Deleted last = deleted.getFirst();
        if (dryRun) {
            out().println(user + " was deleted at " + last.at() + " and can be brought back");
            return Main.DONE;
        }
        return switch (deletion.restore(last.account())) {
            case Outcome.Done<Ownership> _ -> {
                out().println(user + " is there again");
                yield Main.DONE;
            }
            case Outcome.Refused<Ownership>(Outcome.Reason reason) ->
                throw Complaint.failed(
                        switch (reason) {
                            case ACCOUNT_EXISTS -> "There is another account " + user + " now.";
                            case NOT_OWNER ->
                                user + " was deleted at " + last.at() + ": it is too late to bring it back.";
                            case Outcome.Reason other -> user + " could not be brought back: " + other;
                        });
        };
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
