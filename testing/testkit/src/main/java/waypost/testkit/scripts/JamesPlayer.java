package waypost.testkit.scripts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import waypost.testkit.scripts.ImaptestPlayer.Connector;

/**
 * Plays a script of Apache James: {@code C:} lines, {@code S:} lines as regular expressions, {@code SUB} blocks in any order, {@code SESSION: n}. What
 * James leaves to a server's choice it writes as James chooses; compared is what the protocol says: text for people, the order of untagged
 * responses, of flags and of FETCH items, and quotes mean nothing.
 */
public final class JamesPlayer {
    /** Commands with names of mailboxes, whose levels are parted by a dot at James and by a slash here. */
    private static final Pattern NAMES =
            Pattern.compile("\\S+ (?:CREATE|DELETE|RENAME|SUBSCRIBE|UNSUBSCRIBE|LIST|LSUB|STATUS"
                    + "|SELECT|EXAMINE|APPEND|COPY|MOVE|[GS]ETACL|DELETEACL|LISTRIGHTS|MYRIGHTS|[GS]ETMETADATA) ");

    /** What says nothing to the server: it answers at once, in whatever order. */
    private static final Pattern SILENT = Pattern.compile("SUB \\{|\\}|TIMER |LOG |WAIT |AWAIT|REINIT");

    private final String name;
    private final Connector connector;
    private final Set<String> announced;
    private final Map<String, ScriptClient> clients = new LinkedHashMap<>();
    private final List<String> expected = new ArrayList<>();
    private final StringBuilder toSend = new StringBuilder();
    private final String beginning;
    private String session = "";
    private int line;
    private int asked;

    private JamesPlayer(String name, Connector connector, String beginning, Set<String> announced) {
        this.name = name;
        this.connector = connector;
        this.beginning = beginning;
        this.announced = announced;
    }

    /**
     * Plays files one after another on the same connections.
     *
     * @param beginning what each connection says first, with CRLF; may be empty
     * @param announced the server's capabilities: response codes of others are not expected
     */
    public static void play(
            List<Path> files, Connector connector, String beginning, Set<String> announced, Excuses excuses)
            throws IOException {
        JamesPlayer player =
                new JamesPlayer(String.valueOf(files.getLast().getFileName()), connector, beginning, announced);
        try {
            for (Path file : files) {
                player.line = 0;
                for (String line :
                        Files.readString(file, StandardCharsets.ISO_8859_1).split("\\r?\\n", -1)) {
                    player.line(line, excuses);
                }
                player.compare(excuses);
            }
            excuses.checkAllNeeded();
        } finally {
            player.clients.values().forEach(ScriptClient::close);
        }
    }

    private void line(String text, Excuses excuses) throws IOException {
        line++;
        if (text.startsWith("C:")) {
            if (!expected.isEmpty()) {
                compare(excuses);
            }
            if (toSend.isEmpty()) {
                asked = line;
            }
            toSend.append(toSend.isEmpty() ? command(argument(text)) : argument(text))
                    .append("\r\n");
        } else if (text.startsWith("S:")) {
            expected.add(argument(text));
        } else if (text.startsWith("SESSION:")) {
            compare(excuses);
            session = text.substring("SESSION:".length()).strip();
        } else if (!text.isBlank()
                && !text.startsWith("#")
                && !SILENT.matcher(text).lookingAt()) {
            throw new AssertionError(name + ":" + line + ": not understood: " + text);
        }
    }

    private static String argument(String line) {
        return line.length() > 3 ? line.substring(3) : "";
    }

    /** With one space where the grammar has one (RFC 3501 §9): James takes more, and has them by mistake. */
    private static String command(String sent) {
        String tidy = sent.replaceAll(" {2,}$", "")
                .replaceAll(" {2,}", " ")
                .replace("( ", "(")
                .replace(" )", ")");
        return NAMES.matcher(tidy).lookingAt() ? tidy.replace('.', '/') : tidy;
    }

    private ScriptClient client() throws IOException {
        ScriptClient known = clients.get(session);
        if (known == null) {
            known = new ScriptClient(connector.connect());
            clients.put(session, known);
            if (!beginning.isEmpty()) {
                known.listen();
                known.send(beginning);
                known.listen();
            }
        }
        return known;
    }

    private void compare(Excuses excuses) throws IOException {
        if (toSend.isEmpty() && expected.isEmpty()) {
            return;
        }
        ScriptClient client = client();
        client.send(toSend.toString());
        List<Response> responses = client.listen();
        try {
            new JamesExpectation(expected, announced).compare(responses);
        } catch (AssertionError difference) {
            StringBuilder all =
                    new StringBuilder(name + ":" + asked + ": " + difference.getMessage() + "\nC: " + toSend);
            responses.forEach(
                    response -> all.append("S: ").append(response.text()).append('\n'));
            excuses.differs(asked, all.toString());
        }
        toSend.setLength(0);
        expected.clear();
    }
}
