package waypost.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import waypost.testkit.Peers;

/** The commands of a page of the documentation, run as an administrator would, with other folders and ports. */
final class Guide {
    private static final String BEGIN = "```sh";
    private static final String END = "```";

    private final Path folder;
    private final List<String> lines;
    private final Map<String, String> instead = new HashMap<>();

    /** @param folder where what the page has in {@code /etc/waypost} and {@code /var/lib/waypost} is */
    Guide(String page, Path folder) throws IOException {
        this.folder = folder;
        this.lines = Files.readAllLines(Program.REPOSITORY.resolve("docs").resolve(page));
        Path program = folder.resolve("waypost");
        Files.writeString(program, "#!/bin/sh\nexec '" + String.join("' '", Program.command()) + "' \"$@\"\n");
        program.toFile().setExecutable(true);
        put("/opt/waypost/bin/waypost", program.toString());
        put("/opt/waypost", Program.REPOSITORY.toString());
        put("/etc/waypost", Files.createDirectories(folder.resolve("etc")).toString());
        put("/var/lib/waypost", Files.createDirectories(folder.resolve("var")).toString());
    }

    /** What is written in place of something that the page says. */
    Guide put(String said, String meant) {
        instead.put(said, meant);
        return this;
    }

    /** The blocks of commands below a heading. */
    List<String> blocks(String heading) {
        List<String> blocks = new ArrayList<>();
        boolean here = false;
        StringBuilder block = null;
        for (String line : lines) {
            if (block != null) {
                if (line.equals(END)) {
                    blocks.add(block.toString());
                    block = null;
                } else {
                    block.append(line).append('\n');
                }
            } else if (line.startsWith("#")) {
                here = line.replaceFirst("^#+ ", "").equals(heading);
            } else if (here && line.equals(BEGIN)) {
                block = new StringBuilder();
            }
        }
        return blocks;
    }

    /** Runs all of it in one shell, which ends with the first command that fails, and gives what it printed. */
    String run(List<String> blocks) throws Exception {
        String script = String.join("\n", blocks);
        List<String> said = instead.keySet().stream()
                .sorted((one, other) -> Integer.compare(other.length(), one.length()))
                .toList();
        for (String text : said) {
            script = script.replace(text, String.valueOf(instead.get(text)));
        }
        Path file = Files.writeString(folder.resolve("commands.sh"), script);
        Process shell = Peers.started(
                List.of(script),
                new ProcessBuilder("bash", "-euxo", "pipefail", file.toString())
                        .redirectErrorStream(true)
                        .directory(folder.toFile())
                        .start());
        shell.getOutputStream().close();
        String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, shell.waitFor(), printed);
        return printed;
    }
}
