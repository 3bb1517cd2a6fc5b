package waypost.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import waypost.testkit.MemorySession.Feeding;

/** Commands with a few octets changed, in each state: nothing escapes, and a good command is served in the end. */
class ImapFuzzTest {
    private static final long SEED = Long.getLong("waypost.seed", 0);
    private static final int COMMANDS = 20_000;
    private static final int COMMANDS_A_SESSION = 12;
    private static final String TELLING = "(){}[]<>\"\\*%&+,:0123456789 \r\n";
    private static final List<String> SEEDS = List.of(
            "a CAPABILITY\r\n",
            "a ID (\"name\" \"x\" \"v\" NIL)\r\n",
            "a LOGIN alice {5+}\r\nwrong\r\n",
            "a AUTHENTICATE PLAIN AGFsaWNlAHNlY3Jl\r\n",
            "a ENABLE CONDSTORE\r\n",
            "a ENABLE UTF8=ACCEPT\r\nb APPEND Archive UTF8 (~{3+}\r\na:b) (\\Seen) UTF8 (~{1+}\r\nc)\r\n",
            "a ENABLE QRESYNC\r\nb SELECT INBOX (QRESYNC (1000 1 1:3,5 (1,2:3 1,2:3)))\r\n",
            "a UIDBATCHES 500 1:3\r\nb UID SEARCH UIDAFTER 1\r\nc ENABLE UIDONLY\r\nd UID STORE 1:* +FLAGS (\\Deleted)\r\ne EXPUNGE\r\n",
            "a UID FETCH 1:* (FLAGS) (CHANGEDSINCE 1 VANISHED)\r\n",
            "a SELECT INBOX\r\n",
            "a EXAMINE \"Archive\"\r\n",
            "a CREATE &ZeVnLIqe-/x\r\n",
            "a CREATE New (USE (\\Drafts))\r\n",
            "a DELETE x/y\r\n",
            "a RENAME Lists/java {3+}\r\nnew\r\n",
            "a LIST (SPECIAL-USE) \"\" % RETURN (SPECIAL-USE)\r\n",
            "a LIST (SUBSCRIBED RECURSIVEMATCH) \"\" (% Lists/%) RETURN (CHILDREN SUBSCRIBED)\r\n",
            "a LSUB \"\" *\r\n",
            "a STATUS INBOX (MESSAGES UNSEEN SIZE MAILBOXID)\r\n",
            "a LIST \"\" % RETURN (STATUS (UIDNEXT SIZE) CHILDREN)\r\n",
            "a APPEND Archive (\\Seen) \"01-Jan-2026 00:00:00 +0100\" {9+}\r\nA: b\r\n\r\nc\r\n",
            "a APPEND Archive {3+}\r\na:b (\\Seen) {3+}\r\nc:d {1+}\r\ne\r\n",
            "a APPEND Archive CATENATE (URL \"/INBOX;UIDVALIDITY=1000/;UID=2/;SECTION=HEADER/;PARTIAL=3.5\" TEXT {1+}\r\nx)\r\n",
            "a APPEND Archive CATENATE (TEXT {1+}\r\nx URL {12+}\r\n/%49NBOX/;UID=1) (\\Seen) CATENATE (URL /INBOX/;UID=1)\r\n",
            "a REPLACE 2 INBOX (\\Draft) {3+}\r\na:b\r\n",
            "a UID REPLACE 3 {7+}\r\nArchive {1+}\r\nx\r\n",
            "a LIST \"\" % RETURN (METADATA (/shared/x))\r\nb GETMETADATA (DEPTH 1 MAXSIZE 9) \"\" (/shared /private/x)\r\n",
            "a SETMETADATA INBOX (/shared/x {1+}\r\ny /private/x NIL /private/y ~{1+}\r\nz)\r\n",
            "a SETACL INBOX bob +lrd\r\nb LISTRIGHTS INBOX {3+}\r\nbob\r\nc LIST \"\" % RETURN (MYRIGHTS)\r\n",
            "a GETQUOTA \"\"\r\nb GETQUOTAROOT INBOX\r\nc SETQUOTA \"\" (STORAGE 5 MESSAGE 6)\r\n",
            "a COMPRESS DEFLATE!\r\n",
            "a IDLE\r\nDONE\r\n",
            "a FETCH 1:* (UID FLAGS ENVELOPE BODYSTRUCTURE BODY.PEEK[HEADER.FIELDS (To)]<0.9>)\r\n",
            "a UID FETCH 2,3 BODY[1.MIME]\r\n",
            "a FETCH 1:2 (BINARY[1]<1.2> BINARY.PEEK[] BINARY.SIZE[1] PREVIEW (LAZY) SAVEDATE EMAILID THREADID)\r\nb APPEND Archive ~{3+}\r\na:b\r\n",
            "a STORE 1:2 +FLAGS.SILENT (\\Deleted $x)\r\n",
            "a UID SEARCH CHARSET UTF-8 OLDER 1 OR FROM \"x\" NOT (SINCE 1-Feb-2026 LARGER 5)\r\n",
            "a SEARCH RETURN (MIN MAX COUNT ALL) UNSEEN\r\n",
            "a UID SEARCH RETURN (SAVE MAX) 1:2\r\nb FETCH $ FLAGS\r\n",
            "a SEARCH RETURN (PARTIAL -1:-2 MIN SAVE) ALL\r\nb UID FETCH 1:* UID (PARTIAL 1:2 CHANGEDSINCE 1)\r\n",
            "a SORT RETURN (RELEVANCY ALL PARTIAL 1:2) (RELEVANCY DATE) UTF-8 FUZZY (SUBJECT \"one two\" OR SEEN NOT FUZZY BODY x)\r\n",
            "a SEARCH RETURN (UPDATE COUNT CONTEXT) UNSEEN\r\nb STORE 1:2 +FLAGS (\\Seen)\r\nc CANCELUPDATE \"a\"\r\n",
            "a ESEARCH IN (mailboxes (INBOX x) subtree-one Lists personal) RETURN (COUNT) CHARSET UTF-8 FROM a\r\n",
            "a UID SORT RETURN (ALL) (REVERSE SUBJECT DATE DISPLAYFROM) UTF-8 UNSEEN\r\n",
            "a UID THREAD REFERENCES UTF-8 UNSEEN\r\nb THREAD ORDEREDSUBJECT UTF-8 1:*\r\n",
            "a COPY 2 Archive\r\n",
            "a UID MOVE 1:* Archive\r\n",
            "a UID EXPUNGE 1:*\r\n",
            "a CHECK\r\n",
            "a UNSELECT\r\n",
            "a NOOP\r\n");

