package waypost.protocol.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.identity.AccountId;
import waypost.identity.AccountLimits;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.NodeName;
import waypost.identity.Referral;
import waypost.identity.Secret;
import waypost.protocol.Output;
import waypost.protocol.login.Forwarded;
import waypost.protocol.login.NodeLogin;
import waypost.protocol.login.NodeLogin.Step;
import waypost.protocol.login.Opening;
import waypost.protocol.login.Proof;
import waypost.protocol.login.Refusal;
import waypost.protocol.login.ReturnWord;

/** Dialogues with a node; each is fed in two parts, cut at every octet. */
class ImapUpstreamTest {
    private static final Forwarded FORWARDED =
            new Forwarded("192.0.2.1:4711", "s\"1", 6, Optional.of(new DirectoryId("id 1")), 9);
    private static final AccountName ALICE = new AccountName("alice", "example.com");
    private static final String GREETING = "* OK [CAPABILITY IMAP4rev1 BEFORE] ready\r\n";

    private record Result(Step step, String sent, int left) {}

    private static Result run(String input, Proof proof) throws IOException {
        return run(input, () -> new ImapUpstream(ALICE, proof, FORWARDED, Opening.GREETING));
    }

    private static Result run(String input, Supplier<NodeLogin> login) throws IOException {
        byte[] octets = input.getBytes(StandardCharsets.ISO_8859_1);
        Result whole = run(octets, octets.length, login.get());
        for (int cut = 0; cut < octets.length; cut++) {
            assertEquals(whole, run(octets, cut, login.get()), "cut at " + cut);
        }
        return whole;
    }

    private static Result run(byte[] octets, int cut, NodeLogin upstream) throws IOException {
        StringBuilder sent = new StringBuilder();
        Output out = new RecordedOutput(sent);
        upstream.connected(out);
        ByteBuffer in = ByteBuffer.wrap(octets, 0, cut);
        Step step = upstream.receive(in, out);
        in.limit(octets.length);
        if (step instanceof Step.More) {
            step = upstream.receive(in, out);
        }
        return new Result(step, sent.toString(), in.remaining());
    }

