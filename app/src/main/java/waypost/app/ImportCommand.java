package waypost.app;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
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
import waypost.mapping.Answer;
import waypost.net.Net;
import waypost.net.SourceAddresses;

/** {@code waypost import}: mail from files into an account of a running node. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Puts messages from .eml files, mbox files and Maildir folders into an account, or all of an archive (see waypost export).",
            "The account's node must run, and must trust the node that the configuration is of; an archive goes into an account on"
                    + " the volumes of the configuration itself, whether its node runs or not.",
            "Exit status 1 if anything was skipped; what and why is told."
        })
final class ImportCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(names = "--account", required = true, paramLabel = "ADDRESS", description = "Any address of the account.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String account;

    @Option(
            names = "--folder",
            paramLabel = "NAME",
            defaultValue = "INBOX",
            description = "Folder for the mail; ${DEFAULT-VALUE} without it. Subfolders of a Maildir keep their names.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String folder;

    @Option(
            names = "--mboxrd",
            description = "Take one > off lines of mbox files that begin with >From; without it they stay as they are.")
    private boolean mboxrd;

    @Option(
            names = "--archive",
            paramLabel = "FILE",
            description =
                    "An archive. An account that never had a message becomes what the archived one was; in another one all"
                            + " comes as new. Given again, it goes on where it ended.")
    private Optional<Path> archive = Optional.empty();

    @Parameters(
            paramLabel = "PATH",
            arity = "0..*",
            description = "Messages, mbox files, Maildir folders, or folders of all these.")
    private List<Path> paths = List.of();

    @Override
    public Integer call() throws Complaint {
        if (archive.isPresent() != paths.isEmpty()) {
            throw Complaint.wrong("Name files and folders, or --archive FILE.");
        }
        if (archive.isPresent()) {
            return new ArchiveImport(archive.get(), account, config).run(ConsoleReport.of(spec));
        }
        Configuration configuration = config.read();
        for (Path path : paths) {
            if (Files.notExists(path)) {
                throw Complaint.wrong("There is no " + path + ".");
            }
        }
        Answer.Granted granted = granted(configuration);
        try (Net net = Net.open(
                        new MetricRegistry(),
                        new SourceAddresses(configuration.node().sourceAddresses()));
                Spool spool = Spool.open();
                ImportTarget target = new ImportTarget(net, configuration, NodeTls.of(configuration), granted)) {
            target.client();
            return imported(target, spool);
        } catch (IOException failed) {
            throw Complaint.failed("Nothing can be imported: " + failed.getMessage());
        }
    }

    private Answer.Granted granted(Configuration configuration) throws Complaint {
        try (Directories directories = Directories.open(configuration)) {
            return switch (directories.maps().locate(account)) {
                case Answer.Granted found -> found;
                case Answer.Refused(var kind) -> throw Complaint.failed(account + " is refused: " + kind);
                case Answer.Unknown() -> throw Complaint.failed("There is no account " + account + ".");
                case Answer.Unavailable(var reason, var _) ->
                    throw Complaint.failed("Where " + account + " is cannot be said now: " + reason);
            };
        }
    }

    private int imported(ImportTarget target, Spool spool) throws Complaint {
        PrintWriter out = spec.commandLine().getOut();
        ImportProgress progress = new ImportProgress(out, spec.commandLine().getErr(), new Sizes().of(paths, folder));
        MailTree tree = new MailTree(
                new MailImport(target, spool, progress, mboxrd ? MailImport.Quoting.MBOXRD : MailImport.Quoting.MBOX));
        try {
            for (Path path : paths) {
                tree.walk(path, folder);
            }
        } catch (Complaint complaint) {
            progress.end();
            throw complaint;
        }
        return progress.end();
    }

    /** Adds up the sizes of files. */
    private static final class Sizes implements MailTree.Visitor {
        private long total;

        long of(List<Path> paths, String folder) throws Complaint {
            for (Path path : paths) {
                new MailTree(this).walk(path, folder);
            }
            return total;
        }

        @Override
        public void file(Path file, MailTree.Kind kind, String folder, List<String> flags) {
            total += file.toFile().length();
        }

        @Override
        public void unreadable(Path path, IOException why) {
            // the walk that imports tells
        }
    }
}
