package waypost.protocol.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import waypost.identity.TransferId;
import waypost.protocol.login.Opening;
import waypost.protocol.sasl.SaslOffer;
import waypost.protocol.smtp.LmtpClient.Kind;
import waypost.protocol.smtp.SmtpService.Admission;
import waypost.protocol.smtp.SmtpService.Dialect;

/** What nodes say to each other by LMTP, damaged: nothing escapes, every transaction ends once, and cutting the bytes elsewhere changes no answer. */
class LmtpFuzzTest {
    private static final int CONVERSATIONS = Integer.getInteger("waypost.fuzz", 4_000);
    private static final String TELLING = "<>@:=+.,;\"\\ \r\n\t\0\u00ff0123456789aZ";
    private static final String ID = "00112233445566778899aabbccddeeff";
    private static final String TRACE = "TRACE=Received:+20x+0D+0A";
    private static final Pattern REPLIES = Pattern.compile("([2-5][0-5][0-9][ -][^\r\n]*\r\n)*");
    private static final int LONGEST_ANSWER = 4096;

    private static final List<String> SEEDS = List.of(
            "LHLO fe1\r\n",
            "XCLIENT ADDR=192.0.2.1:4711 SESSION=s+2B1 TTL=6 DIRID=x EPOCH=3 HELO=mx.example.org NEW=1\r\n",
            "MAIL FROM:<bob@example.org> SIZE=9 BODY=8BITMIME SMTPUTF8\r\n",
            "MAIL FROM:<> TRANSFER=" + ID + " AGE=0 HOPS=0 " + TRACE + "\r\n",
            "MAIL FROM:<b@example.org> TRANSFER=" + ID + " AGE=60000 DONEAGE=59000 HOPS=7\r\n",
            "RCPT TO:<ann@example.net> ORIGINAL=Ann+2Bx@example.net DIRID=5+2B5 EPOCH=4\r\n",
            "RCPT TO:<ben@example.net> HOLD=store2\r\n",
            "RCPT TO:<\"b n\"@[IPv6:2001:db8::1]>\r\n",
            "RSET\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.c>\r\nRCPT TO:<d@e.f>\r\nBDAT 3\r\nA: BDAT 8 LAST\r\nb\r\n\r\nc\r\n",
            "BDAT 9\r\nA: b\r\n\r\nc",
            "BDAT 11 LAST\r\nA: b\r\n\r\nc\r\n",
            "BDAT 0 LAST\r\n",
            "DATA\r\nA: b\r\n\r\n..c\r\n.\r\n",
            "KEEP " + ID + " FROM:<bob@example.org> BODY=8BITMIME " + TRACE
                    + "\r\nTO:<ann@example.net> DIRID=5 EPOCH=1 NODE=store2 FOR=HAND_ON REASON=451+20no\r\n"
                    + "TO:<ben@example.net> NODE=store3 FOR=REPORT NEW=1\r\n.\r\n",
            "KEEP " + ID + " FROM:<> SMTPUTF8\r\nTO:<c@example.net> ORIGINAL=d@example.net NODE=n FOR=HAND_ON\r\n.\r\n",
            "DONE " + ID + "\r\n",
            "RSET\r\n",
            "NOOP\r\n",
            "VRFY x\r\n",
            "QUIT\r\n");

    private final SplittableRandom random = new SplittableRandom(Long.getLong("waypost.seed", 2033));

    @Test
    void aDamagedConversationIsAnsweredAlikeHoweverItIsCut() throws IOException {
        int kept = 0;
        int stored = 0;
        for (int i = 0; i < CONVERSATIONS; i++) {
            byte[] said = conversation();
            Served whole = new Served();
            whole.hears(said);
            Served cut = new Served();
            int from = 0;
            while (from < said.length) {
                int to = Math.min(said.length, from + 1 + random.nextInt(random.nextBoolean() ? 3 : 200));
                cut.hears(Arrays.copyOfRange(said, from, to));
                from = to;
            }
            String text = new String(said, StandardCharsets.ISO_8859_1);
            assertEquals(whole.answers, cut.answers, text);
            assertEquals(whole.reception.told, cut.reception.told, text);
            whole.end(text);
            cut.end(text);
            kept += whole.reception.count("keep ");
            stored += whole.reception.count("content ");
        }
        assertTrue(kept > CONVERSATIONS / 10 && stored > CONVERSATIONS / 10, kept + " kept, " + stored + " stored");
    }

