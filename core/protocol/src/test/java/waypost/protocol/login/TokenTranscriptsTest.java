package waypost.protocol.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.Secret;
import waypost.protocol.Output;
import waypost.protocol.imap.ImapUpstream;
import waypost.protocol.login.NodeLogin.Step;
import waypost.protocol.pop3.Pop3Upstream;
import waypost.protocol.sasl.InitialResponse;
import waypost.protocol.sasl.TokenExchange;

/**
 * Conversations with foreign nodes that are shown the user's token. {@code S:} is what the node says, {@code C:} what it has to hear then, {@code TLS} where
 * TLS begins, {@code =>} how it ends. What the node says between two answers of ours is given whole, cut in two at every octet, and octet by octet.
 */
class TokenTranscriptsTest {
    private static final Path FOLDER = Path.of("src/test/resources/waypost/protocol/upstream");
    private static final AccountName ALICE = new AccountName("alice", "example.com");
    private static final Proof PROOF = new Proof.Token(new Secret("t"));
    private static final Forwarded FORWARDED = new Forwarded(
                    "192.0.2.1:4711", "s1", 6, Optional.of(new DirectoryId("id1")), 9)
            .returning(new ReturnWord("abcdefghijkl-_"));

    /** @param token a text, or how many octets it has */
    private record Script(boolean imap, String token, Opening opening, List<Turn> turns, String end) {
        static Script read(Path file) throws IOException {
            List<String> lines = Files.readAllLines(file);
            assertTrue(lines.getFirst().startsWith("# "), "a reason");
            boolean tls = lines.contains("STARTTLS");
            String token = lines.get(1).substring("TOKEN ".length());
            Script script = new Script(
                    file.getFileName().toString().startsWith("imap-"),
                    token.matches("[0-9]+") ? "t".repeat(Integer.parseInt(token)) : token,
                    tls ? Opening.STARTTLS : Opening.GREETING,
                    new ArrayList<>(List.of(new Turn())),
                    lines.getLast().substring("=> ".length()));
            lines.subList(tls ? 3 : 2, lines.size() - 1).forEach(script::line);
            return script;
        }

        private void line(String line) {
            String text = line.substring(Math.min(3, line.length()))
                    .replace("{oauthbearer}", base64("n,a=alice@example.com,\1auth=Bearer " + token + "\1\1"))
                    .replace("{xoauth2}", base64("user=alice@example.com\1auth=Bearer " + token + "\1\1"));
            if (line.equals("TLS")) {
                turns.add(new Turn());
            } else if (line.startsWith("S: ")) {
                if (!turns.getLast().sent().isEmpty()) {
                    turns.add(new Turn());
                }
                turns.getLast().said().append(text).append("\r\n");
            } else {
                assertTrue(line.startsWith("C: "), line);
                turns.getLast().sent().append(text).append("\r\n");
            }
        }

        private NodeLogin login() {
            Proof proof = new Proof.Token(new Secret(token));
            return imap
                    ? new ImapUpstream(ALICE, proof, FORWARDED, opening)
                    : new Pop3Upstream(ALICE, proof, FORWARDED, opening);
        }
    }

