package waypost.system;

import java.io.IOException;
import java.nio.file.Path;

/** The heap of a running program, seen from outside. */
final class Heap {
    private static final int TRIES = 60;
    private static final double STEADY = 0.0005;

    private final Program program;
    private final Path folder;

    Heap(Program program, Path folder) {
        this.program = program;
        this.folder = folder;
    }

    /** Octets alive when finalizers have run and connections that just closed are gone: two looks in a row see the same. */
    long live() throws IOException, InterruptedException {
        long before = Long.MAX_VALUE;
        for (int tried = 0; tried < TRIES; tried++) {
            Jcmd.ask(program, folder, "GC.run");
            Jcmd.ask(program, folder, "GC.run_finalization");
            long now = histogram();
            if (Math.abs(now - before) < now * STEADY) {
                return now;
            }
            before = now;
        }
        return before;
    }

    /** A histogram collects all garbage before it counts. */
    private long histogram() throws IOException, InterruptedException {
        String total = Jcmd.ask(program, folder, "GC.class_histogram")
                .lines()
                .filter(line -> line.startsWith("Total"))
                .findFirst()
                .orElseThrow();
        String[] words = total.split(" +", -1);
        return Long.parseLong(words[2]);
    }
}
