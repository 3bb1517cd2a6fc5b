package waypost.protocol.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.config.Network;
import waypost.identity.AccountId;
import waypost.identity.AccountName;
import waypost.identity.AppPassword;
import waypost.identity.DirectoryId;
import waypost.identity.NodeName;
import waypost.identity.Ownership;
import waypost.identity.Referral;
import waypost.identity.Secret;
import waypost.identity.SharedKey;
import waypost.protocol.link.LinkCodec.Decoded;

class LinkCodecTest {
    private static final NodeName NODE = new NodeName("store1");
    private static final DirectoryId ID = new DirectoryId("6f1e-ü");
    private static final NodeListDigest NODES = NodeListDigest.of(List.of(NODE, new NodeName("store2")));

    static Stream<LinkMessage> messages() {
        Stream<Standing> standings = Stream.concat(
                Stream.of(
                        new Standing.None(), new Standing.Claiming(), new Standing.Unsure(), new Standing.OtherList()),
                Stream.of(
                                new Ownership.State.Owner(),
                                new Ownership.State.IncomingFrom(NODE, -5, true),
                                new Ownership.State.IncomingFrom(NODE, 5, false),
                                new Ownership.State.MovingTo(NODE, Long.MAX_VALUE),
                                new Ownership.State.MovedTo(NODE, 7),
                                new Ownership.State.Gone())
                        .map(state -> new Standing.Recorded(new Ownership(
                                AccountId.of(3, 9), ID, new AccountName("anna", "example.net"), 4, state))));
        return Stream.concat(
                Stream.of(
                        new LinkMessage.Hello(LinkCodec.VERSION, NODE, NODES),
                        new LinkMessage.WhoHas(-1, ID, new AccountName("jürgen", "example.net"), NODES),
                        new LinkMessage.OwnershipQuestion(12, ID),
                        new LinkMessage.Key(new SharedKey(1_764_000_000_000L, "0123456789abcdef".repeat(4))),
                        new LinkMessage.Ban(network("192.0.2.0/24"), 1, NODE, 2, 3, true, "müde"),
                        new LinkMessage.Ban(network("2001:db8::/48"), 3, NODE, 3, 9, false, ""),
                        new LinkMessage.Failed(1, 2, 3, 4, 5, false, List.of(-6L, 7L, 8L)),
                        new LinkMessage.Failed(1, 2, 3, 4, 5, true, List.of()),
                        new LinkMessage.LoggedIn(1, 2, 3, List.of(4L)),
                        new LinkMessage.Turn(9, new LinkMessage.Shown(1, -2, 3, 4, true)),
                        new LinkMessage.TurnAnswer(9, LinkMessage.Said.WRONG),
                        new LinkMessage.Tried(new LinkMessage.Shown(1, 2, 3, 4, false), LinkMessage.Said.NOTHING),
                        new LinkMessage.Tried(new LinkMessage.Shown(1, 2, 3, 4, true), LinkMessage.Said.RIGHT)),
                Stream.concat(
                        standings.flatMap(standing -> Stream.of(
                                new LinkMessage.HasAnswer(1, ID, standing),
                                new LinkMessage.OwnershipAnswer(2, ID, standing))),
                        Stream.concat(secrets(), copies())));
    }

    private static Stream<LinkMessage> copies() {
        byte[] octets = {1, -2, 3};
        return Stream.of(
                new LinkMessage.CopyQuestion(1, "0123abcd", LinkMessage.CopyQuestion.ANY, 0),
                new LinkMessage.CopyQuestion(-2, "", Long.MAX_VALUE, 1L << 40),
                new LinkMessage.CopyAnswer(1, new CopySaid.Nothing()),
                new LinkMessage.CopyAnswer(2, new CopySaid.Suspect()),
                new LinkMessage.CopyAnswer(3, new CopySaid.Offered(4, 1L << 40, 5, "rid=000,csn=\n1")),
                new LinkMessage.CopyAnswer(4, new CopySaid.Piece(ByteBuffer.wrap(octets))),
                new LinkMessage.CopyAnswer(5, new CopySaid.Piece(ByteBuffer.allocate(0))));
    }

    /** The largest piece fits into a frame. */
    @Test
    void carriesPieces() {
        LinkMessage piece = new LinkMessage.CopyAnswer(1, new CopySaid.Piece(ByteBuffer.allocate(48 << 10)));
        assertEquals(new Decoded.Message(piece), LinkCodec.decode(LinkCodec.encode(piece)));
    }

    /** Such an answer only a newer release has: nothing can be done with it. */
    @Test
    void takesUnknownAnswersForNone() {
        ByteBuffer frame = LinkCodec.encode(new LinkMessage.CopyAnswer(1, new CopySaid.Suspect()));
        frame.put(frame.limit() - 1, (byte) 77);
        assertEquals(
                new Decoded.Message(new LinkMessage.CopyAnswer(1, new CopySaid.Nothing())), LinkCodec.decode(frame));
    }

