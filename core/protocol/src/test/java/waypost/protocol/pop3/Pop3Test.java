package waypost.protocol.pop3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.identity.AccountId;
import waypost.identity.AccountLimits;
import waypost.identity.AccountName;
import waypost.identity.NodeName;
import waypost.identity.Referral;
import waypost.identity.ScramHash;
import waypost.identity.Secret;
import waypost.message.Octets;
import waypost.protocol.LyingOctets;
import waypost.protocol.SendingOutput;
import waypost.protocol.login.ClientLogin;
import waypost.protocol.login.Credentials;
import waypost.protocol.login.Forwarded;
import waypost.protocol.login.NodeLogin;
import waypost.protocol.login.Opening;
import waypost.protocol.login.Proof;
import waypost.protocol.login.Refusal;
import waypost.protocol.sasl.Mechanism;
import waypost.protocol.sasl.Outside;
import waypost.protocol.sasl.SaslOffer;
import waypost.protocol.sasl.ScramExample;
import waypost.protocol.sasl.WordContext;
import waypost.protocol.smtp.Collected;

class Pop3Test {
    private static final ClientLogin.Step MORE = new ClientLogin.Step.More();
    private static final AccountName ANNA = new AccountName("anna", "example.net");

    private final Collected out = new Collected();

    @Test
    void servesAMaildropHoweverItIsCut() throws IOException {
        String input =
                "STAT\r\nLIST\r\nUIDL 2\r\nRETR 1\r\nRETR 2\r\nTOP 1 1\r\nDELE 1\r\nRETR 1\r\nLIST\r\nRETR 3\r\nQUIT\r\n";
        String expected = "+OK 3 32\r\n+OK\r\n1 18\r\n2 8\r\n3 6\r\n.\r\n+OK 2 u2\r\n"
                + "+OK 18 octets\r\nS: x\r\n\r\n..a\r\nb\r\nc\r\n.\r\n+OK 8 octets\r\nS: y\r\n\r\n.\r\n"
                + "+OK\r\nS: x\r\n\r\n..a\r\n.\r\n+OK\r\n-ERR No such message\r\n+OK\r\n2 8\r\n3 6\r\n.\r\n"
                + "-ERR Message was removed by another session\r\n+OK Bye\r\n";
        for (int cut = 0; cut <= input.length(); cut++) {
            Drop drop = new Drop();
            Pop3Session session = new Pop3Session(drop);
            session.received(bytes(input.substring(0, cut)), out);
            session.received(bytes(input.substring(cut)), out);
            assertEquals(expected, out.taken(), "cut at " + cut);
            assertEquals(Set.of(0), drop.removed);
            assertEquals(Set.of(0, 1), drop.retrieved);
        }
    }

    /** RFC 1939 §3: CRLF.CRLF, whether the octets are looked through for dots or not. */
    @ParameterizedTest
    @ValueSource(strings = {"a\n", "\n", "a\r", "a\r\nb\n", "a"})
    void endsByCrlfWhateverTheMessageEndsIn(String text) throws IOException {
        for (int number = 1; number <= 2; number++) {
            new Pop3Session(new Drop(text, text)).received(bytes("RETR " + number + "\r\n"), out);
            assertEquals("+OK " + text.length() + " octets\r\n" + text + "\r\n.\r\n", out.taken());
        }
    }

    /** What has no dots to stuff goes out from where it lies, and is ended as what is read. */
    @ParameterizedTest
    @ValueSource(strings = {"a\r\n", "a\n", "\n", "a\r", "a\r\nb\n", "a"})
    void whatIsSentUnreadIsTheSame(String text) throws IOException {
        for (int number = 1; number <= 2; number++) {
            SendingOutput sending = new SendingOutput(out);
            new Pop3Session(new Drop(text, text)).received(bytes("RETR " + number + "\r\n"), sending);
            String end = text.endsWith("\r\n") ? ".\r\n" : "\r\n.\r\n";
            assertEquals("+OK " + text.length() + " octets\r\n" + text + end, out.taken());
            assertEquals(number == 1 ? 0 : text.length(), sending.sent());
        }
    }

