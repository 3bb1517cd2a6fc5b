package waypost.testkit.scripts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import waypost.testkit.MemorySession;

/** One connection of a script. It waits with a literal until the server asks for it, and knows how the messages' numbers change. */
final class ScriptClient {
    private static final Pattern ASKS = Pattern.compile("\\{\\d+\\}\r\n");

    private final MemorySession session;
    private final List<Optional<Integer>> numbers = new ArrayList<>();
    private int exists;

    ScriptClient(MemorySession session) {
        this.session = session;
    }

    /** All that came since. */
    List<Response> listen() throws IOException {
        return Response.read(new String(session.take(), StandardCharsets.ISO_8859_1));
    }

    /** Sends a command, its CRLF included; what came meanwhile, continuation requests left out. */
    List<Response> say(String octets) throws IOException {
        List<Response> responses = new ArrayList<>();
        Matcher asks = ASKS.matcher(octets);
        int from = 0;
        while (asks.find(from)) {
            send(octets.substring(from, asks.end()));
            List<Response> answers = listen();
            responses.addAll(answers);
            if (answers.stream().noneMatch(response -> response.tag().equals("+"))) {
                return responses;
            }
            int end = asks.end()
                    + Integer.parseInt(asks.group().substring(1, asks.group().indexOf('}')));
            send(octets.substring(asks.end(), end));
            from = end;
        }
        send(octets.substring(from));
        responses.addAll(listen());
        responses.removeIf(response -> response.tag().equals("+"));
        return responses;
    }

    void send(String octets) throws IOException {
        session.send(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Counts the messages and renumbers them as the response says. */
    void heard(Response response) {
        if (!response.tag().equals("*")
                || !(response.args().getFirst() instanceof Arg.Atom(String first))
                || response.args().size() < 2) {
            return;
        }
        if (response.args().get(1).is("EXISTS")) {
            exists = Integer.parseInt(first);
        } else if (response.args().get(1).is("EXPUNGE")) {
            exists--;
            int gone = Integer.parseInt(first);
            numbers.replaceAll(number -> number.filter(n -> n != gone).map(n -> n > gone ? n - 1 : n));
        }
    }

    /** From now on {@link #number} counts from here. */
    void renumber() {
        numbers.clear();
        for (int number = 1; number <= exists; number++) {
            numbers.add(Optional.of(number));
        }
    }

    /** The message that had this number. */
    Optional<Integer> number(int before) {
        return before > numbers.size() ? Optional.empty() : numbers.get(before - 1);
    }

    boolean ended() {
        return session.ended();
    }

    void close() {
        session.close();
    }
}
