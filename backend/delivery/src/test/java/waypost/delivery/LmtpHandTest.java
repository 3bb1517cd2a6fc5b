package waypost.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waypost.delivery.Hand.Handed;
import waypost.identity.NodeName;
import waypost.message.Octets;
import waypost.net.Dial;
import waypost.net.Endpoint;
import waypost.net.ListenerSpec;
import waypost.net.MailDialer;
import waypost.net.Net;
import waypost.net.Protection;
import waypost.net.Wire;
import waypost.net.WireHandler;
import waypost.protocol.login.Opening;
import waypost.protocol.sasl.SaslOffer;
import waypost.protocol.smtp.Extension;
import waypost.protocol.smtp.LmtpClient;
import waypost.protocol.smtp.LmtpClient.Kind;
import waypost.protocol.smtp.LmtpSession;
import waypost.protocol.smtp.Mailbox;
import waypost.protocol.smtp.Recipient;
import waypost.protocol.smtp.SmtpService;
import waypost.protocol.smtp.Transaction;

/** Handing on to a node that listens in this process. */
class LmtpHandTest {
    private static final SmtpService SERVICE = new SmtpService(
            "a.example.net",
            SmtpService.Dialect.LMTP,
            SmtpService.Admission.ANYONE,
            50_000_000,
            Set.of(Extension.WAYPOST, Extension.SMTPUTF8),
            SaslOffer.NOTHING);

    @TempDir
    private Path folder;

    private Cluster cluster;
    private Recipient ann;
    private Net net;
    private LmtpHand hand;

    @BeforeEach
    void open() throws IOException {
        cluster = new Cluster(folder, "a", "b");
        ann = cluster.account("ann", "a");
        net = Net.open(new MetricRegistry());
        net.listen(
                ListenerSpec.internal("lmtp", Endpoint.local("a"), new Protection.Clear()),
                _ -> serving(LmtpSession.open(SERVICE, cluster.reception("a"))));
        SmtpService foreign = new SmtpService(
                "f", SmtpService.Dialect.LMTP, SmtpService.Admission.ANYONE, 1_000_000, Set.of(), SaslOffer.NOTHING);
        net.listen(
                ListenerSpec.internal("foreign", Endpoint.local("foreign"), new Protection.Clear()),
                _ -> serving(LmtpSession.open(foreign, cluster.reception("a"))));
        hand = new LmtpHand(net, new MailDialer() {
            @Override
            public Optional<Dial> dial(NodeName node) {
                return node.value().equals("b") ? Optional.empty() : Optional.of(Dial.to(Endpoint.local(node.value())));
            }

            @Override
            public LmtpClient.Peer peer(NodeName node) {
                return new LmtpClient.Peer(
                        SmtpService.Dialect.LMTP,
                        node.value().equals("foreign") ? Kind.FOREIGN : Kind.WAYPOST,
                        Opening.GREETING,
                        "b.example.net",
                        new LmtpClient.Login.None());
            }
        });
    }

    private static WireHandler serving(LmtpSession session) {
        return new WireHandler() {
            @Override
            public void connected(Wire wire) {
                wire.serve(session, Duration.ZERO);
            }

            @Override
            public void received(Wire wire, ByteBuffer in) {
                throw new IllegalStateException("served");
            }

            @Override
            public void closed(Wire wire, String why) {}
        };
    }

    @AfterEach
    void close() throws IOException {
        net.close();
        cluster.close();
    }

    private Handed offer(String node, Recipient recipient, String content) {
        Octets octets = Octets.of(content.getBytes(StandardCharsets.UTF_8));
        return hand.offer(new NodeName(node), () -> Cluster.transaction(cluster.transfer()), recipient, octets);
    }

    @Test
    void deliversWithTheTransfersFacts() throws IOException {
        var answered = assertInstanceOf(Handed.Answered.class, offer("a", ann, Cluster.MAIL));
        assertEquals(250, answered.reply().code());
        String mail = cluster.inbox("a", "ann").getFirst();
        assertTrue(mail.endsWith(Cluster.TRACE + Cluster.MAIL), mail);
    }

    @Test
    void deliversWhatIsLargerThanAnyBuffer() throws IOException {
        String large = Cluster.MAIL + "0123456789abcdef\r\n".repeat(200_000);
        var answered = assertInstanceOf(Handed.Answered.class, offer("a", ann, large));
        assertEquals(250, answered.reply().code());
        assertTrue(cluster.inbox("a", "ann").getFirst().endsWith(large));
    }

    @Test
    void saysWhatTheNodeSays() {
        Recipient nobody = Recipient.of(new Mailbox("nobody", "example.net"));
        var answered = assertInstanceOf(Handed.Answered.class, offer("a", nobody, Cluster.MAIL));
        assertEquals(550, answered.reply().code());
        assertEquals(List.of(), answered.reply().referral().stream().toList());
    }

    @Test
    void bringsTheTraceToAForeignNodeWithTheContent() throws IOException {
        var answered = assertInstanceOf(Handed.Answered.class, offer("foreign", ann, Cluster.MAIL));
        assertEquals(250, answered.reply().code());
        String mail = cluster.inbox("a", "ann").getFirst();
        assertTrue(mail.endsWith(Cluster.TRACE + Cluster.MAIL), mail);
    }

    @Test
    void refusesWhatAForeignNodeCannotTake() {
        Transaction plain = Cluster.transaction(cluster.transfer());
        Transaction international = new Transaction(
                plain.transfer(),
                plain.sender(),
                plain.size(),
                plain.body(),
                Transaction.Encoding.SMTPUTF8,
                plain.client(),
                plain.trace());
        Octets octets = Octets.of(Cluster.MAIL.getBytes(StandardCharsets.UTF_8));
        var answered = assertInstanceOf(
                Handed.Answered.class, hand.offer(new NodeName("foreign"), () -> international, ann, octets));
        assertEquals("5.6.7", answered.reply().enhanced());
    }

    @Test
    void losesANodeThatIsNotThere() {
        assertInstanceOf(Handed.Lost.class, offer("c", ann, Cluster.MAIL));
        assertInstanceOf(Handed.Lost.class, offer("b", ann, Cluster.MAIL));
    }
}