    @Test
    void damagedRepliesBreakAConversationQuietly() throws IOException {
        List<String> seeds = List.of(
                "220 n LMTP\r\n",
                "250-n\r\n250-PIPELINING\r\n250-CHUNKING\r\n250-SIZE 99\r\n250 WAYPOST\r\n",
                "250 2.1.0 OK\r\n",
                "451 4.4.4 [REFERRAL 0001000000000007 store2 9] not here\r\n",
                "552 5.3.4 too big\r\n",
                "354 go\r\n");
        for (int i = 0; i < CONVERSATIONS; i++) {
            LmtpClient client = new LmtpClient(new LmtpClient.Peer(
                    Dialect.LMTP,
                    i % 2 == 0 ? Kind.WAYPOST : Kind.FOREIGN,
                    Opening.GREETING,
                    "fe1",
                    new LmtpClient.Login.None()));
            Collected out = new Collected();
            client.connected(out);
            ByteBuffer in = ByteBuffer.wrap(several(seeds, 10));
            LmtpEvent event = client.receive(in, out);
            while (!(event instanceof LmtpEvent.More) && !(event instanceof LmtpEvent.Broken)) {
                if (event instanceof LmtpEvent.Ready) {
                    client.done(TransferId.parse(ID), out);
                    client.quit(out);
                }
                event = client.receive(in, out);
            }
        }
    }

    private byte[] conversation() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(bytes("LHLO fe1\r\n"));
        all.writeBytes(several(SEEDS, 14));
        return all.toByteArray();
    }

    private byte[] several(List<String> seeds, int count) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            byte[] octets = bytes(seeds.get(random.nextInt(seeds.size())));
            for (int changes = Math.max(0, random.nextInt(6) - 3); changes > 0 && octets.length > 0; changes--) {
                octets = changed(octets, random.nextInt(octets.length));
            }
            all.writeBytes(octets);
        }
        return all.toByteArray();
    }

    private byte[] changed(byte[] octets, int at) {
        return switch (random.nextInt(5)) {
            case 0 -> with(octets, at, at + 1, new byte[] {(byte) random.nextInt(256)});
            case 1 ->
                with(octets, at, at + random.nextInt(2), bytes(TELLING.substring(random.nextInt(TELLING.length()))));
            case 2 -> with(octets, at, Math.min(octets.length, at + 1 + random.nextInt(8)), new byte[0]);
            case 3 -> with(octets, at, at, Arrays.copyOf(bytes("x".repeat(20_000)), 1 << random.nextInt(15)));
            case 4 -> with(octets, at, at, Arrays.copyOfRange(octets, at, octets.length));
            default -> throw new IllegalStateException();
        };
    }

    private static byte[] with(byte[] octets, int from, int to, byte[] instead) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(octets, 0, from);
        all.writeBytes(instead);
        all.write(octets, to, octets.length - to);
        return all.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** One session, and what it said. */
    private static final class Served {
        private final Counting reception = new Counting();
        private final Collected out = new Collected();
        private final LmtpSession session = LmtpSession.open(
                new SmtpService(
                        "store1",
                        Dialect.LMTP,
                        Admission.ANYONE,
                        100_000,
                        Set.of(Extension.WAYPOST, Extension.SMTPUTF8),
                        SaslOffer.NOTHING),
                reception);
        private String answers = "";

        void hears(byte[] bytes) throws IOException {
            if (!out.closed()) {
                session.received(ByteBuffer.wrap(bytes), out);
                answers += out.taken();
            }
        }

        void end(String said) {
            session.closed();
            assertTrue(REPLIES.matcher(answers).matches(), answers);
            assertTrue(answers.lines().allMatch(line -> line.length() < LONGEST_ANSWER), said);
            assertEquals(reception.begun, reception.ended, said);
        }
    }

    private static final class Counting implements Reception {
        private final List<String> told = new ArrayList<>();
        private int begun;
        private int ended;

        int count(String kind) {
            return (int) told.stream().filter(one -> one.startsWith(kind)).count();
        }

        @Override
        public Opening begin(Transaction transaction) {
            begun++;
            told.add(transaction.toString());
            return new Opening.Opened(SmtpReply.of(250, "2.1.0", "OK"), new Mail());
        }

        @Override
        public SmtpReply keep(Transaction transaction, List<Kept> recipients) {
            assertTrue(transaction.transfer().isPresent() && !recipients.isEmpty());
            told.add("keep " + transaction + recipients);
            return SmtpReply.of(250, "2.0.0", "Kept");
        }

        @Override
        public SmtpReply done(TransferId transfer) {
            told.add("done " + transfer);
            return SmtpReply.of(250, "2.0.0", "Done");
        }

        private final class Mail implements Receiving {
            private final ByteArrayOutputStream content = new ByteArrayOutputStream();
            private int recipients;
            private boolean over;

            @Override
            public SmtpReply recipient(Recipient recipient) {
                recipients++;
                told.add(recipient.toString());
                return SmtpReply.of(250, "2.1.5", "OK");
            }

            @Override
            public void content(ByteBuffer slice) {
                byte[] octets = new byte[slice.remaining()];
                slice.get(octets);
                content.writeBytes(octets);
            }

            @Override
            public List<SmtpReply> finish() {
                told.add("content " + content.toString(StandardCharsets.ISO_8859_1));
                over();
                return java.util.Collections.nCopies(recipients, SmtpReply.of(250, "2.6.0", "Stored"));
            }

            @Override
            public void abandon() {
                over();
            }

            private void over() {
                assertTrue(!over, "ended twice");
                over = true;
                ended++;
            }
        }
    }
}
