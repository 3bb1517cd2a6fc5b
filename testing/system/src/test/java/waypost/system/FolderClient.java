package waypost.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IMAP client that appends, flags, expunges and moves messages in two folders of its own, and remembers what it was answered. After every broken
 * connection it looks whether all of that is there; of the command that was under way, the whole or nothing.
 */
final class FolderClient implements Runnable {
    private static final int FEW = 3;
    private static final int LARGEST = 400;
    private static final Pattern APPENDED = Pattern.compile("t OK \\[APPENDUID \\d+ (\\d+)] .*");
    private static final Pattern MOVED = Pattern.compile("\\* OK \\[COPYUID \\d+ \\d+ (\\d+)] .*");
    private static final Pattern FETCHED =
            Pattern.compile("\\* \\d+ FETCH \\(UID (\\d+) FLAGS \\(([^)]*)\\) BODY\\[] \\{(\\d+)}");

    private final Site site;
    private final String user;
    private final int number;
    private final RandomGenerator random;
    private final Semaphore allowed;
    private final Semaphore done;
    private final List<Throwable> failures;

    private final Map<String, Stored> expected = new TreeMap<>();
    private final Map<String, String> uids = new HashMap<>();
    private Optional<Step> underWay = Optional.empty();
    private final List<LineClient> connection = new ArrayList<>();
    private String selected = "";
    private int next;
    private int looks;

    /** Where a message is. */
    private record Stored(String folder, long uid, SortedSet<String> flags) {
        Stored with(String flag) {
            SortedSet<String> more = new TreeSet<>(flags);
            more.add(flag);
            return new Stored(folder, uid, more);
        }

        /** Its UID is not known before the answer. */
        boolean is(Stored found) {
            return folder.equals(found.folder)
                    && flags.equals(found.flags)
                    && (uid == found.uid || uid == Step.UNKNOWN);
        }
    }

    /** A command, and what becomes of its message by it. */
    private record Step(String id, Optional<Stored> before, Optional<Stored> after) {
        static final long UNKNOWN = 0;

        boolean explains(Optional<Stored> found) {
            return found.equals(before)
                    || (found.isPresent()
                            ? after.filter(wanted -> wanted.is(found.get())).isPresent()
                            : after.isEmpty());
        }
    }

    /** @param failures to which it adds what it finds wrong, and ends then */
    FolderClient(
            Site site,
            String user,
            int number,
            RandomGenerator random,
            Semaphore allowed,
            Semaphore done,
            List<Throwable> failures) {
        this.site = site;
        this.user = user;
        this.number = number;
        this.random = random;
        this.allowed = allowed;
        this.done = done;
        this.failures = failures;
    }

    /** How often it has compared all its messages. */
    int looks() {
        return looks;
    }

    /** Until it is interrupted. */
    @Override
    public void run() {
        try {
            while (true) {
                allowed.acquire();
                try {
                    step(connected());
                } catch (IOException lost) {
                    disconnect();
                }
                done.release();
            }
        } catch (InterruptedException end) {
            disconnect();
        } catch (RuntimeException | AssertionError wrong) {
            failures.add(new AssertionError("client " + number, wrong));
            done.release(1_000_000);
        }
    }

    /** Compares once more. */
    void look() throws IOException {
        disconnect();
        connected();
        disconnect();
    }

    private void disconnect() {
        connection.forEach(LineClient::abandon);
        connection.clear();
    }

    private LineClient connected() throws IOException {
        while (connection.isEmpty()) {
            LineClient imap = LineClient.tls(site.authority(), site.imaps());
            connection.add(imap);
            imap.line();
            if (!imap.imap("LOGIN " + user + "@example.test waypost").getLast().startsWith("t OK")) {
                disconnect(); // the front end has tried for some seconds
                continue;
            }
            selected = "";
            compare(imap);
        }
        return connection.getFirst();
    }

    private String folder(boolean second) {
        return (second ? "moved" : "work") + number;
    }

    private void compare(LineClient imap) throws IOException {
        Map<String, Stored> found = new TreeMap<>();
        for (String folder : List.of(folder(false), folder(true))) {
            imap.imap("CREATE " + folder);
            select(imap, folder);
            list(imap, folder, found);
        }
        underWay.ifPresent(step -> {
            Optional<Stored> there = Optional.ofNullable(found.get(step.id()));
            require(step.explains(there), () -> step + " has become " + there);
            expected.remove(step.id());
            there.ifPresent(stored -> expected.put(step.id(), stored));
        });
        underWay = Optional.empty();
        require(expected.equals(found), () -> "expected " + expected + " and found " + found);
        looks++;
    }

