package waypost.protocol.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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

    /** The first step that is not to read on, when the octets come in two pieces. */
    private static Step fed(ByteBuffer octets, int cut) {
        AdminSession session = new AdminSession();
        Step first = session.received(octets.duplicate().limit(cut));
        return first instanceof Step.More ? session.received(octets.duplicate().position(cut)) : first;
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
        ByteBuffer half = octets("a".repeat(AdminSession.MAX_LINE / 2));
        Step step = session.received(half.duplicate());
        for (int i = 0; i < 8; i++) {
            assertEquals(new Step.More(), step, "what is too long is dropped, not kept");
            step = session.received(half.duplicate());
        }
        assertInstanceOf(Step.Refuse.class, session.received(octets("\r\n")));
    }

    @Test
    void takesOneRequestOnly() {
        AdminSession session = new AdminSession();
        assertInstanceOf(Step.Run.class, session.received(octets("store-stats\r\nstore-check\r\n")));
        ByteBuffer more = octets("store-check\r\n");
        assertEquals(new Step.More(), session.received(more));
        assertEquals(0, more.remaining());
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
            new AdminReply.Failed(1, ""),
            new AdminReply.Failed(2, "This node cannot."),
            new AdminReply.Ok());

    @Test
    void readsRepliesAtEveryCutAndSkipsWhatItDoesNotKnow() throws AdminDialogue.Foreign {
        StringBuilder text = new StringBuilder();
        for (AdminReply reply : REPLIES) {
            text.append(StandardCharsets.UTF_8.decode(reply.encoded()))
                    .append("LATER word\r\n")
                    .append("FAILED x\r\n");
        }
        ByteBuffer all = octets(text.toString());
        for (int cut = 0; cut <= all.limit(); cut++) {
            AdminDialogue dialogue = new AdminDialogue();
            List<AdminReply> heard =
                    new ArrayList<>(dialogue.received(all.duplicate().limit(cut)));
            heard.addAll(dialogue.received(all.duplicate().position(cut)));
            assertEquals(REPLIES, heard, "cut at " + cut);
        }
    }

    @Test
    void textsStayOnTheirLines() throws AdminDialogue.Foreign {
        String text = "a\r\nOK\r\nb\0\u0085" + "\uD800" + "x".repeat(2 * AdminReply.MAX_TEXT);
        AdminReply.Line line = assertInstanceOf(
                AdminReply.Line.class,
                new AdminDialogue()
                        .received(new AdminReply.Line(text).encoded())
                        .getFirst());
        assertTrue(line.text().startsWith("a  OK  b   xx"), line.text());
        assertEquals(AdminReply.MAX_TEXT, line.text().length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"OK\n", "SSH\0\r\n"})
    void noticesWhatIsNoNode(String answer) {
        assertThrows(AdminDialogue.Foreign.class, () -> new AdminDialogue().received(octets(answer)));
    }

    /** Whatever comes, a session answers with a step, and goes through no more than one request. */
    @Test
    void anyOctets() {
        SplittableRandom random = new SplittableRandom(3);
        byte[] alphabet = "store-check VOLUME=v1+2B\r\n\0\u00fc".getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 2000; round++) {
            AdminSession session = new AdminSession();
            int runs = 0;
            for (int piece = 0; piece < 4; piece++) {
                byte[] octets = new byte[random.nextInt(40)];
                for (int i = 0; i < octets.length; i++) {
                    octets[i] = alphabet[random.nextInt(alphabet.length)];
                }
                ByteBuffer in = ByteBuffer.wrap(octets);
                runs += session.received(in) instanceof Step.Run ? 1 : 0;
                assertEquals(0, in.remaining());
            }
            assertTrue(runs <= 1);
        }
    }
}
