package waypost.protocol.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import waypost.identity.AccountId;
import waypost.identity.AccountLimits;
import waypost.identity.DirectoryId;
import waypost.identity.NodeName;
import waypost.identity.Referral;
import waypost.identity.TransferId;
import waypost.protocol.login.Forwarded;
import waypost.protocol.login.Opening;
import waypost.protocol.login.Xclient;
import waypost.protocol.sasl.SaslOffer;
import waypost.protocol.smtp.LmtpClient.Kind;
import waypost.protocol.smtp.SmtpService.Admission;
import waypost.protocol.smtp.SmtpService.Dialect;

/** Client and session, talking to each other. */
class LmtpTest {
    private static final TransferId TRANSFER = new TransferId(1, 2);
    private static final NodeName STORE2 = new NodeName("store2");
    private static final Mailbox ANNA = new Mailbox("anna", "example.net");
    static final Recipient FULL = new Recipient(
            ANNA,
            new Mailbox("Anna+tag x", "EXAMPLE.net"),
            Optional.of(new DirectoryId("id=1+2")),
            OptionalLong.of(4),
            Optional.of(STORE2));
    static final Transaction TRANSACTION = new Transaction(
            Optional.of(new Transfer(TRANSFER, Duration.ofMillis(70), Optional.of(Duration.ofMillis(30)), 2)),
            ReversePath.of(new Mailbox("s", "example.org")),
            OptionalLong.of(12),
            Body.EIGHT_BIT_MIME,
            Transaction.Encoding.SMTPUTF8,
            new Xclient(new Forwarded("192.0.2.1:4711", "s1", 6, Optional.empty(), 0), "client.example"),
            "Received: from x\r\n\tby y; Mon, 1 Jan 2026 00:00:00 +0000\r\n");

    private final Recorder reception = new Recorder();
    private final Collected toClient = new Collected();
    private final Collected toServer = new Collected();
    private LmtpClient client = client(Dialect.LMTP, Kind.WAYPOST, Opening.GREETING);
    private final List<LmtpEvent> events = new ArrayList<>();

    @Test
    void carriesEverythingBetweenNodes() throws IOException {
        LmtpSession server = LmtpSession.open(service(Extension.WAYPOST, Extension.SMTPUTF8), reception);
        start(server);
        assertEquals(List.of(new LmtpEvent.Ready(client.features())), events);
        assertTrue(client.features().waypost());

        client.mail(TRANSACTION);
        client.recipient(FULL, toServer);
        client.recipient(Recipient.of(new Mailbox("elsewhere", "example.net")), toServer);
        Recipient ben = Recipient.of(new Mailbox("ben", "example.net"))
                .with(AccountLimits.parse("storage:1000,sessions:unlimited"));
        client.recipient(ben, toServer);
        talk(server);
        Referral referral = new Referral(AccountId.of(1, 5), STORE2, 9);
        assertEquals(
                Optional.of(referral),
                ((LmtpEvent.RecipientAnswered) events.get(2)).reply().referral());

        client.data(toServer);
        assertTrue(client.flowing());
        client.content(bytes(".a\r\n"));
        client.content(bytes("b".repeat(40_000)));
        client.content(bytes("\r\nend"));
        client.contentEnds();
        talk(server);
        assertEquals(
                List.of(
                        new LmtpEvent.Delivered(0, SmtpReply.of(250, "2.0.0", "anna")),
                        new LmtpEvent.Delivered(2, SmtpReply.of(250, "2.0.0", "ben"))),
                events);
        assertEquals(TRANSACTION, reception.transaction.orElseThrow());
        assertEquals(FULL, reception.recipients.get(0));
        assertEquals(ben, reception.recipients.getLast());
        assertEquals(".a\r\n" + "b".repeat(40_000) + "\r\nend", reception.content.toString());
        assertTrue(client.atRest());
        keepsAndIsDone(server);
    }

    private void keepsAndIsDone(LmtpSession server) throws IOException {
        Kept kept = new Kept(
                new Recipient(ANNA, FULL.original(), FULL.directoryId(), FULL.epoch(), Optional.empty()),
                STORE2,
                Kept.Purpose.HAND_ON,
                "no answer = in 60 s");
        Kept late = new Kept(Recipient.of(ANNA), STORE2, Kept.Purpose.REPORT, "550 5.7.1 no");
        client.keep(TRANSFER, TRANSACTION, List.of(kept, late), toServer);
        client.done(TRANSFER, toServer);
        client.quit(toServer);
        talk(server);
        assertEquals(List.of(kept, late), reception.kept);
        Transaction told = reception.keeping.orElseThrow();
        assertEquals(Optional.of(Transfer.begins(TRANSFER)), told.transfer());
        assertEquals(TRANSACTION.sender(), told.sender());
        assertEquals(TRANSACTION.body(), told.body());
        assertEquals(TRANSACTION.encoding(), told.encoding());
        assertEquals(TRANSACTION.trace(), told.trace());
        assertEquals(List.of(TRANSFER), reception.done);
        assertEquals(new LmtpEvent.Farewell(), events.getLast());
        assertTrue(toClient.closed());
    }