    private record RecordedOutput(StringBuilder sent) implements Output {
        @Override
        public void write(ByteBuffer bytes) {
            sent.append(StandardCharsets.ISO_8859_1.decode(bytes));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Proof shared() {
        return new Proof.Shared(new NodeName("fe1"), new Secret("s3"));
    }

    @Test
    void logsInWithASecret() throws IOException {
        Result result = run(
                GREETING + "* ID NIL\r\nI OK\r\n* 1 EXISTS\r\nA OK [CAPABILITY IMAP4rev1 IDLE] done\r\n* 5 EXISTS\r\n",
                shared());
        assertEquals(new Step.LoggedIn(List.of("IMAP4rev1", "IDLE")), result.step());
        assertEquals(
                "I ID (\"waypost-client\" \"192.0.2.1:4711\" \"waypost-session\" \"s\\\"1\" \"waypost-ttl\" \"6\""
                        + " \"waypost-directory-id\" \"id 1\" \"waypost-epoch\" \"9\")\r\n"
                        + "A AUTHENTICATE PLAIN YWxpY2VAZXhhbXBsZS5jb20AZmUxAHMz\r\n",
                result.sent());
        assertEquals("* 5 EXISTS\r\n".length(), result.left());
    }

    @Test
    void logsInWithACertificate() throws IOException {
        Result result = run(GREETING + "I OK\r\n* CAPABILITY IMAP4rev1\r\nA OK done\r\n", new Proof.Certificate());
        assertEquals(new Step.LoggedIn(List.of("IMAP4rev1")), result.step());
        assertEquals(true, result.sent().endsWith("\r\nA AUTHENTICATE EXTERNAL YWxpY2VAZXhhbXBsZS5jb20=\r\n"));
    }

    /** A foreign node is told the user's password and nothing of the session. */
    @Test
    void logsInAsTheUser() throws IOException {
        Result result = run(GREETING + "A OK [CAPABILITY IMAP4rev1] done\r\n", new Proof.Password(new Secret("pw")));
        assertEquals(new Step.LoggedIn(List.of("IMAP4rev1")), result.step());
        assertEquals("A AUTHENTICATE PLAIN AGFsaWNlQGV4YW1wbGUuY29tAHB3\r\n", result.sent());
    }

    @Test
    void saysThatTheUserHasShownMoreThanAPassword() throws IOException {
        Forwarded more = FORWARDED.with(Forwarded.Shown.MORE);
        Result result = run(GREETING + "I OK\r\n", () -> new ImapUpstream(ALICE, shared(), more, Opening.GREETING));
        assertTrue(result.sent().contains(" \"waypost-shown\" \"more\")\r\nA AUTH"), result::sent);
    }

    @Test
    void saysWhatTheDirectoryGivesTheAccount() throws IOException {
        AccountLimits limits = AccountLimits.NONE.withStorage(1000);
        Forwarded told = FORWARDED.with(limits);
        Result result = run(GREETING + "I OK\r\n", () -> new ImapUpstream(ALICE, shared(), told, Opening.GREETING));
        assertTrue(result.sent().contains(" \"waypost-limits\" \"storage:1000\")\r\nA AUTH"), result::sent);
        assertEquals(Optional.of(limits), limits("storage:1000"));
        assertEquals(Optional.empty(), limits("storage:much"));
        assertEquals(Optional.empty(), ForwardedId.parse(List.of()).limits());
    }

    private static Optional<AccountLimits> limits(String said) {
        return ForwardedId.parse(List.of(new ImapCommand.Id.Field("waypost-limits", Optional.of(said))))
                .limits();
    }

    @ParameterizedTest
    @CsvSource({"more, MORE", "less, PASSWORD", "'', PASSWORD"})
    void whatIsNotMoreIsNoMoreThanAPassword(String said, Forwarded.Shown shown) {
        var field = new ImapCommand.Id.Field("waypost-shown", Optional.of(said));
        assertEquals(shown, ForwardedId.parse(List.of(field)).shown());
        assertEquals(Forwarded.Shown.PASSWORD, ForwardedId.parse(List.of()).shown());
    }

    /** RFC 8437: a node of ours that was told the word and announces the command gives the client back, and nobody else does. */
    @Test
    void learnsWhetherTheClientComesBack() throws IOException {
        ReturnWord word = new ReturnWord("abcdefghijkl-_");
        String announced = "A OK [CAPABILITY IMAP4rev1 UNAUTHENTICATE IDLE] done\r\n";
        List<String> with = List.of("IMAP4rev1", "UNAUTHENTICATE", "IDLE");
        List<String> without = List.of("IMAP4rev1", "IDLE");
        Result told = run(
                GREETING + "I OK\r\n" + announced,
                () -> new ImapUpstream(ALICE, shared(), FORWARDED.returning(word), Opening.GREETING));
        assertEquals(new Step.LoggedIn(with, Optional.of(word)), told.step());
        assertTrue(told.sent().contains(" \"waypost-return\" \"abcdefghijkl-_\")\r\nA AUTH"), told::sent);
        Result older = run(
                GREETING + "I OK\r\nA OK [CAPABILITY IMAP4rev1 IDLE] done\r\n",
                () -> new ImapUpstream(ALICE, shared(), FORWARDED.returning(word), Opening.GREETING));
        assertEquals(new Step.LoggedIn(without), older.step());
        assertEquals(
                new Step.LoggedIn(without),
                run(GREETING + "I OK\r\n" + announced, shared()).step());
        Result foreign = run(
                GREETING + announced,
                () -> new ImapUpstream(
                        ALICE, new Proof.Password(new Secret("pw")), FORWARDED.returning(word), Opening.GREETING));
        assertEquals(new Step.LoggedIn(without), foreign.step());
        assertFalse(foreign.sent().contains(word.text()));
    }

    @Test
    void startsTlsAndLogsInInside() throws IOException {
        Proof password = new Proof.Password(new Secret("pw"));
        ImapUpstream clear = new ImapUpstream(ALICE, password, FORWARDED, Opening.STARTTLS);
        Output nowhere = new RecordedOutput(new StringBuilder());
        NodeLogin inside = assertInstanceOf(
                        Step.StartTls.class, clear.receive(bytes(GREETING + "* OK by the way\r\nS OK go\r\n"), nowhere))
                .behind();
        Result result = run(bytes("A OK [CAPABILITY IMAP4rev1] done\r\n").array(), 3, inside);
        assertEquals(new Step.LoggedIn(List.of("IMAP4rev1")), result.step());
        assertEquals("A AUTHENTICATE PLAIN AGFsaWNlQGV4YW1wbGUuY29tAHB3\r\n", result.sent());
    }

    /** Whoever does not start TLS, or says ahead of it that the log-in was good, gets no password. */
    @Test
    void aNodeThatRefusesTlsGetsNoPassword() throws IOException {
        Proof password = new Proof.Password(new Secret("pw"));
        for (String answer : List.of("S NO not now\r\n", "S BAD what\r\n", "A OK in\r\n", "+ go\r\n", "* BYE\r\n")) {
            Result result =
                    run(GREETING + answer, () -> new ImapUpstream(ALICE, password, FORWARDED, Opening.STARTTLS));
            assertInstanceOf(Step.Broken.class, result.step(), answer);
            assertEquals("S STARTTLS\r\n", result.sent());
        }
    }

    /** Of a password that was found right before, a bare NO is the node's affair; of one that only the node can judge, it is its answer. */
    @ParameterizedTest
    @CsvSource({
        "NO no, UNAVAILABLE, CREDENTIALS",
        "NO [AUTHENTICATIONFAILED] no, CREDENTIALS, CREDENTIALS",
        "NO [AuthenticationFailed] no, CREDENTIALS, CREDENTIALS",
        "NO [EXPIRED] no, EXPIRED, EXPIRED",
        "NO [UNAVAILABLE] no, UNAVAILABLE, UNAVAILABLE",
        "NO [SERVERBUG] no, UNAVAILABLE, UNAVAILABLE",
        "NO [REFERRAL 0001000000000007 store2 5] no, UNAVAILABLE, UNAVAILABLE",
    })
    void aRefusalIsTheNodesOrThePasswords(String answer, Refusal found, Refusal untried) throws IOException {
        Secret password = new Secret("pw");
        String said = GREETING + "A " + answer + "\r\n";
        assertEquals(
                new Step.Refused(found, Optional.empty()),
                run(said, new Proof.Password(password)).step());
        assertEquals(
                new Step.Refused(untried, Optional.empty()),
                run(said, new Proof.Untried(password)).step());
    }

    /** A foreign node is not believed where an account is. */
    @Test
    void ignoresReferralsOfForeignNodes() throws IOException {
        Result result = run(
                GREETING + "A NO [REFERRAL 0001000000000007 store2 5] elsewhere\r\n",
                new Proof.Password(new Secret("pw")));
        assertEquals(new Step.Refused(Refusal.UNAVAILABLE, Optional.empty()), result.step());
    }

    @Test
    void followsReferrals() throws IOException {
        Referral referral = new Referral(AccountId.of(1, 7), new NodeName("store2"), 5);
        Result result = run(GREETING + "I OK\r\nA NO [" + referral.text() + "] elsewhere\r\n", shared());
        assertEquals(new Step.Refused(Refusal.UNAVAILABLE, Optional.of(referral)), result.step());
    }

    @Test
    void refusals() throws IOException {
        assertEquals(Refusal.EXPIRED, refusal("A NO [EXPIRED] x\r\n"));
        assertEquals(Refusal.UNAVAILABLE, refusal("A NO [UNAVAILABLE] x\r\n"));
        assertEquals(Refusal.STALE, refusal("A NO [STALE] x\r\n"));
        assertEquals(Refusal.UNAVAILABLE, refusal("A NO whatever\r\n"));
        assertEquals(Refusal.UNAVAILABLE, refusal("* BYE [UNAVAILABLE] down\r\n"));
    }

    private static Refusal refusal(String lines) throws IOException {
        return assertInstanceOf(
                        Step.Refused.class,
                        run(GREETING + "I OK\r\n" + lines, shared()).step())
                .why();
    }

    @Test
    void brokenDialogues() throws IOException {
        for (String input : List.of(
                "220 mail.example.com ESMTP\r\n",
                "* PREAUTH hello\r\n",
                "* BYE\r\n",
                "\r\n",
                GREETING + "I BAD what\r\n",
                GREETING + "A OK too early\r\n",
                GREETING + "I OK\r\nA BAD what\r\n",
                GREETING + "I OK\r\n+ more\r\n",
                GREETING + "* 1 EXISTS\r\n".repeat(101))) {
            assertInstanceOf(Step.Broken.class, run(input, shared()).step(), input);
        }
    }

    @Test
    void endlessLine() throws IOException {
        byte[] octets = ("* OK " + "x".repeat(9000)).getBytes(StandardCharsets.US_ASCII);
        assertInstanceOf(
                Step.Broken.class,
                run(octets, octets.length, new ImapUpstream(ALICE, shared(), FORWARDED, Opening.GREETING))
                        .step());
    }

    @Test
    void whatIsSaidIsUnderstood() throws SyntaxError {
        Forwarded said = FORWARDED.returning(new ReturnWord("abcdefghijkl-_"));
        byte[] command = ("I ID " + ForwardedId.format(said)).getBytes(StandardCharsets.ISO_8859_1);
        ImapCommand.Id id = assertInstanceOf(
                ImapCommand.Id.class,
                ImapParser.parse(command, ImapExtensions.ALL).command());
        assertEquals(said, ForwardedId.parse(id.fields()));
    }
}