    @Test
    void anEmptyMessageIsADot() throws IOException {
        for (int number = 1; number <= 2; number++) {
            new Pop3Session(new Drop("", "")).received(bytes("RETR " + number + "\r\n"), out);
            assertEquals("+OK 0 octets\r\n.\r\n", out.taken());
        }
    }

    @Test
    void removesNothingWithoutQuit() throws IOException {
        Drop drop = new Drop();
        Pop3Session session = new Pop3Session(drop);
        session.received(bytes("DELE 1\r\nRSET\r\nDELE 2\r\n"), out);
        session.closed();
        assertEquals(Set.of(), drop.removed);
        assertTrue(drop.closed);
    }

    @Test
    void readsUserAndPasswordWithSpaces() throws IOException {
        String input = "CAPA\r\nUSER anna\r\nPASS  a b \r\nSTAT\r\n";
        for (int cut = 0; cut <= input.length(); cut++) {
            Pop3Login login = login(Mechanism.PLAIN);
            ByteBuffer in = bytes(input).limit(cut);
            ClientLogin.Step step = login.receive(in, out);
            in.limit(input.length());
            if (step instanceof ClientLogin.Step.More) {
                step = login.receive(in, out);
            }
            assertEquals(
                    new ClientLogin.Step.Authenticate(new Credentials.Password("", "anna", new Secret(" a b "))), step);
            in.limit(input.length());
            assertEquals("STAT\r\n", StandardCharsets.UTF_8.decode(in).toString());
            assertEquals(
                    "+OK\r\nTOP\r\nUIDL\r\nRESP-CODES\r\nAUTH-RESP-CODE\r\nPIPELINING\r\nUSER\r\nSASL PLAIN\r\nSTLS\r\n"
                            + ".\r\n+OK\r\n",
                    out.taken());
        }
    }

    @Test
    void refusesLoginsInClear() throws IOException {
        login().receive(bytes("USER anna\r\nAUTH PLAIN AAA=\r\nPASS x\r\n"), out);
        assertEquals("-ERR STLS first\r\n-ERR STLS first\r\n-ERR USER first\r\n", out.taken());
        assertInstanceOf(ClientLogin.Step.StartTls.class, login().receive(bytes("STLS\r\n"), out));
    }

    @Test
    void endsAfterThreeWrongPasswords() throws IOException {
        Pop3Login login = login(Mechanism.PLAIN);
        ClientLogin.Step last = new ClientLogin.Step.More();
        for (int i = 0; i < 3; i++) {
            assertEquals(new ClientLogin.Step.More(), last);
            login.receive(bytes("AUTH PLAIN AGEAYg==\r\n"), out);
            last = login.refused(Refusal.CREDENTIALS, out);
        }
        assertEquals(new ClientLogin.Step.Close(), last);
        assertTrue(out.taken().startsWith("-ERR [AUTH] "));
        assertEquals(new ClientLogin.Step.More(), login(Mechanism.PLAIN).receive(bytes("USER a\r\nPASS \r\n"), out));
    }

    /** RFC 5034 §4, RFC 4422 appendix A. */
    @Test
    void takesWhomTheCertificateNames() throws IOException {
        Pop3Login login = login(SaslOffer.of(Mechanism.EXTERNAL).to(new Outside.User(List.of("anna@example.net"))));
        assertEquals(MORE, login.receive(bytes("CAPA\r\n"), out));
        assertTrue(out.taken().contains("SASL EXTERNAL\r\n"));
        assertEquals(MORE, login.receive(bytes("AUTH EXTERNAL YQBi\r\n"), out));
        assertEquals("-ERR [AUTH] Authentication failed\r\n", out.taken());
        assertEquals(
                new ClientLogin.Step.Authenticate(new Credentials.Vouched(List.of("anna@example.net"), "bob")),
                login.receive(bytes("AUTH EXTERNAL Ym9i\r\n"), out));
        assertEquals(MORE, login.refused(Refusal.CREDENTIALS, out));
        assertEquals(
                new ClientLogin.Step.Authenticate(new Credentials.Vouched(List.of("anna@example.net"), "")),
                login.receive(bytes("AUTH EXTERNAL =\r\nSTAT\r\n"), out));
        login.succeeded(List.of(), out);
        assertEquals("-ERR [AUTH] Authentication failed\r\n+OK Logged in\r\n", out.taken());
    }

