package waypost.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import waypost.testkit.MemorySession.Feeding;

/** A client that only listens to ADDTO, REMOVEFROM and EXPUNGE has the results that SEARCH finds (RFC 5267 §4.3), whoever changes what. */
class SearchContextsTest {
    private static final long SEED = Long.getLong("waypost.seed", 0);
    private static final String KEY = "OR (SEEN UNDELETED) FLAGGED";
    private static final Pattern UPDATE = Pattern.compile("\\* ESEARCH \\(TAG \"(\\w)\"\\)( UID)?(.*)");
    private static final Pattern ITEM = Pattern.compile(" (ADDTO|REMOVEFROM|ALL) (?:\\(0 )?([0-9,:]+)\\)?");
    private static final List<String> FLAGS = List.of("\\Seen", "\\Deleted", "\\Flagged");

    private final TreeSet<Integer> numbers = new TreeSet<>();
    private final TreeSet<Integer> uids = new TreeSet<>();

    @Test
    void staysUpToDate() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED + 5267);
        ImapFixture fixture = new ImapFixture(ImapFixture.SECURE, Feeding.WHOLE);
        MemorySession listener = fixture.session();
        MemorySession other = fixture.session();
        say(other, "s SELECT INBOX");
        take(say(listener, "s SELECT INBOX"));
        take(say(listener, "N SEARCH RETURN (UPDATE ALL) " + KEY));
        take(say(listener, "U UID SEARCH RETURN (UPDATE ALL) " + KEY));
        for (int step = 0; step < 400; step++) {
            say(other, change(random));
            take(say(listener, random.nextInt(3) == 0 ? change(random) : "n NOOP"));
            if (random.nextInt(4) == 0) {
                take(say(listener, "n NOOP"));
                assertEquals(found(say(listener, "f SEARCH " + KEY)), numbers);
                assertEquals(found(say(listener, "f UID SEARCH " + KEY)), uids);
            }
        }
        assertTrue(uids.last() > 50, "grew");
    }

    private static String change(SplittableRandom random) {
        String flag = FLAGS.get(random.nextInt(FLAGS.size()));
        int number = 1 + random.nextInt(6);
        return switch (random.nextInt(6)) {
            case 0, 1 -> "c APPEND INBOX (" + flag + ") {3+}\r\na:b";
            case 2 -> "c STORE " + number + " +FLAGS (" + flag + ")";
            case 3 -> "c STORE 1:" + number + " -FLAGS.SILENT (" + flag + ")";
            case 4 -> "c UID FETCH *:" + number + " BODY[]";
            default -> "c EXPUNGE";
        };
    }

    private static List<String> say(MemorySession session, String command) throws IOException {
        session.send((command + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        List<String> lines = new ArrayList<>();
        while (!session.silent()) {
            lines.add(session.line().orElseThrow());
        }
        return lines;
    }

    private void take(List<String> lines) {
        for (String line : lines) {
            if (line.matches("\\* \\d+ EXPUNGE")) {
                expunge(Integer.parseInt(line.split(" ")[1]));
            }
            Matcher update = UPDATE.matcher(line);
            if (update.matches()) {
                assertEquals(update.group(1).equals("U"), update.group(2) != null);
                take(update.group(3), update.group(1).equals("U") ? uids : numbers);
            }
        }
    }

    private void expunge(int number) {
        assertTrue(!numbers.contains(number), "told too late that " + number + " has gone");
        List<Integer> above = List.copyOf(numbers.tailSet(number));
        numbers.tailSet(number).clear();
        above.forEach(one -> numbers.add(one - 1));
    }

    private static void take(String items, TreeSet<Integer> result) {
        Matcher item = ITEM.matcher(items);
        while (item.find()) {
            for (String range : item.group(2).split(",")) {
                String[] ends = range.split(":");
                for (int one = Integer.parseInt(ends[0]); one <= Integer.parseInt(ends[ends.length - 1]); one++) {
                    boolean news = item.group(1).equals("REMOVEFROM") ? result.remove(one) : result.add(one);
                    assertTrue(news, items);
                }
            }
        }
    }

    private static TreeSet<Integer> found(List<String> lines) {
        TreeSet<Integer> found = new TreeSet<>();
        for (String line : lines) {
            if (line.startsWith("* SEARCH ")) {
                for (String number : line.substring("* SEARCH ".length()).split(" ")) {
                    found.add(Integer.parseInt(number));
                }
            }
        }
        return found;
    }
}
