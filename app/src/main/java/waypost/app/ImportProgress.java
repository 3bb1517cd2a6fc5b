package waypost.app;

import java.io.Console;
import java.io.PrintWriter;
import java.nio.file.Path;

/** Tells of an import while it goes on: a bar on a terminal, lines elsewhere. One thread. */
final class ImportProgress {
    private static final int WIDTH = 40;
    private static final int EVERY = 1000;

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean terminal;
    private final long total;
    private long done;
    private long imported;
    private long skipped;

    /** @param total octets of all files */
    ImportProgress(PrintWriter out, PrintWriter err, long total) {
        Console console = System.console();
        this.out = out;
        this.err = err;
        this.terminal = console != null && console.isTerminal();
        this.total = total;
    }

    void imported() {
        imported++;
        if (terminal) {
            bar();
        } else if (imported % EVERY == 0) {
            out.println(imported + " imported");
            out.flush();
        }
    }

    /** @param what a file, or a message in it */
    void skipped(String what, String why) {
        skipped++;
        if (terminal) {
            err.print("\r\033[K");
        }
        err.println(what + ": " + why);
        err.flush();
    }

    void skipped(Path file, String why) {
        skipped(file.toString(), why);
    }

    void read(long octets) {
        done += octets;
        if (terminal) {
            bar();
        }
    }

    private void bar() {
        long share = total == 0 ? 0 : Math.min(WIDTH, done * WIDTH / total);
        String filled = "#".repeat((int) share) + "-".repeat((int) (WIDTH - share));
        out.print("\r[" + filled + "] " + imported + " imported\033[K");
        out.flush();
    }

    /** The exit status. */
    int end() {
        if (terminal) {
            out.print("\r\033[K");
        }
        out.println("imported " + imported + ", skipped " + skipped);
        return skipped == 0 ? Main.DONE : Main.FAILED;
    }
}