    /** RFC 5034 §4, RFC 4752 §3.1. */
    @Test
    void takesWhoseTicketItIs() throws IOException {
        Pop3Login login = login(SaslOffer.of(Mechanism.GSSAPI).with(WordContext::new));
        assertEquals(MORE, login.receive(bytes("CAPA\r\n"), out));
        assertTrue(out.taken().contains("SASL GSSAPI\r\n"));
        ByteBuffer in = bytes("AUTH GSSAPI c3RvbGVu\r\nAUTH GSSAPI dGlja2V0\r\n\r\nWwEAAABd\r\nSTAT\r\n");
        ClientLogin.Step step = login.receive(in, out);
        while (step instanceof ClientLogin.Step.Ask(var question)) {
            ClientLogin.Step told = login.told(ScramExample.reply(question), out);
            step = told instanceof ClientLogin.Step.More ? login.receive(in, out) : told;
        }
        assertEquals(new ClientLogin.Step.Authenticate(new Credentials.Vouched(List.of("anna@example.net"), "")), step);
        login.succeeded(List.of(), out);
        assertEquals("STAT\r\n", StandardCharsets.UTF_8.decode(in).toString());
        assertEquals("-ERR [AUTH] Authentication failed\r\n+ YW5zd2Vy\r\n+ WwEAAABd\r\n+OK Logged in\r\n", out.taken());
    }

    /** RFC 5034 §4, RFC 7677 §3. */
    @Test
    void findsKeysAndSpeaksAsInTheExample() throws IOException {
        Pop3Login login = login(ScramExample.offer256());
        String rest = ScramExample.LAST + "\r\n\r\nSTAT\r\n";
        ByteBuffer in = bytes("AUTH SCRAM-SHA-256 " + ScramExample.FIRST + "\r\n" + rest);
        ClientLogin.Step.Ask asked = assertInstanceOf(ClientLogin.Step.Ask.class, login.receive(in, out));
        assertEquals(MORE, login.told(ScramExample.reply(asked.question()), out));
        var proven = new Credentials.Proven("", "user", ScramExample.keys(ScramHash.SHA_256));
        assertEquals(new ClientLogin.Step.Authenticate(proven), login.receive(in, out));
        assertEquals("STAT\r\n", StandardCharsets.UTF_8.decode(in).toString());
        login.succeeded(List.of(), out);
        assertEquals(
                "+ " + ScramExample.SERVER_FIRST + "\r\n+ " + ScramExample.SERVER_LAST + "\r\n+OK Logged in\r\n",
                out.taken());
    }

    @Test
    void keysThatNobodyHasNowAreNotTheClientsFault() throws IOException {
        Pop3Login login = login(ScramExample.offer256());
        for (int i = 0; i < 10; i++) {
            login.receive(bytes("AUTH SCRAM-SHA-256 " + ScramExample.AWAY + "\r\n"), out);
            assertEquals(MORE, login.told(Optional.empty(), out));
            assertEquals("-ERR [SYS/TEMP] Temporarily unavailable\r\n", out.taken());
        }
    }

    /** RFC 7628 §3.2.3. */
    @Test
    void explainsATokenThatIsRefused() throws IOException {
        Pop3Login login = login(Mechanism.XOAUTH2);
        login.receive(bytes("AUTH XOAUTH2 dXNlcj1hAWF1dGg9QmVhcmVyIGJhZAEB\r\n"), out);
        assertEquals(MORE, login.refused(Refusal.CREDENTIALS, out));
        assertEquals("+ eyJzdGF0dXMiOiI0MDEiLCJzY2hlbWVzIjoiYmVhcmVyIn0=\r\n", out.taken());
        assertEquals(MORE, login.receive(bytes("\r\n"), out));
        assertEquals("-ERR [AUTH] Authentication failed\r\n", out.taken());
    }