    @Test
    void tellsForeignPeersNothingButTheTrace() throws IOException {
        client = client(Dialect.LMTP, Kind.FOREIGN, Opening.GREETING);
        LmtpSession server = LmtpSession.open(service(Extension.SMTPUTF8), reception);
        start(server);
        client.mail(TRANSACTION);
        client.recipient(FULL, toServer);
        talk(server);
        client.data(toServer);
        talk(server);
        assertEquals(List.of(new LmtpEvent.GoAhead()), events);
        client.content(bytes(".a\r\nend"));
        client.contentEnds();
        talk(server);
        assertEquals(Recipient.of(ANNA), reception.recipients.get(0));
        assertEquals(Optional.empty(), reception.transaction.orElseThrow().transfer());
        assertEquals(TRANSACTION.trace() + ".a\r\nend\r\n", reception.content.toString());
        assertEquals(1, events.size());
    }

    /** What a foreign peer says in our words counts for nothing; what should be one of ours and is not is of no use. */
    @Test
    void believesOnlyItsOwn() throws IOException {
        client = client(Dialect.LMTP, Kind.FOREIGN, Opening.GREETING);
        LmtpSession server = LmtpSession.open(service(Extension.WAYPOST, Extension.SMTPUTF8), reception);
        start(server);
        assertEquals(false, client.features().waypost());
        client.mail(TRANSACTION);
        client.recipient(Recipient.of(new Mailbox("elsewhere", "example.net")), toServer);
        talk(server);
        assertEquals(new LmtpEvent.RecipientAnswered(0, SmtpReply.of(451, "4.4.4", "Not here")), events.getLast());

        client = client(Dialect.LMTP, Kind.WAYPOST, Opening.GREETING);
        start(LmtpSession.open(service(Extension.SMTPUTF8), reception));
        assertTrue(events.getFirst() instanceof LmtpEvent.Broken);
    }

    @Test
    void answersEachRecipientOfRefusedContent() throws IOException {
        LmtpSession server = LmtpSession.open(service(), reception);
        server.received(
                bytes("LHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.c>\r\nRCPT TO:<d@e.f>\r\nDATA\r\n\0\r\n.\r\n"), toClient);
        String refusal = "550 5.6.0 Message has a NUL octet\r\n";
        assertTrue(toClient.taken().endsWith("354 End with <CRLF>.<CRLF>\r\n" + refusal + refusal));
        assertTrue(reception.abandoned);
    }

    @Test
    void refusesALameKeepAsAWhole() throws IOException {
        LmtpSession server = LmtpSession.open(service(Extension.WAYPOST), reception);
        server.received(
                bytes("KEEP " + TRANSFER + " FROM:<>\r\nTO:<a@b.c> NODE=n FOR=HAND_ON\r\nTO:<a@b.c> NODE=n\r\n.\r\n"),
                toClient);
        assertEquals("501 5.5.4 Syntax error in arguments\r\n", toClient.taken());
        assertEquals(List.of(), reception.kept);
    }

    @Test
    void keepSkipsWordsOfNewerNodesAndRefusesMalformedOnes() throws IOException {
        LmtpSession server = LmtpSession.open(service(Extension.WAYPOST), reception);
        String list = "TO:<a@b.c> NODE=n FOR=HAND_ON NEW=1\r\n.\r\n";
        server.received(bytes("KEEP " + TRANSFER + " FROM:<> NEW=1\r\n" + list), toClient);
        assertEquals("250 2.0.0 Kept\r\n", toClient.taken());
        server.received(bytes("KEEP " + TRANSFER + " FROM:<> TRACE=Subject:+20x\r\n" + list), toClient);
        server.received(bytes("KEEP " + TRANSFER + " FROM:<> BODY=9BIT\r\n" + list), toClient);
        server.received(bytes("KEEP " + TRANSFER + " FROM:<>=\r\n" + list), toClient);
        server.received(bytes("KEEP 00 FROM:<>\r\n" + list), toClient);
        String refusal = "501 5.5.4 Syntax error in arguments\r\n";
        assertEquals(refusal.repeat(4), toClient.taken());
        assertEquals(1, reception.kept.size());
    }