    private void list(LineClient imap, String folder, Map<String, Stored> found) throws IOException {
        imap.send("t UID FETCH 1:* (FLAGS BODY.PEEK[])");
        for (String line = imap.line(); !line.startsWith("t "); line = imap.line()) {
            Matcher fetched = FETCHED.matcher(line);
            if (fetched.matches()) {
                byte[] octets = imap.octets(Integer.parseInt(fetched.group(3)));
                String id = id(octets);
                require(
                        new String(text(id), StandardCharsets.US_ASCII)
                                .equals(new String(octets, StandardCharsets.US_ASCII)),
                        () -> id + " has other octets");
                SortedSet<String> flags = new TreeSet<>(List.of(fetched.group(2).split(" ", -1)));
                flags.removeAll(List.of("\\Recent", ""));
                long uid = Long.parseLong(fetched.group(1));
                Stored other = found.put(id, new Stored(folder, uid, flags));
                require(other == null, () -> id + " is there twice");
                String earlier = uids.putIfAbsent(folder + " " + uid, id);
                require(earlier == null || earlier.equals(id), () -> "UID of " + earlier + " is given to " + id);
            }
        }
    }

    private void select(LineClient imap, String folder) throws IOException {
        if (!selected.equals(folder)) {
            selected = folder;
            ok(imap.imap("SELECT " + folder));
        }
    }

    private void step(LineClient imap) throws IOException {
        List<String> ids = List.copyOf(expected.keySet());
        if (ids.size() < FEW || random.nextInt(3) == 0) {
            append(imap);
            return;
        }
        String id = ids.get(random.nextInt(ids.size()));
        Stored stored = expected.getOrDefault(id, new Stored("", 0, new TreeSet<>()));
        select(imap, stored.folder());
        if (stored.flags().contains("\\Deleted")) {
            expunge(imap, id, stored);
        } else {
            switch (random.nextInt(3)) {
                case 0 -> flag(imap, id, stored, "\\Deleted");
                case 1 -> flag(imap, id, stored, random.nextBoolean() ? "\\Flagged" : "$Work");
                default -> move(imap, id, stored);
            }
        }
    }

    private void append(LineClient imap) throws IOException {
        String id = number + "-" + next++;
        byte[] text = text(id);
        Stored after = new Stored(folder(random.nextBoolean()), Step.UNKNOWN, new TreeSet<>(List.of("\\Seen")));
        begin(new Step(id, Optional.empty(), Optional.of(after)));
        imap.send("t APPEND " + after.folder() + " (\\Seen) {" + text.length + "+}");
        imap.raw(text);
        imap.send("");
        String answer = ok(imap.until(line -> line.startsWith("t "))).getLast();
        end(id, new Stored(after.folder(), uid(APPENDED, List.of(answer)), after.flags()));
    }

    private void flag(LineClient imap, String id, Stored stored, String flag) throws IOException {
        begin(new Step(id, Optional.of(stored), Optional.of(stored.with(flag))));
        ok(imap.imap("UID STORE " + stored.uid() + " +FLAGS.SILENT (" + flag + ")"));
        end(id, stored.with(flag));
    }

    private void expunge(LineClient imap, String id, Stored stored) throws IOException {
        begin(new Step(id, Optional.of(stored), Optional.empty()));
        ok(imap.imap("UID EXPUNGE " + stored.uid()));
        expected.remove(id);
        underWay = Optional.empty();
    }

    private void move(LineClient imap, String id, Stored stored) throws IOException {
        String to = folder(stored.folder().equals(folder(false)));
        begin(new Step(id, Optional.of(stored), Optional.of(new Stored(to, Step.UNKNOWN, stored.flags()))));
        List<String> answer = ok(imap.imap("UID MOVE " + stored.uid() + " " + to));
        end(id, new Stored(to, uid(MOVED, answer), stored.flags()));
    }

    private void begin(Step step) {
        underWay = Optional.of(step);
    }

    private void end(String id, Stored stored) {
        expected.put(id, stored);
        underWay = Optional.empty();
    }

    private static long uid(Pattern told, List<String> answer) {
        return answer.stream()
                .map(told::matcher)
                .filter(Matcher::matches)
                .mapToLong(matcher -> Long.parseLong(matcher.group(1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(answer.toString()));
    }

    /** A store that dies says nothing. */
    private static List<String> ok(List<String> answer) {
        require(answer.getLast().startsWith("t OK"), answer::toString);
        return answer;
    }

    private static byte[] text(String id) {
        String line = "Message " + id + " of a client whose store is killed.\r\n";
        int lines = 1 + Math.floorMod(id.hashCode(), LARGEST);
        return ("Message-ID: <" + id + "@kill.test>\r\nSubject: " + id + "\r\n\r\n" + line.repeat(lines))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String id(byte[] octets) {
        String text = new String(octets, StandardCharsets.US_ASCII);
        return text.substring(text.indexOf('<') + 1, text.indexOf('@'));
    }

    private static void require(boolean right, java.util.function.Supplier<String> wrong) {
        if (!right) {
            throw new AssertionError(wrong.get());
        }
    }
}
