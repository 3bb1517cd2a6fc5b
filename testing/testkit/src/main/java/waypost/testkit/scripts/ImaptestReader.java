package waypost.testkit.scripts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import waypost.testkit.scripts.ImaptestScript.Command;
import waypost.testkit.scripts.ImaptestScript.Existence;
import waypost.testkit.scripts.ImaptestScript.Group;
import waypost.testkit.scripts.ImaptestScript.Untagged;

/**
 * Reads a script of imaptest line by line. Either the answer stands before the command ({@code ok noop}) or behind it; where several commands are
 * sent together, {@code tag1} says whose answer it is. What is between lines ending in <code>{{{</code> and beginning with <code>}}}</code> is a
 * literal, without its last line end; its lines end in CRLF, those of a binary one as they stand.
 */
final class ImaptestReader {
    private static final Pattern COMMAND = Pattern.compile(
            "(?:(tag\\d+) )?(?:(ok|no|bad|\"\")(?: |$))?(.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern CONNECTION = Pattern.compile("(\\d+) (.*)", Pattern.DOTALL);

    private final String name;
    private final Map<String, String> header = new HashMap<>();
    private final List<Group> groups = new ArrayList<>();
    private final Map<String, Integer> waiting = new HashMap<>();
    private final StringBuilder joined = new StringBuilder();
    private final List<String> literal = new ArrayList<>();
    private boolean inHeader = true;
    private boolean inLiteral;
    private int number;

    ImaptestReader(String name) {
        this.name = name;
    }

    Map<String, String> header() {
        return header;
    }

    List<Group> groups() {
        return groups;
    }

    void line(String line) {
        number++;
        if (inLiteral) {
            if (!line.startsWith("}}}")) {
                literal.add(line);
                return;
            }
            boolean binary = joined.toString().endsWith("~");
            String text = String.join(binary ? "\n" : "\r\n", literal);
            literal.clear();
            joined.append('{').append(text.length()).append("}\r\n").append(text);
            part(line.substring(3));
        } else if (line.isEmpty()) {
            inHeader = false;
        } else if (!line.startsWith("#")) {
            part(line);
        }
    }

    private void part(String line) {
        inLiteral = line.endsWith("{{{");
        joined.append(inLiteral ? line.substring(0, line.length() - 3) : line);
        if (!inLiteral) {
            statement(joined.toString());
            joined.setLength(0);
        }
    }

    private void statement(String line) {
        if (inHeader) {
            String[] parts = line.split(" *: *", 2);
            header.put(parts[0].toLowerCase(Locale.ROOT), parts[1]);
        } else if (line.startsWith("* ")) {
            untagged(Existence.MUST, line);
        } else if (line.startsWith("! ")) {
            untagged(Existence.MUST_NOT, line);
        } else if (line.startsWith("? ")) {
            untagged(Existence.MAY, line);
        } else {
            spoken(line);
        }
    }

    private void untagged(Existence existence, String line) {
        groups.getLast()
                .untagged()
                .add(new Untagged(existence, ListRule.withDefaults(ArgReader.read(line.substring(2)))));
    }

    private void spoken(String line) {
        int connection = 0;
        String rest = line;
        Matcher numbered = CONNECTION.matcher(line);
        if (Integer.parseInt(header.getOrDefault("connections", "1")) > 1) {
            check(numbered.matches(), line);
            connection = Integer.parseInt(numbered.group(1)) - 1;
            rest = numbered.group(2);
        }
        Matcher command = COMMAND.matcher(rest);
        check(command.matches(), line);
        String tag = command.group(1) == null ? "" : command.group(1);
        if (command.group(2) != null && waiting.containsKey(tag)) {
            answer(tag, rest.substring(tag.isEmpty() ? 0 : tag.length() + 1));
        } else {
            command(connection, tag, command);
        }
    }

    private void check(boolean understood, String line) {
        if (!understood) {
            throw new AssertionError(name + ":" + number + ": not understood: " + line);
        }
    }

    private void answer(String tag, String reply) {
        List<Command> commands = groups.getLast().commands();
        int index = Objects.requireNonNull(waiting.remove(tag));
        commands.set(index, new Command(commands.get(index).text(), ArgReader.read(reply)));
    }

    private void command(int connection, String tag, Matcher command) {
        if (waiting.isEmpty()) {
            groups.add(new Group(connection, number, new ArrayList<>(), new ArrayList<>()));
        }
        List<Command> commands = groups.getLast().commands();
        if (command.group(2) == null) {
            waiting.put(tag, commands.size());
            commands.add(new Command(command.group(3), List.of()));
        } else {
            commands.add(new Command(command.group(3), ArgReader.read(command.group(2))));
        }
    }
}
