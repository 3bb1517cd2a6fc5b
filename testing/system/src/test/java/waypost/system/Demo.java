package waypost.system;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The demo as a process of its own, on free ports, with its data in a folder that is kept between starts. */
record Demo(Program program, Path folder, int first) implements Site {
    static final int PORTS = 48;
    static final String READY = "Ctrl-C stops it.";

    /** Returns when it listens and takes mail. */
    static Demo start(Path folder) throws IOException {
        return start(folder, Ports.row(PORTS));
    }

    static Demo start(Path folder, int first) throws IOException {
        return start(List.of(), folder, first);
    }

    /** @param under a command that runs the program */
    static Demo start(List<String> under, Path folder, int first) throws IOException {
        Demo demo = ready(under, folder, first);
        try {
            Mail.awaitMailboxes(demo, "alice", "bob", "carol");
            return demo;
        } catch (Throwable failed) {
            demo.closeAfter(failed);
            throw failed;
        }
    }

    /** Returns when it says that it listens. */
    static Demo ready(List<String> under, Path folder, int first) throws IOException {
        Program program = Program.start(
                under,
                folder.resolveSibling("demo.log"),
                READY,
                "demo",
                "--data",
                folder.toString(),
                "--ports-from",
                String.valueOf(first));
        return new Demo(program.awaitReady(), folder, first);
    }

    @Override
    public void close() {
        program.close();
    }
}
