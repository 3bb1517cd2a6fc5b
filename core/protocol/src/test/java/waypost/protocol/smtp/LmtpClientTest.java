package waypost.protocol.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import waypost.protocol.login.Opening;
import waypost.protocol.smtp.LmtpClient.Kind;
import waypost.protocol.smtp.SmtpService.Dialect;

/** The client against replies that a peer might give. */
class LmtpClientTest {
    private static final Transaction PLAIN = new Transaction(
            LmtpTest.TRANSACTION.transfer(),
            LmtpTest.TRANSACTION.sender(),
            OptionalLong.empty(),
            Body.SEVEN_BIT,
            Transaction.Encoding.ASCII,
            LmtpTest.TRANSACTION.client(),
            "");
    private static final Recipient JOERG = Recipient.of(new Mailbox("jörg", "example.net"));

    private final Collected toServer = new Collected();
    private LmtpClient client = client(Dialect.LMTP, Kind.WAYPOST, Opening.GREETING);
    private final List<LmtpEvent> events = new ArrayList<>();

    @Test
    void refusesInThePlaceOfAPeerThatLacksAnExtension() throws IOException {
        client = client(Dialect.SMTP, Kind.FOREIGN, Opening.GREETING);
        client.connected(toServer);
        heard("220 x\r\n", "EHLO fe1\r\n");
        heard("250-x\r\n250 8BITMIME\r\n", "");
        lacking(LmtpTest.TRANSACTION, SmtpReply.of(553, "5.6.7", "The mailbox's node does not take SMTPUTF8"));
        heard("", "");
        client = client(Dialect.SMTP, Kind.FOREIGN, Opening.GREETING);
        client.connected(toServer);
        heard("220 x\r\n", "EHLO fe1\r\n");
        heard("250-x\r\n250 SMTPUTF8\r\n", "");
        lacking(LmtpTest.TRANSACTION, SmtpReply.of(555, "5.6.3", "The mailbox's node does not take 8BITMIME"));
        client.mail(PLAIN);
        client.recipient(LmtpTest.FULL, toServer);
        heard("", "MAIL FROM:<s@example.org>\r\n");
    }

    /** RFC 6531 §3.5: the canonical address may need what the client's did not. */
    @Test
    void refusesAnAddressThatAPeerWithoutSmtpUtf8CannotTake() throws IOException {
        foreign("250-x\r\n250-PIPELINING\r\n250 8BITMIME\r\n");
        client.mail(PLAIN);
        client.recipient(JOERG, toServer);
        heard("", "");
        SmtpReply refusal = SmtpReply.of(553, "5.6.7", "The mailbox's node does not take SMTPUTF8");
        assertEquals(List.of(new LmtpEvent.RecipientAnswered(0, refusal)), events);
        client.recipient(LmtpTest.FULL, toServer);
        client.recipient(JOERG, toServer);
        heard("", "MAIL FROM:<s@example.org>\r\nRCPT TO:<anna@example.net>\r\n");
        assertEquals(new LmtpEvent.RecipientAnswered(2, refusal), events.getLast());
    }

    /** RFC 6531 §3.4: "the SMTPUTF8 parameter MUST be supplied" with MAIL, and MAIL comes once. */
    @Test
    void saysAtMailWhatTheFirstAddressNeeds() throws IOException {
        foreign("250-x\r\n250-PIPELINING\r\n250 SMTPUTF8\r\n");
        client.mail(PLAIN);
        client.recipient(JOERG, toServer);
        client.recipient(LmtpTest.FULL, toServer);
        heard("", "MAIL FROM:<s@example.org> SMTPUTF8\r\nRCPT TO:<jörg@example.net>\r\nRCPT TO:<anna@example.net>\r\n");
        client.reset(toServer);
        heard("250 OK\r\n250 OK\r\n250 OK\r\n250 OK\r\n", "RSET\r\n");
        client.mail(PLAIN);
        client.recipient(LmtpTest.FULL, toServer);
        client.recipient(JOERG, toServer);
        heard("", "MAIL FROM:<s@example.org>\r\nRCPT TO:<anna@example.net>\r\n");
        SmtpReply another = SmtpReply.of(452, "4.5.3", "Send it to this recipient in a transaction of its own");
        assertEquals(new LmtpEvent.RecipientAnswered(1, another), events.getLast());
    }

    /** Up to the answer to EHLO. */
    private void foreign(String features) throws IOException {
        client = client(Dialect.SMTP, Kind.FOREIGN, Opening.GREETING);
        client.connected(toServer);
        heard("220 x\r\n", "EHLO fe1\r\n");
        heard(features, "");
        events.clear();
    }

    private void lacking(Transaction transaction, SmtpReply refusal) throws IOException {
        events.clear();
        client.mail(transaction);
        client.recipient(LmtpTest.FULL, toServer);
        heard("", "");
        assertEquals(List.of(new LmtpEvent.MailAnswered(refusal), new LmtpEvent.RecipientAnswered(0, refusal)), events);
    }

