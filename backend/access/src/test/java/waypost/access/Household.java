package waypost.access;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import waypost.protocol.imap.ImapExtensions;
import waypost.store.Reserve;

/** Users of one node who share mailboxes, each with a client of his own. */
final class Household implements AutoCloseable {
    private final StoreWorld world;
    private final Map<String, Dialogue> clients = new HashMap<>();

    /** @param volumes over which their accounts are spread */
    Household(Path folder, int volumes) {
        world = new StoreWorld(folder, Reserve.NONE, volumes);
    }

    StoreWorld world() {
        return world;
    }

    /** What a user's client hears; lines without their ends. */
    List<String> say(String user, String... commands) throws IOException {
        Dialogue client = clients.get(user);
        if (client == null) {
            client = another(user);
            clients.put(user, client);
        }
        List<String> lines = new ArrayList<>();
        for (String command : commands) {
            lines.addAll(client.say(command + "\r\n").lines().toList());
        }
        return lines;
    }

    /** The end of the last command, without its tag. */
    String end(String user, String... commands) throws IOException {
        String last = say(user, commands).getLast();
        return last.substring(last.indexOf(' ') + 1);
    }

    void done(String user, String... commands) throws IOException {
        for (String command : commands) {
            String end = end(user, "a " + command);
            assertTrue(end.startsWith("OK"), () -> user + ": " + command + ": " + end);
        }
    }

    Dialogue another(String user) throws IOException {
        return new Dialogue(world.shared(ImapExtensions.ALL).imap(world.account(user)));
    }

    /** They connect again when they speak again. */
    void leave() {
        clients.values().forEach(Dialogue::close);
        clients.clear();
    }

    @Override
    public void close() throws IOException {
        leave();
        world.close();
    }
}
