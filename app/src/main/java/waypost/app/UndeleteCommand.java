package waypost.app;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import waypost.config.Configuration;
import waypost.protocol.admin.AdminRequest;

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
    private final AccountOption account = new AccountOption();

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

    @Override
    public Integer call() throws Complaint {
        Configuration configuration = account.configuration();
        AccountUndelete operation = new AccountUndelete();
        AdminRequest request = account.request(operation, configuration, parameters());
        return new Administration(configuration).run(operation, request, ConsoleReport.of(spec));
    }

    private Map<String, String> parameters() {
        Map<String, String> parameters = new TreeMap<>();
        folder.ifPresent(name -> parameters.put(AccountUndelete.FOLDER, name));
        since.ifPresent(
                time -> parameters.put(AccountUndelete.SINCE, time.instant().toString()));
        at.ifPresent(time -> parameters.put(AccountUndelete.AT, time.instant().toString()));
        if (dryRun) {
            parameters.put(AccountUndelete.DRY_RUN, "yes");
        }
        if (whole) {
            parameters.put(AccountUndelete.WHOLE, "yes");
        }
        return parameters;
    }
}
