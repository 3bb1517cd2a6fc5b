package waypost.access;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client that keeps a copy of INBOX and brings it up to date by QRESYNC. Knows no more of a message than UID and flags. */
final class CachingClient {
    private static final Pattern FETCH = Pattern.compile("\\* (\\d+) FETCH \\(UID (\\d+)(?: FLAGS \\(([^)]*)\\))?.*");
    private static final Pattern MODSEQ = Pattern.compile(".*[( ]MODSEQ \\((\\d+)\\).*");
    private static final Pattern HIGHEST = Pattern.compile(".* OK \\[HIGHESTMODSEQ (\\d+)].*");
    private static final Pattern VALIDITY = Pattern.compile("\\* OK \\[UIDVALIDITY (\\d+)].*");

    private final SplittableRandom random;
    private final TreeMap<Long, String> messages = new TreeMap<>();
    private long uidValidity;
    private long modSeq;
    private int vanished;

    CachingClient(SplittableRandom random) {
        this.random = random;
    }

    /** For comparison. */
    String messages() {
        return messages.toString();
    }

    /** How many messages it was told to forget because they went while it was away. */
    int vanished() {
        return vanished;
    }

    void open(Dialogue session) throws IOException {
        session.say("c ENABLE QRESYNC\r\n");
        long highest = messages.isEmpty() ? 0 : messages.lastKey();
        take(session.say("c SELECT INBOX" + known() + "\r\n"));
        take(session.say("c UID FETCH " + (highest + 1) + ":* (UID FLAGS)\r\n"));
        take(session.say("c NOOP\r\n"));
    }

    private String known() {
        if (uidValidity == 0) {
            return "";
        }
        StringBuilder known = new StringBuilder(" (QRESYNC (" + uidValidity + " " + modSeq);
        if (!messages.isEmpty() && random.nextBoolean()) {
            known.append(" 1:").append(messages.lastKey());
        }
        if (!messages.isEmpty() && random.nextBoolean()) {
            int number = 1 + random.nextInt(messages.size());
            List<Long> uids = new ArrayList<>(messages.keySet());
            known.append(" (1");
            StringBuilder their = new StringBuilder().append(uids.getFirst());
            if (number > 1) {
                known.append(',').append(number);
                their.append(',').append(uids.get(number - 1));
            }
            known.append(' ').append(their).append(')');
        }
        return known.append("))").toString();
    }

    /** Commands during which nothing may vanish, and others. */
    void work(Dialogue session) throws IOException {
        take(session.say(
                switch (random.nextInt(4)) {
                    case 0 -> "c NOOP\r\n";
                    case 1 -> "c STORE 1 +FLAGS (\\Answered)\r\n";
                    case 2 -> "c FETCH 1:* (UID FLAGS MODSEQ)\r\n";
                    default -> "c UID STORE 1:* -FLAGS (\\Answered)\r\n";
                }));
    }

    /** What was on its way when the connection went ends somewhere, though not within a line. */
    void lose(Dialogue session) throws IOException {
        String answer = session.say("c STORE 1 +FLAGS (\\Seen)\r\n");
        if (random.nextBoolean()) {
            take(answer);
        }
    }

    void take(String answer) {
        for (String line : answer.split("\r\n", -1)) {
            Matcher fetch = FETCH.matcher(line);
            if (fetch.matches() && fetch.group(3) != null) {
                TreeSet<String> flags = new TreeSet<>(List.of(fetch.group(3).split(" ")));
                flags.remove("\\Recent");
                flags.remove("");
                messages.put(Long.valueOf(fetch.group(2)), flags.toString());
            }
            raise(MODSEQ, line);
            gone(line);
            Matcher validity = VALIDITY.matcher(line);
            if (validity.matches()) {
                uidValidity = Long.parseLong(validity.group(1));
            }
            Matcher highest = HIGHEST.matcher(line);
            if (highest.matches()) {
                modSeq = Long.parseLong(highest.group(1)); // also where it is less than what was seen (RFC 7162 §3.2)
            }
        }
    }

    private void raise(Pattern pattern, String line) {
        Matcher found = pattern.matcher(line);
        if (found.matches()) {
            modSeq = Math.max(modSeq, Long.parseLong(found.group(1)));
        }
    }

    private void gone(String line) {
        if (!line.startsWith("* VANISHED ")) {
            return;
        }
        boolean earlier = line.startsWith("* VANISHED (EARLIER) ");
        String set = line.substring(line.lastIndexOf(' ') + 1);
        for (String range : set.split(",", -1)) {
            String[] ends = range.split(":", -1);
            for (long uid = Long.parseLong(ends[0]); uid <= Long.parseLong(ends[ends.length - 1]); uid++) {
                boolean known = messages.remove(uid) != null;
                vanished += known && earlier ? 1 : 0;
            }
        }
    }
}