    @Test
    void logsInToANodeAndReadsItsAnswer() throws IOException {
        Forwarded forwarded = new Forwarded("[2001:db8::1]:4711", "s 1", 5, Optional.empty(), 3)
                .with(Forwarded.Shown.MORE)
                .with(AccountLimits.NONE.withStorage(7));
        Pop3Upstream upstream = new Pop3Upstream(
                ANNA, new Proof.Shared(new NodeName("fe1"), new Secret("geheim")), forwarded, Opening.GREETING);
        assertInstanceOf(NodeLogin.Step.More.class, upstream.receive(bytes("+OK hi\r\n"), out));

        Pop3Login node = new Pop3Login(
                new Pop3Service("store1", Set.of(Pop3Service.Offer.XCLIENT), SaslOffer.of(Mechanism.PLAIN)));
        Credentials expected = new Credentials.Password("anna@example.net", "fe1", new Secret("geheim"));
        assertEquals(new ClientLogin.Step.Authenticate(expected), node.receive(bytes(out.taken()), out));
        assertEquals(forwarded, node.forwarded());
        Referral referral = new Referral(AccountId.of(1, 2), new NodeName("store2"), 4);
        node.referred(referral, out);
        assertEquals(
                new NodeLogin.Step.Refused(Refusal.UNAVAILABLE, Optional.of(referral)),
                upstream.receive(bytes(out.taken()), out));
    }

    @Test
    void hearsOfANodeThatItsMemoryIsWrong() throws IOException {
        Pop3Login node = new Pop3Login(
                new Pop3Service("store1", Set.of(Pop3Service.Offer.XCLIENT), SaslOffer.of(Mechanism.PLAIN)));
        Pop3Upstream upstream = new Pop3Upstream(
                ANNA, new Proof.Shared(new NodeName("fe1"), new Secret("geheim")), Forwarded.NONE, Opening.GREETING);
        upstream.receive(bytes("+OK hi\r\n"), out);
        node.receive(bytes(out.taken()), out);
        assertEquals(new ClientLogin.Step.More(), node.refused(Refusal.STALE, out));
        assertEquals(
                new NodeLogin.Step.Refused(Refusal.STALE, Optional.empty()), upstream.receive(bytes(out.taken()), out));
    }

    @Test
    void leavesWhatFollowsTheLoginToTheClient() throws IOException {
        Pop3Upstream upstream = new Pop3Upstream(ANNA, new Proof.Certificate(), Forwarded.NONE, Opening.GREETING);
        ByteBuffer in = bytes("+OK\r\n+OK\r\n+OK Logged in\r\n+OK 3");
        assertEquals(new NodeLogin.Step.LoggedIn(List.of()), upstream.receive(in, out));
        assertEquals("+OK 3", StandardCharsets.UTF_8.decode(in).toString());
    }

    /** A foreign node is told the user's password, inside TLS, and not believed where an account is. */
    @Test
    void startsTlsTowardsANodeAndLogsInAsTheUser() throws IOException {
        Pop3Upstream clear =
                new Pop3Upstream(ANNA, new Proof.Password(new Secret("pw")), Forwarded.NONE, Opening.STARTTLS);
        clear.connected(out);
        assertEquals(new NodeLogin.Step.More(), clear.receive(bytes("+OK hi\r\n"), out));
        assertEquals("STLS\r\n", out.taken());
        NodeLogin inside = assertInstanceOf(NodeLogin.Step.StartTls.class, clear.receive(bytes("+OK go\r\n"), out))
                .behind();
        inside.connected(out);
        assertEquals("AUTH PLAIN AGFubmFAZXhhbXBsZS5uZXQAcHc=\r\n", out.taken());
        assertEquals(
                new NodeLogin.Step.Refused(Refusal.UNAVAILABLE, Optional.empty()),
                inside.receive(bytes("-ERR [REFERRAL 0001000000000007 store2 5] no\r\n"), out));
    }

