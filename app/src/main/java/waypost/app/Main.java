package waypost.app;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
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
        synopsisSubcommandLabel = "COMMAND")
final class Main implements Runnable {
    private static final Map<String, Supplier<Object>> COMMANDS = commands();

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
        System.exit(commandLine(List.of(arguments)).execute(arguments));
    }

    private static Map<String, Supplier<Object>> commands() {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("demo", DemoCommand::new);
        commands.put("run", RunCommand::new);
        commands.put("check-config", CheckConfigCommand::new);
        commands.put("user", UserCommand::new);
        commands.put("group", GroupCommand::new);
        commands.put("alias", AliasCommand::new);
        commands.put("domain", DomainCommand::new);
        commands.put("ban", BanCommand::new);
        commands.put("route", RouteCommand::new);
        commands.put("doctor", DoctorCommand::new);
        commands.put("health", HealthCommand::new);
        commands.put("metrics", MetricsCommand::new);
        commands.put("import", ImportCommand::new);
        commands.put("cert", CertCommand::new);
        commands.put("account", AccountCommand::new);
        commands.put("store", StoreCommand::new);
        commands.put("account", AccountCommand::new);
        commands.put("export", ExportCommand::new);
        return commands;
    }

    /** Knows the command that the arguments begin with, or all if they begin with none: to describe all takes as long as to start. */
    static CommandLine commandLine(List<String> arguments) {
        CommandLine line = new CommandLine(new Main());
        String first = arguments.isEmpty() ? "" : arguments.getFirst();
        COMMANDS.forEach((name, command) -> {
            if (name.equals(first) || !COMMANDS.containsKey(first)) {
                line.addSubcommand(name, command.get());
            }
        });
        return line.setCaseInsensitiveEnumValuesAllowed(true)
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
