package waypost.app;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/** Reports to the person at the terminal: results to standard output, the rest to standard error. */
record ConsoleReport(PrintWriter out, PrintWriter err) implements Report {
    static ConsoleReport of(CommandSpec command) {
        return new ConsoleReport(
                command.commandLine().getOut(), command.commandLine().getErr());
    }

    @Override
    public void progress(String text) {
        err.println(text);
        err.flush();
    }

    @Override
    public void line(String text) {
        out.println(text);
    }

    @Override
    public void goOn() {}
}
