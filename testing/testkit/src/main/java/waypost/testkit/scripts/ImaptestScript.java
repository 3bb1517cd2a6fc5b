package waypost.testkit.scripts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A script of imaptest: a header of {@code key: value} lines, then commands with what is expected of the answer.
 *
 * @param messages what the mailbox is filled with and APPEND takes, in turn
 */
record ImaptestScript(String name, Map<String, String> header, List<Group> groups, List<MboxMessage> messages) {
    /**
     * Commands that are sent together by one connection, counted from 0.
     *
     * @param line where it is in the file, from 1
     */
    record Group(int connection, int line, List<Command> commands, List<Untagged> untagged) {}

    /** @param reply expected behind the tag: OK, NO, BAD and perhaps the code; an empty string is any */
    record Command(String text, List<Arg> reply) {}

    record Untagged(Existence existence, List<Arg> args) {}

    enum Existence {
        MUST,
        MUST_NOT,
        MAY
    }

    /** How far the player has come before the first command. */
    enum State {
        NONAUTH,
        AUTH,
        CREATED,
        APPENDED,
        SELECTED
    }

    static ImaptestScript read(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        Path own = file.resolveSibling(name + ".mbox");
        String mbox = octets(Files.exists(own) ? own : file.resolveSibling("default.mbox"));
        ImaptestReader reader = new ImaptestReader(name);
        for (String line : octets(file).split("\n")) {
            reader.line(line);
        }
        return new ImaptestScript(name, reader.header(), reader.groups(), MboxMessage.all(mbox));
    }

    private static String octets(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    int connections() {
        return Integer.parseInt(header.getOrDefault("connections", "1"));
    }

    State state() {
        return State.valueOf(header.getOrDefault("state", "selected").toUpperCase(Locale.ROOT));
    }

    /** How many messages the mailbox has at the beginning. */
    int filled() {
        String count = header.getOrDefault("messages", "0");
        return count.equals("all") ? messages.size() : Integer.parseInt(count);
    }
}