    /** What the node says, and what it hears then. */
    private record Turn(StringBuilder said, StringBuilder sent) {
        Turn() {
            this(new StringBuilder(), new StringBuilder());
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private record Heard(StringBuilder text) implements Output {
        @Override
        public void write(ByteBuffer bytes) {
            text.append(StandardCharsets.ISO_8859_1.decode(bytes));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}

        String taken() {
            String taken = text.toString();
            text.setLength(0);
            return taken;
        }
    }

    /** Where the input of one turn ends for the first time, the second and so on. */
    private interface Cut {
        List<Integer> ends(int turn, int length);
    }

    @TestFactory
    Stream<DynamicTest> whole() throws IOException {
        return each(script -> play(script, (_, length) -> List.of(length)));
    }

    @TestFactory
    Stream<DynamicTest> cutAtEveryOctet() throws IOException {
        return each(script -> {
            for (int cut = 0; cut < script.turns().size(); cut++) {
                int at = cut;
                for (int octet = 1; octet < script.turns().get(cut).said().length(); octet++) {
                    int end = octet;
                    play(script, (turn, length) -> turn == at ? List.of(end, length) : List.of(length));
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> octetByOctet() throws IOException {
        return each(script -> play(
                script,
                (_, length) ->
                        Stream.iterate(1, end -> end <= length, end -> end + 1).toList()));
    }

    @Test
    void noTextHasTheToken() {
        Secret token = new Secret("geheim");
        TokenExchange exchange =
                TokenExchange.by(List.of("XOAUTH2"), "alice", token).orElseThrow();
        String all = new Proof.Token(token) + " " + exchange + " " + exchange.command("AUTH", 255) + " "
                + InitialResponse.oauthbearer("alice", token);
        assertFalse(all.contains("geheim") || all.contains(base64("geheim").substring(0, 6)), all);
        assertEquals(Optional.of("***"), exchange.answer("").map(Secret::toString));
    }

    /** RFC 5801 §4: what would end a name is written otherwise. */
    @Test
    void namesAreWrittenAsTheHeaderWantsThem() {
        assertEquals(
                base64("n,a=a=2Cb=3Dc,\1auth=Bearer t\1\1"),
                InitialResponse.oauthbearer("a,b=c", new Secret("t")).value());
    }

    @Test
    void capabilitiesAreBounded() throws IOException {
        assertEndless("* OK ready\r\n", "* OK more\r\n", new ImapUpstream(ALICE, PROOF, FORWARDED, Opening.GREETING));
        assertEndless("+OK ready\r\n+OK\r\n", "X\r\n", new Pop3Upstream(ALICE, PROOF, FORWARDED, Opening.GREETING));
    }

    private static void assertEndless(String before, String line, NodeLogin login) throws IOException {
        ByteBuffer in = ByteBuffer.wrap((before + line.repeat(150)).getBytes(StandardCharsets.ISO_8859_1));
        assertEquals("BROKEN too many lines", words(login.receive(in, new Heard(new StringBuilder()))));
    }

    /** A challenge is a line as any other. */
    @Test
    void challengesAreBounded() throws IOException {
        String imap = "* OK [CAPABILITY SASL-IR AUTH=XOAUTH2]\r\n+ ";
        assertTooLong(imap, new ImapUpstream(ALICE, PROOF, FORWARDED, Opening.GREETING));
        String pop3 = "+OK ready\r\n+OK\r\nSASL XOAUTH2\r\n.\r\n+ ";
        assertTooLong(pop3, new Pop3Upstream(ALICE, PROOF, FORWARDED, Opening.GREETING));
    }

    private static void assertTooLong(String before, NodeLogin login) throws IOException {
        ByteBuffer in = ByteBuffer.wrap((before + "x".repeat(9000) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        assertInstanceOf(Step.Broken.class, login.receive(in, new Heard(new StringBuilder())));
    }

    private interface Playing {
        void play(Script script) throws IOException;
    }

    private static Stream<DynamicTest> each(Playing playing) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(FOLDER)) {
            files = found.sorted().toList();
        }
        assertFalse(files.isEmpty());
        return files.stream()
                .map(file ->
                        DynamicTest.dynamicTest(file.getFileName().toString(), () -> playing.play(Script.read(file))));
    }

    private static void play(Script script, Cut cut) throws IOException {
        Heard out = new Heard(new StringBuilder());
        NodeLogin login = script.login();
        login.connected(out);
        assertEquals("", out.taken(), "ahead of the greeting");
        Step step = new Step.More();
        for (int number = 0; number < script.turns().size(); number++) {
            Turn turn = script.turns().get(number);
            String said = turn.said().toString();
            if (said.isEmpty()) {
                login = assertInstanceOf(Step.StartTls.class, step).behind();
                login.connected(out);
                step = new Step.More();
            }
            ByteBuffer in = ByteBuffer.wrap(said.getBytes(StandardCharsets.ISO_8859_1));
            for (int end : cut.ends(number, said.length())) {
                assertInstanceOf(Step.More.class, step, "before octet " + end + " of " + said);
                step = login.receive(in.limit(end), out);
            }
            assertEquals(turn.sent().toString(), out.taken(), "behind " + said);
        }
        assertEquals(script.end(), words(step));
    }

    private static String words(Step step) {
        return switch (step) {
            case Step.More _ -> "MORE";
            case Step.StartTls _ -> "TLS";
            case Step.LoggedIn(var capabilities, var back) -> {
                assertEquals(Optional.empty(), back);
                yield String.join(
                        " ",
                        Stream.concat(Stream.of("LOGGED IN"), capabilities.stream())
                                .toList());
            }
            case Step.Refused(var why, var referral) -> {
                assertEquals(Optional.empty(), referral);
                yield "REFUSED " + why;
            }
            case Step.Broken(var reason) -> "BROKEN " + reason;
        };
    }
}