    private static Stream<LinkMessage> secrets() {
        SecretsOf whose = new SecretsOf(ID, new AccountName("jürgen", "example.net"), 9);
        AppPassword password =
                AppPassword.of(new Secret("wp-k3mn-q7ab-cdef-ghij-klmn")).orElseThrow();
        return Stream.concat(
                Stream.of(
                                new SecretsAsked.Which(),
                                new SecretsAsked.Code(new Secret("012345")),
                                new SecretsAsked.App(password, "imap", InetAddress.ofLiteral("192.0.2.1")),
                                new SecretsAsked.App(password, "web", InetAddress.ofLiteral("2001:db8::1")),
                                new SecretsAsked.Newer())
                        .map(asked -> new LinkMessage.SecretsQuestion(-3, whose, asked)),
                Stream.concat(
                        Stream.of(
                                        new SecretsSaid.Holds(true, Set.of("k3mn", "abcd")),
                                        SecretsSaid.Holds.NOTHING,
                                        new SecretsSaid.Right(),
                                        new SecretsSaid.Wrong(),
                                        new SecretsSaid.Expired(),
                                        new SecretsSaid.OutOfScope(),
                                        new SecretsSaid.Elsewhere(new Referral(AccountId.of(3, 9), NODE, 7)),
                                        new SecretsSaid.Unsure())
                                .map(said -> new LinkMessage.SecretsAnswer(4, said)),
                        Stream.of(new LinkMessage.SecretsChanged(ID))));
    }

    /** What nodes tell each other is logged here and there. */
    @Test
    void secretsAreNotPrinted() {
        secrets()
                .forEach(message -> assertFalse(
                        message.toString().contains("q7ab")
                                || message.toString().contains("012345"),
                        message::toString));
    }

    private static Network network(String text) {
        return Network.of(text).orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void readsWhatItWroteAtEveryCut(LinkMessage message) {
        ByteBuffer frame = LinkCodec.encode(message);
        for (int cut = 0; cut < frame.limit(); cut++) {
            ByteBuffer part = frame.duplicate().limit(cut);
            assertEquals(new Decoded.Partial(), LinkCodec.decode(part));
            assertEquals(0, part.position(), "what is not complete stays");
        }
        ByteBuffer two = ByteBuffer.allocate(frame.limit() * 2)
                .put(frame.duplicate())
                .put(frame.duplicate())
                .flip();
        assertEquals(new Decoded.Message(message), LinkCodec.decode(two));
        assertEquals(new Decoded.Message(message), LinkCodec.decode(two));
        assertFalse(two.hasRemaining());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void skipsFieldsOfANewerRelease(LinkMessage message) {
        ByteBuffer frame = LinkCodec.encode(message);
        ByteBuffer longer = ByteBuffer.allocate(frame.limit() + 3)
                .put(frame)
                .put(new byte[] {1, 2, 3})
                .flip();
        longer.putInt(0, longer.limit() - Integer.BYTES);
        assertEquals(new Decoded.Message(message), LinkCodec.decode(longer));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void refusesFramesThatEndEarly(LinkMessage message) {
        ByteBuffer frame = LinkCodec.encode(message);
        for (int length = 1; length < frame.limit() - Integer.BYTES; length++) {
            ByteBuffer shorter = ByteBuffer.allocate(Integer.BYTES + length)
                    .put(frame.duplicate().limit(Integer.BYTES + length))
                    .flip();
            shorter.putInt(0, length);
            assertInstanceOf(Decoded.Broken.class, LinkCodec.decode(shorter), "cut to " + length);
        }
    }

    @Test
    void skipsMessagesOfANewerRelease() {
        ByteBuffer frame = ByteBuffer.allocate(7)
                .putInt(3)
                .put((byte) 99)
                .put((byte) 1)
                .put((byte) 2)
                .flip();
        assertEquals(new Decoded.Skipped(99), LinkCodec.decode(frame));
        assertFalse(frame.hasRemaining());
    }

    /** A standing that only a newer release knows must never let a claim go on. */
    @Test
    void takesUnknownStandingsForUnsure() {
        ByteBuffer frame = LinkCodec.encode(new LinkMessage.HasAnswer(1, ID, new Standing.None()));
        frame.put(frame.limit() - 1, (byte) 77);
        assertEquals(
                new Decoded.Message(new LinkMessage.HasAnswer(1, ID, new Standing.Unsure())), LinkCodec.decode(frame));
    }

    @Test
    void boundsFrames() {
        for (int length : new int[] {0, -1, LinkCodec.MAX_FRAME + 1, Integer.MAX_VALUE, 0x47455420 /* "GET " */}) {
            assertInstanceOf(
                    Decoded.Broken.class,
                    LinkCodec.decode(ByteBuffer.allocate(4).putInt(length).flip()));
        }
    }

    @Test
    void survivesMutation() {
        SplittableRandom random = new SplittableRandom(11);
        List<LinkMessage> seeds = messages().toList();
        int read = 0;
        for (int round = 0; round < 20_000; round++) {
            ByteBuffer frame = LinkCodec.encode(seeds.get(random.nextInt(seeds.size())));
            int mutations = 1 + random.nextInt(4);
            for (int i = 0; i < mutations; i++) {
                frame.put(4 + random.nextInt(frame.limit() - 4), (byte) random.nextInt(256));
            }
            Decoded decoded = LinkCodec.decode(frame);
            if (decoded instanceof Decoded.Message(var message)) {
                read++;
                assertEquals(new Decoded.Message(message), LinkCodec.decode(LinkCodec.encode(message)));
            }
        }
        assertTrue(read > 1000);
    }

    @Test
    void digestsListsWhateverTheirOrder() {
        NodeName a = new NodeName("a");
        NodeName b = new NodeName("b");
        assertEquals(NodeListDigest.of(List.of(a, b)), NodeListDigest.of(List.of(b, a, a)));
        assertNotEquals(NodeListDigest.of(List.of(a, b)), NodeListDigest.of(List.of(a)));
    }
}
