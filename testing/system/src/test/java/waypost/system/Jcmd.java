package waypost.system;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Questions and orders to the JVM of a running program. */
final class Jcmd {
    private Jcmd() {}

    /** @param folder where its output may be put */
    static String ask(Program program, Path folder, String... command) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin/jcmd").toString();
        List<String> words = new ArrayList<>(List.of(jcmd, String.valueOf(program.pid())));
        words.addAll(List.of(command));
        return Tool.run(folder, words.toArray(String[]::new));
    }
}
