package waypost.protocol.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static waypost.protocol.imap.FetchMessages.bytes;

import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waypost.protocol.imap.FetchItem.BodySection.Seen;
import waypost.protocol.imap.FetchItem.Partial;

final class FetchBinaryTest {
    private static final String MESSAGE = """
            Content-Type: multipart/mixed; boundary=A
            Content-Transfer-Encoding: base64

            --A
            Content-Transfer-Encoding: quoted-printable

            caf=C3=A9=
             =3D
            --A
            Content-Transfer-Encoding: BASE64

            AAEC
            Aw==
            --A
            Content-Transfer-Encoding: x-uuencode

            begin
            --A
            Content-Type: message/rfc822

            Content-Transfer-Encoding: base64

            aGk=
            --A--
            """;

    private final FetchMailbox mailbox = new FetchMailbox().with(bytes(MESSAGE));

    private static FetchItem binary(Optional<Partial> partial, Integer... part) {
        return new FetchItem.Binary(Seen.PEEK, List.of(part), partial);
    }

    private String answer(FetchItem... items) throws IOException {
        return FetchedBytes.answer(mailbox, 1, items);
    }

    @Test
    void undoesTheEncoding() throws IOException {
        assertEquals(
                "* 1 FETCH (BINARY.SIZE[1] 7 BINARY[1] {7}\r\ncaf\u00c3\u00a9 =)\r\n",
                answer(new FetchItem.BinarySize(List.of(1)), binary(Optional.empty(), 1)));
        assertEquals("* 1 FETCH (BINARY[4.1] {2}\r\nhi)\r\n", answer(binary(Optional.empty(), 4, 1)));
    }

    @Test
    void sendsNulInALiteral8() throws IOException {
        assertEquals(
                "* 1 FETCH (BINARY.SIZE[2] 4 BINARY[2] ~{4}\r\n\0\1\2\3)\r\n",
                answer(new FetchItem.BinarySize(List.of(2)), binary(Optional.empty(), 2)));
        assertEquals("* 1 FETCH (BINARY[2]<0> ~{2}\r\n\0\1)\r\n", answer(binary(Optional.of(new Partial(0, 2)), 2)));
        assertEquals("* 1 FETCH (BINARY[2]<1> {2}\r\n\1\2)\r\n", answer(binary(Optional.of(new Partial(1, 2)), 2)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 1 | '<1> {1}\r\n\1'",
                "2 | 9 | '<2> {2}\r\n\2\3'",
                "3 | 9223372036854775807 | '<3> {1}\r\n\3'",
                "4 | 1 | '<4> \"\"'",
                "4294967295 | 1 | '<4294967295> \"\"'",
            })
    void cutsDecodedOctets(long offset, long count, String expected) throws IOException {
        String answer = answer(binary(Optional.of(new Partial(offset, count)), 2));
        assertEquals("* 1 FETCH (BINARY[2]" + expected + ")\r\n", answer);
    }

    /** RFC 2045 §6.4: a composite part has no encoding that could be undone. */
    @Test
    void leavesCompositePartsAsTheyAre() throws IOException {
        String whole = new String(bytes(MESSAGE), ISO_8859_1);
        assertEquals(
                "* 1 FETCH (BINARY.SIZE[] " + whole.length() + " BINARY[] {" + whole.length() + "}\r\n" + whole
                        + ")\r\n",
                answer(new FetchItem.BinarySize(List.of()), binary(Optional.empty())));
        assertTrue(answer(binary(Optional.empty(), 4)).contains("\r\n\r\naGk=)"));
    }

    @Test
    void knowsNoSuchPart() throws IOException {
        assertEquals(
                "* 1 FETCH (BINARY[7] NIL BINARY.SIZE[7] 0)\r\n",
                answer(binary(Optional.empty(), 7), new FetchItem.BinarySize(List.of(7))));
    }

    @Test
    void refusesUnknownEncodingsBeforeTheFirstByte() {
        FetchedBytes out = new FetchedBytes();
        FetchWriter writer = new FetchWriter(mailbox, out);
        for (FetchItem item : List.of(binary(Optional.empty(), 3), new FetchItem.BinarySize(List.of(3)))) {
            assertThrows(UnknownEncoding.class, () -> writer.write(1, List.of(new FetchItem.Uid(), item)));
        }
        assertEquals("", out.text());
    }

    /** Large parts come through whole and in pieces, whatever the cuts, and never at once. */
    @Test
    void streamsLargeParts() throws IOException {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
        byte[] content = new byte[700_000];
        random.nextBytes(content);
        String encoded = Base64.getMimeEncoder().encodeToString(content);
        mailbox.with(("Content-Transfer-Encoding: base64\r\n\r\n" + encoded).getBytes(ISO_8859_1));
        mailbox.sliceSize = 4093;
        FetchedBytes out = new FetchedBytes();
        Partial partial = new Partial(100_001, 500_000);
        new FetchWriter(mailbox, out).write(2, List.of(binary(Optional.empty(), 1), binary(Optional.of(partial), 1)));
        String text = new String(content, ISO_8859_1);
        assertEquals(
                "* 2 FETCH (BINARY[1] ~{700000}\r\n" + text + " BINARY[1]<100001> ~{500000}\r\n"
                        + text.substring(100_001, 600_001) + ")\r\n",
                out.text());
        assertTrue(out.largest() < 1 << 14, () -> "wrote " + out.largest() + " at once");
        assertTrue(mailbox.largestRead <= 1 << 17);
    }

    @Test
    void setsSeenUnlessItPeeks() {
        FetchItem set = new FetchItem.Binary(Seen.SET, List.of(1), Optional.empty());
        assertTrue(FetchWriter.setsSeen(List.of(set)));
        assertTrue(!FetchWriter.setsSeen(List.of(binary(Optional.empty(), 1), new FetchItem.BinarySize(List.of(1)))));
    }
}
