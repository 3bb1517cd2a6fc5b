package waypost.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Reports to the person at the terminal: results to standard output, the rest to standard error.
 *
 * @param contents where content goes
 * @param input what the operation is given
 */
record ConsoleReport(PrintWriter out, PrintWriter err, Contents contents, InputStream input) implements Report {
    /** Takes content. */
    @FunctionalInterface
    interface Contents {
        void take(ByteBuffer octets) throws IOException;
    }

    static ConsoleReport of(CommandSpec command) {
        return new ConsoleReport(
                command.commandLine().getOut(),
                command.commandLine().getErr(),
                _ -> {
                    throw new IOException("there is no place for content");
                },
                InputStream.nullInputStream());
    }

    ConsoleReport to(Contents taker) {
        return new ConsoleReport(out, err, taker, input);
    }

    ConsoleReport from(InputStream given) {
        return new ConsoleReport(out, err, contents, given);
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

    @Override
    public void content(ByteBuffer octets) throws IOException {
        contents.take(octets);
    }
}