    private static LmtpClient client(Dialect dialect, Kind kind, Opening opening) {
        return new LmtpClient(new LmtpClient.Peer(dialect, kind, opening, "fe1", new LmtpClient.Login.None()));
    }

    private static SmtpService service(Extension... extensions) {
        return new SmtpService(
                "store1", Dialect.LMTP, Admission.ANYONE, 100_000, Set.of(extensions), SaslOffer.NOTHING);
    }

    private void start(LmtpSession server) throws IOException {
        client.connected(toServer);
        server.opened(toClient, () -> {});
        talk(server);
    }

    /** Moves bytes, a few at a time, until both have nothing to say. */
    private void talk(LmtpSession server) throws IOException {
        events.clear();
        String said = toServer.taken();
        String answered = toClient.taken();
        while (!said.isEmpty() || !answered.isEmpty()) {
            heard(answered);
            for (int i = 0; i < said.length(); i += 7) {
                server.received(bytes(said.substring(i, Math.min(said.length(), i + 7))), toClient);
            }
            said = toServer.taken();
            answered = toClient.taken();
        }
    }

    private void heard(String text) throws IOException {
        ByteBuffer in = bytes(text);
        LmtpEvent event = client.receive(in, toServer);
        while (!(event instanceof LmtpEvent.More)) {
            events.add(event);
            event = event instanceof LmtpEvent.Broken ? new LmtpEvent.More() : client.receive(in, toServer);
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static final class Recorder implements Reception, Reception.Receiving {
        private Optional<Transaction> transaction = Optional.empty();
        private final List<Recipient> recipients = new ArrayList<>();
        private final List<SmtpReply> answers = new ArrayList<>();
        private final StringBuilder content = new StringBuilder();
        private final List<Kept> kept = new ArrayList<>();
        private Optional<Transaction> keeping = Optional.empty();
        private final List<TransferId> done = new ArrayList<>();
        private boolean abandoned;

        @Override
        public Opening begin(Transaction begun) {
            transaction = Optional.of(begun);
            return new Opening.Opened(SmtpReply.of(250, "2.1.0", "OK"), this);
        }

        @Override
        public SmtpReply recipient(Recipient recipient) {
            if (recipient.address().local().equals("elsewhere")) {
                return SmtpReply.referral(new Referral(AccountId.of(1, 5), STORE2, 9));
            }
            recipients.add(recipient);
            answers.add(SmtpReply.of(250, "2.0.0", recipient.address().local()));
            return SmtpReply.of(250, "2.1.5", "OK");
        }

        @Override
        public void content(ByteBuffer slice) {
            content.append(StandardCharsets.UTF_8.decode(slice));
        }

        @Override
        public List<SmtpReply> finish() {
            return answers;
        }

        @Override
        public void abandon() {
            abandoned = true;
        }

        @Override
        public SmtpReply keep(Transaction transaction, List<Kept> entries) {
            keeping = Optional.of(transaction);
            kept.addAll(entries);
            return SmtpReply.of(250, "2.0.0", "Kept");
        }

        @Override
        public SmtpReply done(TransferId transfer) {
            done.add(transfer);
            return SmtpReply.of(250, "2.0.0", "Done");
        }
    }

    /** The release before this one refuses parameters that it does not know. */
    @Test
    void limitsAreToldToWhoAnnouncesThem() {
        Recipient limited = Recipient.of(ANNA).with(AccountLimits.parse("storage:1"));
        Features older = Features.of(List.of("n", "WAYPOST"));
        assertTrue(older.waypost());
        assertEquals("RCPT TO:<anna@example.net>", EnvelopeWriter.rcpt(limited, older));
        Features newer = Features.of(List.of("n", "waypost later limits"));
        assertEquals("RCPT TO:<anna@example.net> LIMITS=storage:1", EnvelopeWriter.rcpt(limited, newer));
        assertEquals("RCPT TO:<anna@example.net>", EnvelopeWriter.rcpt(Recipient.of(ANNA), newer));
        assertEquals("RCPT TO:<anna@example.net> HOLD=store2", EnvelopeWriter.rcpt(limited.heldFor(STORE2), newer));
        assertEquals("RCPT TO:<anna@example.net>", EnvelopeWriter.rcpt(limited, newer.withoutWaypost()));
    }
}
