package waypost.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. Exit status: 0 done, 1 failed, 2 wrong usage or configuration. */
@Command(
        name = "waypost",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "An open mail cluster: front ends, mailbox stores and a directory in one program.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            CheckConfigCommand.class,
            UserCommand.class,
            DomainCommand.class,
            RouteCommand.class,
            ImportCommand.class,
            CertCommand.class,
            StoreCommand.class
        })
final class Main implements Runnable {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int WRONG = 2;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command.");
    }

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> told(failure, command));
    }

    /** What a person can mend is one sentence; anything else keeps its trace. */
    private static int told(Exception failure, CommandLine command) throws Exception {
        if (failure instanceof Complaint complaint) {
            command.getErr().println(complaint.getMessage());
            return complaint.status();
        }
        throw failure;
    }
}
