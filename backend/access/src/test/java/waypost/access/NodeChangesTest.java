package waypost.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.protocol.ServedSession;
import waypost.protocol.imap.ImapExtensions;
import waypost.protocol.imap.MailboxFilter;
import waypost.testkit.RecordingOutput;

/** NOTIFY of mailboxes of others (RFC 5465 §3, §5.9) beyond its transcripts. */
class NodeChangesTest {
    private static final long SEED = Long.getLong("waypost.seed", 0);
    private static final int STEPS = 150;
    private static final String TOP = "Other Users/alice@example.net/";
    private static final Pattern LIST =
            Pattern.compile("\\* LIST \\((.*?)\\) \"/\" \"(.*?)\"(?: \\(\"OLDNAME\" \\(\"(.*)\"\\)\\))?");

    @TempDir
    private Path folder;

    private Household house;

    @BeforeEach
    void open() {
        house = new Household(folder, 2);
    }

    @AfterEach
    void close() throws IOException {
        house.close();
    }

    /** What a client knows who adds up the LIST responses that it gets. */
    private static void hear(String lines, Set<String> known) {
        for (String line : lines.lines().toList()) {
            Matcher list = LIST.matcher(line);
            if (list.matches()) {
                if (list.group(3) != null) {
                    String old = list.group(3);
                    Set<String> below = known.stream()
                            .filter(name -> MailboxFilter.within(name, old))
                            .collect(Collectors.toSet());
                    known.removeAll(below);
                    below.forEach(name -> known.add(list.group(2) + name.substring(old.length())));
                }
                if (list.group(1).contains("\\NonExistent") || list.group(1).contains("\\Noselect")) {
                    known.remove(list.group(2));
                } else {
                    known.add(list.group(2));
                }
            }
        }
    }

    /** Whatever is made, moved, granted and taken away, whoever is told of names knows those that LIST has. */
    @Test
    void knowsTheNamesThatThereAre() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED + 5465);
        house.say("alice", "a NOOP");
        try (Dialogue listener = house.another("bob")) {
            Set<String> known = new TreeSet<>();
            listener.say("a NOTIFY SET (subtree \"Other Users\" (MailboxName))\r\n");
            int most = 0;
            for (int step = 0; step < STEPS; step++) {
                String command = command(random);
                house.say("alice", command);
                hear(listener.say("b NOOP\r\n"), known);
                Set<String> there = new TreeSet<>();
                hear(String.join("\n", house.say("bob", "c LIST \"\" \"" + TOP + "*\"")), there);
                assertEquals(there, known, "after " + command);
                most = Math.max(most, there.size());
            }
            assertTrue(most > 3, "never more than " + most);
        }
    }

    private static String command(SplittableRandom random) {
        String name = name(random);
        return switch (random.nextInt(6)) {
            case 0 -> "x CREATE " + name;
            case 1 -> "x DELETE " + name;
            case 2 -> "x RENAME " + name + " " + name(random);
            case 3 -> "x SETACL " + name + " bob \"\"";
            case 4 -> "x SETACL " + name + " anyone " + (random.nextBoolean() ? "l" : "\"\"");
            default -> "x SETACL " + name + " bob lr";
        };
    }

    private static String name(SplittableRandom random) {
        String top = String.valueOf((char) ('a' + random.nextInt(3)));
        return random.nextInt(3) == 0 ? top : top + "/" + (char) ('m' + random.nextInt(3));
    }

    /** A client that counts how often it is woken. */
    private final class Sleeper implements AutoCloseable {
        private final ServedSession session;
        private final RecordingOutput out = new RecordingOutput();
        private final AtomicInteger woken = new AtomicInteger();

        Sleeper(String user) throws IOException {
            session =
                    house.world().shared(ImapExtensions.ALL).imap(house.world().account(user));
            session.opened(out, woken::incrementAndGet);
        }

        void say(String command) throws IOException {
            session.received(ByteBuffer.wrap((command + "\r\n").getBytes(StandardCharsets.US_ASCII)), out);
            out.take();
            woken.set(0);
        }

        @Override
        public void close() {
            session.closed();
        }
    }

    /** Who has not asked for mailboxes of others is not woken for them. */
    @Test
    void wakesNobodyForNothing() throws IOException {
        house.say("alice", "a CREATE Work", "a SETACL Work bob lr");
        try (Sleeper bob = new Sleeper("bob")) {
            bob.say("a SELECT INBOX");
            assertEquals(0, wakes(bob));
            bob.say("b NOTIFY SET (personal (MailboxName MessageNew MessageExpunge))");
            assertEquals(0, wakes(bob));
            bob.say("c NOTIFY SET (mailboxes \"Other Users/carol@example.net/INBOX\" (MessageNew MessageExpunge))");
            assertEquals(2, wakes(bob), "for what was granted alone");
            bob.say("d NOTIFY SET (subtree \"Other Users\" (MessageNew MessageExpunge))");
            assertTrue(wakes(bob) > 2);
            bob.say("e NOTIFY NONE");
            assertEquals(0, wakes(bob));
        }
    }

    private int wakes(Sleeper bob) throws IOException {
        house.say("alice", "a APPEND Work {1+}\r\nx", "b SETACL Work bob lrs", "c SETACL Work bob lr");
        return bob.woken.getAndSet(0);
    }
}
