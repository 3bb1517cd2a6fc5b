package waypost.system;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The heap of a running program, seen from outside. */
final class Heap {
    private static final int TRIES = 60;
    private static final double STEADY = 0.0005;

    /** As in {@code 12:  3456  789012  java.lang.String (java.base@25)}: rank, instances, octets, name. */
    private static final Pattern CLASS = Pattern.compile(" *\\d+: +\\d+ +(?<octets>\\d+) +(?<name>\\S+).*");

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

    /**
     * A histogram collects all garbage before it counts. The serial collector does not close every gap: it may leave some octets in a
     * hundred of the old generation as they are (its MarkSweepDeadRatio) and writes arrays of FillerElement over them, which the
     * histogram then counts like living ones. Only each fourth collection leaves none.
     */
    private long histogram() throws IOException, InterruptedException {
        long living = 0;
        for (String line :
                Jcmd.ask(program, folder, "GC.class_histogram").lines().toList()) {
            Matcher counted = CLASS.matcher(line);
            if (counted.matches() && !counted.group("name").contains("jdk.internal.vm.Filler")) {
                living += Long.parseLong(counted.group("octets"));
            }
        }
        if (living == 0) {
            throw new IOException("no histogram of the heap");
        }
        return living;
    }
}
