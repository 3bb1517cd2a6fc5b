package waypost.protocol.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.protocol.admin.AdminSession.Step;

/** Requests and replies, whole and cut at every octet. */
class AdminSessionTest {
    private static ByteBuffer octets(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A buffer as a connection has one. */
    private static ByteBuffer buffer() {
        return ByteBuffer.allocate(2 * AdminSession.MAX_LINE).flip();
    }

    private static void add(ByteBuffer in, ByteBuffer octets) {
        in.compact().put(octets).flip();
    }

    /** The first step that is not to read on, when the octets come in two pieces. */
    private static Step fed(ByteBuffer octets, int cut) {
        AdminSession session = new AdminSession();
        ByteBuffer in = buffer();
        add(in, octets.duplicate().limit(cut));
        Step first = session.next(in);
        add(in, octets.duplicate().position(cut));
        return first instanceof Step.More ? session.next(in) : first;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "store-stats | store-stats | {}",
                "store-check VOLUME=v1 | store-check | {VOLUME=v1}",
                "account-quota ACCOUNT=j+C3+BCrgen@example.net FOLDER=A+20B STORAGE= | account-quota"
                        + " | {ACCOUNT=jürgen@example.net, FOLDER=A B, STORAGE=}",
            })
    void takesARequestAtEveryCut(String line, String operation, String parameters) {
        ByteBuffer octets = octets(line + "\r\n");
        for (int cut = 0; cut <= octets.limit(); cut++) {
            Step.Run run = assertInstanceOf(Step.Run.class, fed(octets, cut));
            assertEquals(operation, run.request().operation());
            assertEquals(parameters, new java.util.TreeMap<>(run.request().parameters()).toString());
            assertEquals(octets, AdminDialogue.encoded(run.request()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Store-check",
                "store check",
                "store-check VOLUME",
                "store-check =v1",
                "store-check volume=v1",
                "store-check  VOLUME=v1",
                "store-check VOLUME=v1 VOLUME=v2",
                "store-check VOLUME=+",
                "store-check VOLUME=+C3",
                "store-check VOLUME=ü",
                "GET / HTTP/1.1"
            })
    void refusesWhatIsNoRequest(String line) {
        ByteBuffer octets = octets(line + "\r\n");
        for (int cut = 0; cut <= octets.limit(); cut++) {
            Step.Refuse refused = assertInstanceOf(Step.Refuse.class, fed(octets, cut));
            assertEquals(new AdminReply.Failed(2, "The request is not understood."), refused.why());
        }
    }

    @Test
    void refusesFoulAndLongLines() {
        assertInstanceOf(Step.Refuse.class, fed(octets("store-check\n"), 3));
        assertInstanceOf(Step.Refuse.class, fed(octets("store\rcheck\r\n"), 3));
        AdminSession session = new AdminSession();
        ByteBuffer in = buffer();
        ByteBuffer half = octets("a".repeat(AdminSession.MAX_LINE / 2));
        for (int i = 0; i < 8; i++) {
            add(in, half.duplicate());
            assertEquals(new Step.More(), session.next(in), "what is too long is dropped, not kept");
        }
        add(in, octets("\r\n"));
        assertInstanceOf(Step.Refuse.class, session.next(in));
    }

    @Test
    void takesContentAtEveryCut() {
        ByteBuffer octets = octets("import\r\nDATA 5\r\nab\r\ncDATA 1\r\ndDATA 0\r\n");
        for (int cut = 0; cut <= octets.limit(); cut++) {
            AdminSession session = new AdminSession();
            ByteBuffer in = buffer();
            StringBuilder seen = new StringBuilder();
            for (ByteBuffer piece :
                    List.of(octets.duplicate().limit(cut), octets.duplicate().position(cut))) {
                add(in, piece);
                for (Step step = session.next(in); !(step instanceof Step.More); step = session.next(in)) {
                    switch (step) {
                        case Step.Run(AdminRequest request) ->
                            seen.append(request.operation()).append(':');
                        case Step.Content(ByteBuffer content) -> seen.append(StandardCharsets.UTF_8.decode(content));
                        case Step.ContentEnd() -> seen.append('.');
                        case Step.Refuse refuse -> seen.append(refuse);
                        case Step.More() -> {}
                    }
                }
            }
            assertEquals("import:ab\r\ncd.", seen.toString(), "cut at " + cut);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"store-check", "DATA", "DATA ", "DATA -1", "DATA 65537", "DATA 999999", "DATA 1 2", "data 1"})
    void takesNothingButContentBehindARequest(String line) {
        AdminSession session = new AdminSession();
        ByteBuffer in = octets("store-stats\r\n" + line + "\r\n");
        assertInstanceOf(Step.Run.class, session.next(in));
        assertInstanceOf(Step.Refuse.class, session.next(in));
    }

    @Test
    void aRequestHasNoOtherNames() {
        assertThrows(IllegalArgumentException.class, () -> new AdminRequest("store check", Map.of()));
        assertThrows(IllegalArgumentException.class, () -> new AdminRequest("store-check", Map.of("a b", "")));
    }

    private static final List<AdminReply> REPLIES = List.of(
            AdminSession.greeting("store1"),
            new AdminReply.Progress("v1: 4096 entries of the journal read"),
            new AdminReply.Line("  disk: über 1 GiB"),
            new AdminReply.Line(""),
            new AdminReply.Content(octets("a\r\nOK\r\n")),
            new AdminReply.Failed(1, ""),
            new AdminReply.Failed(2, "This node cannot."),
            new AdminReply.Ok());

    /** What was heard, with pieces of content put together. */
    private static String heard(AdminDialogue dialogue, ByteBuffer in) throws AdminDialogue.Foreign {
        StringBuilder heard = new StringBuilder();
        for (var reply = dialogue.next(in); reply.isPresent(); reply = dialogue.next(in)) {
            heard.append(text(reply.get()));
        }
        return heard.toString();
    }

    private static String text(AdminReply reply) {
        return reply instanceof AdminReply.Content(ByteBuffer octets)
                ? StandardCharsets.UTF_8.decode(octets.duplicate()).toString()
                : "[" + reply + "]";
    }

    @Test
    void readsRepliesAtEveryCutAndSkipsWhatItDoesNotKnow() throws AdminDialogue.Foreign {
        StringBuilder text = new StringBuilder();
        StringBuilder expected = new StringBuilder();
        for (AdminReply reply : REPLIES) {
            text.append(StandardCharsets.UTF_8.decode(reply.encoded())).append("LATER word\r\nFAILED x\r\n");
            expected.append(text(reply));
        }
        ByteBuffer all = octets(text.toString());
        for (int cut = 0; cut <= all.limit(); cut++) {
            AdminDialogue dialogue = new AdminDialogue();
            ByteBuffer in = ByteBuffer.allocate(AdminDialogue.MAX_LINE).flip();
            add(in, all.duplicate().limit(cut));
            String first = heard(dialogue, in);
            add(in, all.duplicate().position(cut));
            assertEquals(expected.toString(), first + heard(dialogue, in), "cut at " + cut);
        }
    }

    @Test
    void textsStayOnTheirLines() throws AdminDialogue.Foreign {
        String text = "a\r\nOK\r\nb\0\u0085" + "\uD800" + "x".repeat(2 * AdminReply.MAX_TEXT);
        AdminReply.Line line = assertInstanceOf(
                AdminReply.Line.class,
                new AdminDialogue().next(new AdminReply.Line(text).encoded()).orElseThrow());
        assertTrue(line.text().startsWith("a  OK  b   xx"), line.text());
        assertEquals(AdminReply.MAX_TEXT, line.text().length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"OK\n", "SSH\0\r\n"})
    void noticesWhatIsNoNode(String answer) {
        assertThrows(AdminDialogue.Foreign.class, () -> new AdminDialogue().next(octets(answer)));
    }

    /** Whatever comes, a session answers with a step, and goes through no more than one request. */
    @Test
    void anyOctets() {
        SplittableRandom random = new SplittableRandom(3);
        byte[] alphabet = "store-check VOLUME=v1+2B\r\n\0\u00fc".getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 2000; round++) {
            AdminSession session = new AdminSession();
            int runs = 0;
            ByteBuffer in = buffer();
            for (int piece = 0; piece < 4; piece++) {
                byte[] octets = new byte[random.nextInt(40)];
                for (int i = 0; i < octets.length; i++) {
                    octets[i] = alphabet[random.nextInt(alphabet.length)];
                }
                add(in, ByteBuffer.wrap(octets));
                for (Step step = session.next(in); !(step instanceof Step.More); step = session.next(in)) {
                    runs += step instanceof Step.Run ? 1 : 0;
                }
            }
            assertTrue(runs <= 1);
        }
    }
}
