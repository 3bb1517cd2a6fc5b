package waypost.app;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code waypost demo}: a whole cluster in one process. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Runs a cluster on this machine: a front end, two stores, the embedded directory, three users.")
final class DemoCommand implements Callable<Integer> {
    @Option(names = "--data", paramLabel = "DIR", description = "Where it keeps its data (${DEFAULT-VALUE}).")
    private Path data = Path.of("var/demo");

    @Option(names = "--fresh", description = "Begin with nothing: removes what an earlier demo left in DIR.")
    private boolean fresh;

    @Option(
            names = "--ports-from",
            paramLabel = "N",
            description = "Use the ports from N on instead of 2525, 2143, ... (up to N+40).")
    private Optional<Integer> portsFrom = Optional.empty();

    @Option(
            names = "--rehearse",
            description =
                    "Bring some mail, read it, and stop: trains the fast start. Fails at the first answer that is not OK.")
    private boolean rehearse;

    @Override
    public Integer call() throws Complaint, InterruptedException {
        DemoPorts ports = ports();
        Path folder = data.toAbsolutePath().normalize();
        try (DemoFolder taken = DemoFolder.take(folder, fresh);
                Demo demo = Demo.start(taken.path(), ports)) {
            System.out.print(demo.welcome());
            System.out.flush();
            if (rehearse) {
                Rehearsal.run(taken.path(), ports, Demo.USERS);
            } else {
                demo.runUntilStopped();
            }
        }
        return Main.DONE;
    }

    private DemoPorts ports() throws Complaint {
        if (portsFrom.isEmpty()) {
            return DemoPorts.STANDARD;
        }
        int first = portsFrom.get();
        if (first < 1 || first > DemoPorts.LAST_FIRST) {
            throw Complaint.wrong("--ports-from: " + first + " is none from 1 to " + DemoPorts.LAST_FIRST
                    + "; the demo needs the 40 ports behind it too.");
        }
        return DemoPorts.from(first);
    }
}