    @ParameterizedTest
    @CsvSource({
        "-ERR no, UNAVAILABLE, CREDENTIALS",
        "-ERR [AUTH] no, UNAVAILABLE, CREDENTIALS",
        "-ERR [SYS/TEMP] no, UNAVAILABLE, UNAVAILABLE",
        "-ERR [LOGIN-DELAY] no, UNAVAILABLE, UNAVAILABLE",
        "-ERR [IN-USE] no, LIMIT, LIMIT",
    })
    void aRefusalIsTheNodesOrThePasswords(String answer, Refusal found, Refusal untried) throws IOException {
        Secret password = new Secret("pw");
        for (Proof proof : List.of(new Proof.Password(password), new Proof.Untried(password))) {
            Pop3Upstream login = new Pop3Upstream(ANNA, proof, Forwarded.NONE, Opening.GREETING);
            assertEquals(
                    new NodeLogin.Step.Refused(proof instanceof Proof.Untried ? untried : found, Optional.empty()),
                    login.receive(bytes("+OK hi\r\n" + answer + "\r\n"), out));
        }
    }

    @Test
    void aNodeThatRefusesTlsGetsNoPassword() throws IOException {
        Pop3Upstream clear =
                new Pop3Upstream(ANNA, new Proof.Password(new Secret("pw")), Forwarded.NONE, Opening.STARTTLS);
        assertEquals(new NodeLogin.Step.Broken("STLS refused"), clear.receive(bytes("+OK hi\r\n-ERR no\r\n"), out));
        assertEquals("STLS\r\n", out.taken());
    }

    @Test
    void survivesMutation() throws IOException {
        String[] seeds = {
            "STAT\r\n",
            "LIST 1\r\n",
            "UIDL\r\n",
            "RETR 2\r\n",
            "TOP 1 0\r\n",
            "DELE 3\r\n",
            "AUTH PLAIN =\r\n",
            "XCLIENT ADDR=x TTL=1\r\n",
            "USER a\r\n",
            "PASS b\r\n",
            "CAPA\r\n",
            "QUIT\r\n"
        };
        SplittableRandom random = new SplittableRandom(2);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder input = new StringBuilder(seeds[random.nextInt(seeds.length)]);
            for (int i = random.nextInt(3); i >= 0; i--) {
                input.setCharAt(random.nextInt(input.length()), (char) random.nextInt(128));
            }
            new Pop3Session(new Drop()).received(bytes(input.toString()), out);
            login(Mechanism.PLAIN, Mechanism.LOGIN).receive(bytes(input.toString()), out);
            String answer = out.taken();
            assertTrue(answer.isEmpty() || answer.startsWith("+") || answer.startsWith("-ERR"), answer);
        }
    }

    private static Pop3Login login(Mechanism... mechanisms) {
        return login(SaslOffer.of(mechanisms));
    }

    private static Pop3Login login(SaslOffer offer) {
        return new Pop3Login(new Pop3Service("pop.example.net", Set.of(Pop3Service.Offer.STLS), offer));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static final class Drop implements Maildrop {
        private final List<String> texts;
        private final Set<Integer> retrieved = new TreeSet<>();
        private final Set<Integer> removed = new TreeSet<>();
        private boolean closed;

        Drop() {
            this("S: x\r\n\r\n.a\r\nb\r\nc\r\n", "S: y\r\n\r\n");
        }

        /** Of three messages the last is gone. */
        Drop(String first, String second) {
            texts = List.of(first, second, "gone\r\n");
        }

        @Override
        public List<Entry> entries() {
            return List.of(
                    new Entry(texts.get(0).length(), "u1"),
                    new Entry(texts.get(1).length(), "u2"),
                    new Entry(texts.get(2).length(), "u3"));
        }

        @Override
        public Optional<Message> open(int index) {
            Octets octets = new LyingOctets(Octets.of(texts.get(index).getBytes(StandardCharsets.UTF_8)));
            DotLines dots = index == 0 ? DotLines.POSSIBLE : DotLines.NONE;
            return index == 2 ? Optional.empty() : Optional.of(new Message(octets, dots));
        }

        @Override
        public void retrieved(int index) {
            retrieved.add(index);
        }

        @Override
        public Removal remove(Set<Integer> indexes) {
            removed.addAll(indexes);
            return Removal.ALL;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