    @Test
    void beforeLogin() throws IOException {
        run(new SplittableRandom(SEED + 3501), ImapFixture::connect);
    }

    @Test
    void authenticated() throws IOException {
        run(new SplittableRandom(SEED + 2177), ImapFixture::session);
    }

    @Test
    void selected() throws IOException {
        run(new SplittableRandom(SEED + 6851), fixture -> {
            MemorySession session = fixture.session();
            session.send("s SELECT INBOX\r\n".getBytes(StandardCharsets.US_ASCII));
            return session;
        });
    }

    private interface Opening {
        MemorySession open(ImapFixture fixture) throws IOException;
    }

    private static void run(SplittableRandom random, Opening opening) throws IOException {
        for (int sent = 0; sent < COMMANDS; sent += COMMANDS_A_SESSION) {
            MemorySession session = opening.open(new ImapFixture(ImapFixture.SECURE, Feeding.WHOLE));
            for (int i = 0; i < COMMANDS_A_SESSION && !session.ended(); i++) {
                session.send(mutated(random));
            }
            if (!session.ended()) {
                assertServed(session, sent);
            }
            session.close();
        }
    }

    /** A literal announced by accident may swallow this much and no more: a command takes 64 KiB, a message of the fixture 1 MB. */
    private static void assertServed(MemorySession session, int sent) throws IOException {
        byte[] good = "\r\nok NOOP\r\n".getBytes(StandardCharsets.US_ASCII);
        boolean served = false;
        for (int tries = 0; tries < 3 && !served && !session.ended(); tries++) {
            session.send(good);
            served = drained(session);
        }
        if (!served && !session.ended()) {
            byte[] much = new byte[1_100_000];
            Arrays.fill(much, (byte) 'x');
            session.send(much);
            session.send(good);
            served = drained(session);
        }
        assertEquals(true, served || session.ended(), "after " + sent);
    }

    private static boolean drained(MemorySession session) throws IOException {
        boolean served = false;
        Optional<String> line = session.line();
        while (line.isPresent()) {
            served |= line.get().equals("ok OK NOOP completed");
            line = session.line();
        }
        return served;
    }

    private static byte[] mutated(SplittableRandom random) {
        byte[] seed = SEEDS.get(random.nextInt(SEEDS.size())).getBytes(StandardCharsets.US_ASCII);
        byte[] octets = Arrays.copyOf(seed, seed.length);
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            int at = random.nextInt(octets.length);
            switch (random.nextInt(4)) {
                case 0 -> octets[at] = (byte) random.nextInt(256);
                case 1 -> octets[at] = (byte) TELLING.charAt(random.nextInt(TELLING.length()));
                case 2 -> octets = without(octets, at, Math.min(octets.length, at + 1 + random.nextInt(5)));
                case 3 -> octets[at] ^= 0x20;
                default -> throw new IllegalStateException();
            }
            if (octets.length == 0) {
                return octets;
            }
        }
        return octets;
    }

    private static byte[] without(byte[] octets, int from, int to) {
        byte[] rest = new byte[octets.length - (to - from)];
        System.arraycopy(octets, 0, rest, 0, from);
        System.arraycopy(octets, to, rest, from, octets.length - to);
        return rest;
    }
}
