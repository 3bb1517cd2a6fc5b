package waypost.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.protocol.ServedSession;
import waypost.protocol.ServedSession.Wakeup;
import waypost.protocol.imap.ImapExtensions;
import waypost.protocol.imap.ImapSession;
import waypost.protocol.imap.MailboxChanges;
import waypost.protocol.imap.MailboxFilter;
import waypost.protocol.imap.Mailboxes;
import waypost.store.Account;
import waypost.testkit.RecordingOutput;

/** NOTIFY (RFC 5465) beyond its transcripts. */
class NotifyTest {
    private static final long SEED = Long.getLong("waypost.seed", 0);
    private static final Pattern FETCH = Pattern.compile("\\* (\\d+) FETCH \\(UID (\\d+) FLAGS \\((.*)\\)\\)");

    @TempDir
    private Path folder;

    /** A client that says nothing any more: it only listens. */
    private static final class Listener implements AutoCloseable {
        private final ServedSession session;
        private final RecordingOutput out = new RecordingOutput();
        private final List<String> view = new ArrayList<>();
        private String status = "";

        Listener(ServedSession session, String commands) throws IOException {
            this.session = session;
            session.opened(out, () -> {});
            session.received(ByteBuffer.wrap(commands.getBytes(StandardCharsets.US_ASCII)), out);
            listen();
        }

        void listen() throws IOException {
            session.woken(out);
            for (String line : new String(out.take(), StandardCharsets.US_ASCII).split("\r\n")) {
                Matcher fetch = FETCH.matcher(line);
                if (fetch.matches()) {
                    view.set(Integer.parseInt(fetch.group(1)) - 1, fetch.group(2) + " " + sorted(fetch.group(3)));
                } else if (line.endsWith(" EXPUNGE")) {
                    view.remove(Integer.parseInt(line.split(" ")[1]) - 1);
                } else if (line.endsWith(" EXISTS")) {
                    while (view.size() < Integer.parseInt(line.split(" ")[1])) {
                        view.add("?");
                    }
                } else if (line.startsWith("* STATUS Archive ")) {
                    status = line;
                }
            }
        }

        @Override
        public void close() {
            session.closed();
        }
    }

    private static String sorted(String flags) {
        return String.join(
                " ",
                List.of(flags.replace("\\Recent", "").strip().split(" +")).stream()
                        .sorted()
                        .toList());
    }

    @Test
    void aListenerKnowsWhatThereIs() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED + 5465);
        try (StoreWorld world = new StoreWorld(folder)) {
            Account account = world.account("alice");
            Sessions sessions = StoreWorld.sessions(ImapExtensions.ALL);
            try (Listener listener = new Listener(
                            sessions.imap(account),
                            "a SELECT INBOX\r\nb NOTIFY SET (selected (MessageNew (UID FLAGS) MessageExpunge FlagChange)) (personal"
                                    + " (MessageNew MessageExpunge))\r\n");
                    Dialogue other = new Dialogue(sessions.imap(account))) {
                other.say("s SELECT INBOX\r\n");
                for (int step = 0; step < 150; step++) {
                    other.say(change(random));
                    if (random.nextInt(3) == 0) {
                        listener.listen();
                    }
                }
                listener.listen();
                List<String> there = new ArrayList<>();
                for (String line :
                        other.say("n NOOP\r\nf FETCH 1:* (UID FLAGS)\r\n").split("\r\n")) {
                    Matcher fetch = FETCH.matcher(line);
                    if (fetch.matches()) {
                        there.add(fetch.group(2) + " " + sorted(fetch.group(3)));
                    }
                }
                assertEquals(there, listener.view);
                assertTrue(there.size() > 5, "grew");
                Dialogue.has(other.say("t STATUS Archive (MESSAGES UIDNEXT)\r\n"), listener.status);
            }
        }
    }

    private static String change(SplittableRandom random) {
        int number = 1 + random.nextInt(5);
        return switch (random.nextInt(6)) {
            case 0, 1 -> "c APPEND INBOX (\\Draft) {3+}\r\na:b\r\n";
            case 2 -> "c STORE " + number + " +FLAGS (\\Deleted)\r\n";
            case 3 -> "c UID STORE *:" + number + " FLAGS.SILENT (\\Seen)\r\n";
            case 4 -> "c COPY " + number + " Archive\r\n";
            default -> "c EXPUNGE\r\n";
        };
    }

    /** Changes that a test makes up. */
    private static final class MadeUp implements MailboxChanges {
        private List<Change> next = List.of();

        @Override
        public void watch(List<MailboxFilter> concerned, Wakeup wakeup) {}

        @Override
        public void unwatch() {}

        @Override
        public List<Change> take() {
            List<Change> taken = next;
            next = List.of();
            return taken;
        }
    }

    private static Mailboxes with(Mailboxes mailboxes, Map<String, Object> answers) {
        return (Mailboxes) Proxy.newProxyInstance(
                Mailboxes.class.getClassLoader(), new Class<?>[] {Mailboxes.class}, (_, method, arguments) -> {
                    if (answers.containsKey(method.getName())) {
                        return answers.get(method.getName());
                    }
                    try {
                        return method.invoke(mailboxes, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    private static ServedSession session(Mailboxes mailboxes) {
        return new ImapSession(mailboxes, ImapExtensions.ALL, failure -> {}, InstantSource.system());
    }

    /** RFC 5465 §5.8. */
    @Test
    void afterAnOverflowNothingIsTold() throws IOException {
        MadeUp changes = new MadeUp();
        try (StoreWorld world = new StoreWorld(folder)) {
            Account account = world.account("alice");
            Mailboxes mailboxes = StoreWorld.mailboxes(account);
            try (Dialogue imap = new Dialogue(session(with(mailboxes, Map.of("changes", Optional.of(changes)))))) {
                imap.say(
                        "a SELECT INBOX\r\nb NOTIFY SET (selected (MessageNew MessageExpunge)) (personal (MailboxName))\r\n");
                changes.next = List.of(new MailboxChanges.Change.Lost());
                StoreWorld.append(mailboxes, "INBOX", "x");
                String answer = imap.say("c NOOP\r\n");
                Dialogue.has(answer, "* 1 EXISTS");
                Dialogue.has(answer, "* OK [NOTIFICATIONOVERFLOW]");
                changes.next = List.of(new MailboxChanges.Change.Created("Archive"));
                StoreWorld.append(mailboxes, "INBOX", "x");
                assertEquals("d OK NOOP completed\r\n", imap.say("d NOOP\r\n"));
            }
        }
    }

    @Test
    void watchesNotMoreThanItCan() throws IOException {
        Map<Integer, Mailboxes.Entry> entries = new TreeMap<>();
        IntStream.rangeClosed(0, 5000)
                .forEach(i -> entries.put(i, new Mailboxes.Entry("m" + i, true, false, false, Optional.empty())));
        try (StoreWorld world = new StoreWorld(folder)) {
            Mailboxes mailboxes = StoreWorld.mailboxes(world.account("alice"));
            try (Dialogue imap =
                    new Dialogue(session(with(mailboxes, Map.of("list", List.copyOf(entries.values())))))) {
                Dialogue.has(
                        imap.say("a NOTIFY SET (personal (MessageNew MessageExpunge))\r\n"),
                        "a NO [NOTIFICATIONOVERFLOW]");
                Dialogue.has(imap.say("b NOTIFY SET (subtree m1 (MessageNew MessageExpunge))\r\n"), "b OK ");
            }
        }
    }
}
