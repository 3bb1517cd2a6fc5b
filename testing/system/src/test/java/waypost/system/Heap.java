package waypost.system;

import java.io.IOException;
import java.nio.file.Path;

/** The heap of a running program, seen from outside. */
final class Heap {
    private static final int TRIES = 60;
    private static final double STEADY = 0.0005;

    private final String pid;
    private final Path folder;

    Heap(Program program, Path folder) {
        this.pid = String.valueOf(program.pid());
        this.folder = folder;
    }

    /** Octets alive when finalizers have run and connections that just closed are gone: two looks in a row see the same. */
    long live() throws IOException, InterruptedException {
        long before = Long.MAX_VALUE;
        for (int tried = 0; tried < TRIES; tried++) {
            ask("GC.run");
            ask("GC.run_finalization");
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
        String total = ask("GC.class_histogram")
                .lines()
                .filter(line -> line.startsWith("Total"))
                .findFirst()
                .orElseThrow();
        String[] words = total.split(" +", -1);
        return Long.parseLong(words[2]);
    }

    private String ask(String command) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin/jcmd").toString();
        return Tool.run(folder, jcmd, pid, command);
    }
}
