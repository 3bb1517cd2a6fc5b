package waypost.testkit.scripts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import waypost.testkit.MemorySession;
import waypost.testkit.scripts.ImaptestScript.Command;
import waypost.testkit.scripts.ImaptestScript.Existence;
import waypost.testkit.scripts.ImaptestScript.Group;
import waypost.testkit.scripts.ImaptestScript.State;
import waypost.testkit.scripts.ImaptestScript.Untagged;

/** Plays a script of imaptest for a user who has no mailbox of its name yet. The first thing that is not as expected is an {@link AssertionError}. */
public final class ImaptestPlayer {
    private static final String MAILBOX = "imaptest";

    private final ImaptestScript script;
    private final Connector connector;
    private final User user;
    private final Excuses excuses;
    private final Matching matching = new Matching();
    private final List<ScriptClient> clients = new ArrayList<>();
    private int appended;
    private int tags;

    private ImaptestPlayer(ImaptestScript script, Connector connector, User user, Excuses excuses) {
        this.script = script;
        this.connector = connector;
        this.user = user;
        this.excuses = excuses;
    }

    /** Opens a connection, which is greeted at once. */
    @FunctionalInterface
    public interface Connector {
        MemorySession connect() throws IOException;
    }

    /** Who logs in. */
    public record User(String name, String password) {}

    public static void play(Path file, Connector connector, User user, Excuses excuses) throws IOException {
        ImaptestPlayer player = new ImaptestPlayer(ImaptestScript.read(file), connector, user, excuses);
        try {
            player.prepare();
            for (Group group : player.script.groups()) {
                player.perform(group);
            }
            excuses.checkAllNeeded();
        } finally {
            player.clients.forEach(ScriptClient::close);
        }
    }

    private void prepare() throws IOException {
        name("", user.name());
        for (int i = 0; i < script.connections(); i++) {
            ScriptClient client = new ScriptClient(connector.connect());
            clients.add(client);
            client.listen();
            if (script.state() != State.NONAUTH) {
                done(client, "LOGIN " + user.name() + " " + user.password());
            }
        }
        ScriptClient first = clients.getFirst();
        if (script.state().compareTo(State.CREATED) >= 0) {
            done(first, "CREATE " + MAILBOX);
        }
        if (script.state().compareTo(State.APPENDED) >= 0) {
            for (int i = 0; i < script.filled(); i++) {
                done(first, append("append"));
            }
        }
        if (script.state() == State.SELECTED) {
            for (ScriptClient client : clients) {
                done(client, "SELECT " + MAILBOX);
            }
        }
    }

    private void name(String number, String name) {
        int at = name.indexOf('@');
        matching.set("user" + number, name);
        matching.set("username" + number, at < 0 ? name : name.substring(0, at));
        matching.set("domain" + number, at < 0 ? "localhost" : name.substring(at + 1));
        matching.set("password" + number, user.password());
        matching.set("mailbox", MAILBOX);
        matching.set("mailbox_url", MAILBOX);
    }

    private void done(ScriptClient client, String command) throws IOException {
        List<Response> responses = client.say("p " + command + "\r\n");
        if (responses.stream().noneMatch(response -> response.text().startsWith("p OK"))) {
            throw new AssertionError("beforehand: " + command + "\n" + responses);
        }
        responses.forEach(client::heard);
    }

    private void perform(Group group) throws IOException {
        ScriptClient client = clients.get(group.connection());
        client.renumber();
        matching.renumber(client::number);
        int firstTag = tags + 1;
        List<Response> responses = new ArrayList<>();
        StringBuilder sent = new StringBuilder();
        for (Command command : group.commands()) {
            String line = "t" + ++tags + " " + append(matching.expand(command.text())) + "\r\n";
            sent.append(line);
            responses.addAll(client.say(line));
        }
        try {
            check(group, firstTag, responses);
        } catch (AssertionError difference) {
            StringBuilder all = new StringBuilder(script.name() + ":" + group.line() + ": " + difference.getMessage());
            all.append("\nC: ").append(sent);
            responses.forEach(
                    response -> all.append("S: ").append(response.text()).append('\n'));
            excuses.differs(group.line(), all.toString());
        }
    }

    private void check(Group group, int firstTag, List<Response> responses) {
        Set<Untagged> found = new HashSet<>();
        matching.set("tag", "t" + firstTag);
        for (Response response : responses) {
            if (response.tag().equals("*")) {
                untagged(group, response, found);
                clients.get(group.connection()).heard(response);
            }
        }
        for (Untagged untagged : group.untagged()) {
            if (untagged.existence() == Existence.MUST && !found.contains(untagged)) {
                throw new AssertionError("missing: " + untagged.args());
            }
        }
        for (int i = 0; i < group.commands().size(); i++) {
            String tag = "t" + (firstTag + i);
            Response tagged = responses.stream()
                    .filter(response -> response.tag().equals(tag))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no answer to " + tag));
            List<Arg> reply = group.commands().get(i).reply();
            if (!matching.matches(reply, tagged.args(), true)) {
                throw new AssertionError("expected: " + reply);
            }
        }
        matching.remove("tag");
    }

    /** One response may be what several lines expect. */
    private void untagged(Group group, Response response, Set<Untagged> found) {
        for (Untagged untagged : group.untagged()) {
            if (!found.contains(untagged) && matching.matches(untagged.args(), response.args(), response.status())) {
                if (untagged.existence() == Existence.MUST_NOT) {
                    throw new AssertionError("should not be there: " + untagged.args());
                }
                found.add(untagged);
            }
        }
    }

    /** APPEND without a message takes the next of the file; without a mailbox it means the script's. */
    private String append(String command) {
        String lower = command.toLowerCase(Locale.ROOT);
        if (lower.equals("append")) {
            return command + " " + MAILBOX + " " + next();
        }
        boolean takes = lower.startsWith("append ") || lower.startsWith("replace ") || lower.startsWith("uid replace ");
        return takes && !command.contains("}\r\n") && !lower.contains(" catenate ") ? command + " " + next() : command;
    }

    private String next() {
        MboxMessage message =
                script.messages().get(appended++ % script.messages().size());
        return "\"" + message.date() + "\" {" + message.text().length() + "}\r\n" + message.text();
    }
}
