package waypost.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A conversation written down, and its performance. One line each:
 *
 * <ul>
 *   <li>{@code C: text} the client sends the line; lines without an answer between them are sent together
 *   <li>{@code S: text} the server answers exactly this; <code>S: /expression/</code> a line that matches
 *   <li>{@code SESSION n:} from here on connection n speaks; it is opened when first named; a name in place of the number may be that of another user
 *   <li>{@code END} the server closes the connection
 *   <li>{@code # text} a reason, usually the RFC's; empty lines mean nothing
 * </ul>
 *
 * Before the client speaks again, and at the end, the server must have said nothing more. Text is UTF-8.
 */
public final class Transcript {
    private final String name;
    private final List<String> lines;
    private final Map<String, ByteSession> sessions = new LinkedHashMap<>();

    public Transcript(String name, List<String> lines) {
        this.name = name;
        this.lines = List.copyOf(lines);
    }

    public static Transcript read(Path file) throws IOException {
        return new Transcript(String.valueOf(file.getFileName()), Files.readAllLines(file));
    }

    public String name() {
        return name;
    }

    /** Opens a connection when a transcript first names it. */
    @FunctionalInterface
    public interface Connector {
        ByteSession connect() throws IOException;
    }

    /** The same for conversations of several users. */
    @FunctionalInterface
    public interface NamedConnector {
        ByteSession connect(String session) throws IOException;
    }

    /** Performs the conversation of one user. */
    public void perform(Connector connector) throws IOException {
        perform(_ -> connector.connect());
    }

    /** Performs the conversation; the first difference is an {@link AssertionError} that says where. */
    public void perform(NamedConnector connector) throws IOException {
        sessions.clear();
        try {
            performAll(connector);
        } finally {
            for (ByteSession session : sessions.values()) {
                session.close();
            }
        }
    }

    private void performAll(NamedConnector connector) throws IOException {
        String current = "1";
        StringBuilder toSend = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("C:")) {
                toSend.append(argument(line)).append("\r\n");
                continue;
            }
            send(toSend, session(current, connector), i);
            if (line.startsWith("S:")) {
                expect(argument(line), session(current, connector), i);
            } else if (line.startsWith("SESSION ")) {
                current = line.substring("SESSION ".length(), line.indexOf(':'));
            } else if (line.equals("END")) {
                check(session(current, connector).ended(), i, "the connection is still open");
            } else {
                throw new IllegalArgumentException(at(i) + "unknown line: " + line);
            }
        }
        send(toSend, session(current, connector), lines.size() - 1);
        for (ByteSession session : sessions.values()) {
            check(session.silent(), lines.size() - 1, "the server said more: " + session.line());
        }
    }

    private static String argument(String line) {
        return line.length() > 3 ? line.substring(3) : "";
    }

    private ByteSession session(String number, NamedConnector connector) throws IOException {
        ByteSession known = sessions.get(number);
        if (known == null) {
            known = connector.connect(number);
            sessions.put(number, known);
        }
        return known;
    }

    private void send(StringBuilder text, ByteSession session, int index) throws IOException {
        if (!text.isEmpty()) {
            check(session.silent(), index, "the server said more: " + session.line());
            session.send(text.toString().getBytes(StandardCharsets.UTF_8));
            text.setLength(0);
        }
    }

    private void expect(String wanted, ByteSession session, int index) throws IOException {
        Optional<String> octets = session.line();
        check(octets.isPresent(), index, "expected: " + wanted + "\n but the server is silent");
        String line = new String(octets.orElseThrow().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        boolean expression = wanted.length() > 1 && wanted.startsWith("/") && wanted.endsWith("/");
        boolean same = expression ? line.matches(wanted.substring(1, wanted.length() - 1)) : line.equals(wanted);
        check(same, index, "expected: " + wanted + "\n but was: " + line);
    }

    private void check(boolean holds, int index, String problem) {
        if (!holds) {
            throw new AssertionError(at(index) + problem);
        }
    }

    private String at(int index) {
        return name + ":" + (index + 1) + ": ";
    }

    /** The transcripts of a folder, by name. */
    public static List<Transcript> in(Path folder) throws IOException {
        List<Path> files;
        try (var found = Files.list(folder)) {
            files = found.filter(file -> file.toString().endsWith(".test"))
                    .sorted()
                    .toList();
        }
        List<Transcript> transcripts = new ArrayList<>();
        for (Path file : files) {
            transcripts.add(read(file));
        }
        return transcripts;
    }
}
