package waypost.mapping;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with the lines of a file, told in one go. */
final class FileFaults {
    private static final int MOST_TOLD = 20;

    private final Path file;
    private final List<String> told = new ArrayList<>();
    private int untold;

    FileFaults(Path file) {
        this.file = file;
    }

    /** The first line of a message says it; behind it some show what they are about. */
    void add(int line, IllegalArgumentException malformed) {
        if (told.size() == MOST_TOLD) {
            untold++;
            return;
        }
        String why = String.valueOf(malformed.getMessage()).lines().findFirst().orElse("");
        told.add(file + ":" + line + ": " + why);
    }

    /** @throws IllegalArgumentException if there was anything, with a line of its own for each of the first faults, and for the number of the others */
    void refuse() {
        if (untold > 0) {
            told.add(file + ": " + untold + " more lines are wrong");
        }
        if (!told.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", told));
        }
    }
}
