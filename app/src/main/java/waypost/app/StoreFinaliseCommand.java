package waypost.app;

import java.io.Console;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import waypost.store.VolumeSpec;

/** {@code waypost store finalise}. */
@Command(
        name = "finalise",
        mixinStandardHelpOptions = true,
        description = {
            "Lets volumes be written in the newest format from now on. What is there stays as it is, and takes less space as it is cleaned.",
            "Older releases cannot open such a volume any more: do it when none will be needed again. A volume that is of the newest format stays so."
        })
final class StoreFinaliseCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final StoreCommand.Chosen chosen = new StoreCommand.Chosen();

    @Option(names = "--yes", description = "Do not ask.")
    private boolean sure;

    @Override
    public Integer call() throws Complaint {
        List<VolumeSpec> volumes = chosen.volumes();
        if (!sure && !confirmed(volumes)) {
            spec.commandLine().getOut().println("Nothing was finalised.");
            return Main.FAILED;
        }
        StoreFinalise operation = new StoreFinalise();
        return StoreCommand.each(chosen, spec, operation::closed, operation::on);
    }

    private static boolean confirmed(List<VolumeSpec> volumes) throws Complaint {
        Console console = System.console();
        if (console == null) {
            throw Complaint.wrong("There is no terminal to ask on. Say --yes to give up older releases.");
        }
        String names = volumes.stream().map(VolumeSpec::name).collect(Collectors.joining(" "));
        String answer = console.readLine(
                "Older releases will not open these volumes any more: %s. Type the names again: ", names);
        return answer != null && answer.strip().equals(names);
    }
}