    @Test
    void startsTlsAndForgetsWhatWasSaidInClear() throws IOException {
        client = client(Dialect.SMTP, Kind.FOREIGN, Opening.STARTTLS);
        client.connected(toServer);
        heard("220 x\r\n", "EHLO fe1\r\n");
        heard("250-x\r\n250-SMTPUTF8\r\n250 STARTTLS\r\n", "STARTTLS\r\n");
        heard("220 go\r\n", "");
        assertEquals(List.of(new LmtpEvent.StartTls()), events);
        assertEquals(Features.NONE, client.features());
        client.connected(toServer);
        heard("", "EHLO fe1\r\n");
        heard("250-x\r\n250 8BITMIME\r\n", "");
        assertEquals(new LmtpEvent.Ready(new Features(Set.of("8BITMIME"))), events.getLast());
    }

    @Test
    void sendsNothingInClearToWhomIsToSpeakTls() throws IOException {
        for (String answer : List.of("250 x\r\n", "250-x\r\n250 STARTTLSX\r\n")) {
            client = client(Dialect.LMTP, Kind.WAYPOST, Opening.STARTTLS);
            client.connected(toServer);
            heard("220 x\r\n", "LHLO fe1\r\n");
            heard(answer, "");
            assertEquals(new LmtpEvent.Broken("does not offer STARTTLS"), events.getLast());
        }
        client = client(Dialect.LMTP, Kind.WAYPOST, Opening.STARTTLS);
        client.connected(toServer);
        heard("220 x\r\n", "LHLO fe1\r\n");
        heard("250-x\r\n250 STARTTLS\r\n", "STARTTLS\r\n");
        heard("454 4.7.0 not now\r\n", "");
        assertEquals(new LmtpEvent.NotReady(SmtpReply.of(454, "4.7.0", "not now")), events.getLast());
    }

    /** RFC 5321 §3.8: 421 answers anything, and means goodbye. */
    @Test
    void aClosingPeerIsLost() throws IOException {
        client = client(Dialect.SMTP, Kind.FOREIGN, Opening.GREETING);
        client.connected(toServer);
        heard("220 x\r\n", "EHLO fe1\r\n");
        heard("250-x\r\n250-SMTPUTF8\r\n250 8BITMIME\r\n", "");
        client.mail(LmtpTest.TRANSACTION);
        client.recipient(LmtpTest.FULL, toServer);
        events.clear();
        heard("421 4.3.2 shutting down\r\n");
        assertTrue(events.getFirst() instanceof LmtpEvent.Broken);
    }

    @Test
    void sendsOneCommandAtATimeWithoutPipelining() throws IOException {
        client = client(Dialect.SMTP, Kind.FOREIGN, Opening.GREETING);
        client.connected(toServer);
        heard("220 x\r\n", "EHLO fe1\r\n");
        heard("250-x\r\n250 HELP\r\n", "");
        client.mail(PLAIN);
        client.recipient(LmtpTest.FULL, toServer);
        client.recipient(LmtpTest.FULL, toServer);
        assertEquals("MAIL FROM:<s@example.org>\r\n", toServer.taken());
        heard("250 OK\r\n", "RCPT TO:<anna@example.net>\r\n");
        heard("550-5.1.1 no\r\n550 5.1.1 really\r\n", "RCPT TO:<anna@example.net>\r\n");
        heard("250 OK\r\n", "");
        client.data(toServer);
        assertEquals("DATA\r\n", toServer.taken());
        heard("354 go\r\n", "");
        client.contentEnds();
        assertEquals(".\r\n", toServer.taken());
        events.clear();
        heard("452 4.3.1 full\r\n", "");
        assertEquals(List.of(new LmtpEvent.Delivered(1, SmtpReply.of(452, "4.3.1", "full"))), events);
    }

    @Test
    void breaksOnWhatIsNotAReply() throws IOException {
        for (String text : List.of(
                "HTTP/1.1 400\r\n",
                "2500 x\r\n",
                "250-a\r\n251 b\r\n",
                "999 x\r\n",
                "250\n",
                "x".repeat(3000) + "\r\n")) {
            client = client(Dialect.LMTP, Kind.WAYPOST, Opening.GREETING);
            client.connected(toServer);
            events.clear();
            heard(text, "");
            assertTrue(events.get(0) instanceof LmtpEvent.Broken, text);
        }
    }

    private static LmtpClient client(Dialect dialect, Kind kind, Opening opening) {
        return new LmtpClient(new LmtpClient.Peer(dialect, kind, opening, "fe1", new LmtpClient.Login.None()));
    }

    private void heard(String text, String expected) throws IOException {
        heard(text);
        assertEquals(expected, toServer.taken());
    }

    private void heard(String text) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        LmtpEvent event = client.receive(in, toServer);
        while (!(event instanceof LmtpEvent.More)) {
            events.add(event);
            event = event instanceof LmtpEvent.Broken ? new LmtpEvent.More() : client.receive(in, toServer);
        }
    }
}
