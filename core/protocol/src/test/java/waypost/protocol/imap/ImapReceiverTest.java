package waypost.protocol.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import waypost.protocol.imap.ImapCommand.Tagged;

/** Every case is fed whole, octet by octet, and cut in two at each place. */
class ImapReceiverTest {
    private static final int LIMIT = 64;

    /** What came out, one word a thing; octets of a message are joined. */
    private record Case(String name, String input, String expected) {}

    private static final List<Case> CASES = List.of(
            new Case("line", "a NOOP\r\n", "a:Noop"),
            new Case("bare LF", "a NOOP\nb NOOP\n", "a:Noop b:Noop"),
            new Case("empty line", "\r\na NOOP\r\n", "*:Malformed a:Noop"),
            new Case("literal", "a CREATE {2}\r\nxy\r\nb NOOP\r\n", "+ a:Create b:Noop"),
            new Case("literal with lines", "a CREATE {4+}\r\nx\r\ny\r\nb NOOP\r\n", "a:Unnamable b:Noop"),
            new Case("empty literal", "a LIST {0+}\r\n {1+}\r\n*\r\n", "a:ListMailboxes"),
            new Case("two literals", "a RENAME {1}\r\nx {1+}\r\ny\r\n", "+ a:Rename"),
            new Case("brace in quotes", "a CREATE \"{5}\"\r\nb NOOP\r\n", "a:Create b:Noop"),
            new Case("line too long", "a CREATE " + "x".repeat(80) + "\r\nb NOOP\r\n", "a:Malformed b:Noop"),
            new Case("line too long without a space", "x".repeat(300) + "\r\nb NOOP\r\n", "/long/:Malformed b:Noop"),
            new Case(
                    "too long, then a literal",
                    "a X " + "x".repeat(80) + " {4+}\r\nb \r\n\r\nc NOOP\r\n",
                    "a:Malformed c:Noop"),
            new Case("literal too large", "a CREATE {70}\r\nb NOOP\r\n", "a:Malformed b:Noop"),
            new Case("literal beyond numbers", "a CREATE {999999999999999999}\r\nb NOOP\r\n", "a:Malformed b:Noop"),
            new Case(
                    "large literal that does not wait",
                    "a CREATE {70+}\r\n" + "b NOOP\r\n".repeat(9).substring(0, 70) + " {3+}\r\nxyz\r\nc NOOP\r\n",
                    "a:Malformed c:Noop"),
            new Case("message", "a APPEND x {5+}\r\nab\r\nc\r\nb NOOP\r\n", "a:Append <ab|c> end b:Noop"),
            new Case(
                    "synchronizing message",
                    "a APPEND x (\\Seen) {3}\r\nabc\r\nb NOOP\r\n",
                    "a:Append <abc> end b:Noop"),
            new Case(
                    "large message",
                    "a append x {200+}\r\n" + "m".repeat(200) + "\r\n",
                    "a:Append <" + "m".repeat(200) + "> end"),
            new Case("empty message", "a APPEND x {0+}\r\n\r\nb NOOP\r\n", "a:Append end b:Noop"),
            new Case("mailbox as literal", "a APPEND {1}\r\nx {2+}\r\nhi\r\n", "+ a:Append <hi> end"),
            new Case(
                    "UTF-8 data that is not enabled",
                    "a APPEND x UTF8 (~{2+}\r\nhi)\r\nb NOOP\r\n",
                    "a:Malformed b:Noop"),
            new Case("replacement", "a REPLACE 7 x {2+}\r\nhi\r\nb NOOP\r\n", "a:Replace <hi> end b:Noop"),
            new Case("its mailbox as literal", "a uid Replace * {1}\r\nx {2}\r\nhi\r\n", "+ a:Replace <hi> end"),
            new Case("replacement of nothing", "a REPLACE {1}\r\nx {2}\r\nb NOOP\r\n", "+ a:Malformed b:Noop"),
            new Case("refused replacement", "a REPLACE 1 no {2+}\r\nhi\r\nb NOOP\r\n", "a:Replace b:Noop"),
            new Case(
                    "two messages",
                    "a APPEND x {2+}\r\nhi {2+}\r\nho\r\nb NOOP\r\n",
                    "a:Append <hi> next <ho> end b:Noop"),
            new Case(
                    "messages with flags and dates",
                    "a APPEND x {1}\r\nh (\\Seen) \" 1-Jan-2026 00:00:00 +0000\" {2}\r\nho ($a) {1+}\r\n!\r\n",
                    "a:Append <h> next <ho> next <!> end"),
            new Case(
                    "literal8",
                    "a APPEND x ~{2}\r\n\0h ~{1+}\r\n!\r\nb NOOP\r\n",
                    "a:Append <\0h> next <!> end b:Noop"),
            new Case("literal8 for a name", "a APPEND ~{1+}\r\nx\r\nb NOOP\r\n", "a:Malformed b:Noop"),
            new Case(
                    "no message behind a message",
                    "a APPEND x {2+}\r\nhi {2+} {2+}\r\nho {2+}\r\nha\r\nb NOOP\r\n",
                    "a:Append <hi> a:Malformed b:Noop"),
            new Case(
                    "text behind a message",
                    "a APPEND x {2+}\r\nhi x\r\nb NOOP\r\n",
                    "a:Append <hi> a:Malformed b:Noop"),
            new Case("refused message", "a APPEND no {2+}\r\nhi\r\nb NOOP\r\n", "a:Append b:Noop"),
            new Case("refused message that waits", "a APPEND no {2}\r\nb NOOP\r\n", "a:Append b:Noop"),
            new Case("malformed APPEND", "a APPEND x (\\ {2+}\r\nhi\r\nb NOOP\r\n", "a:Malformed b:Noop"),
            new Case("parts", "a APPEND x CATENATE (URL /a)\r\nb NOOP\r\n", "a:Append b:Noop"),
            new Case(
                    "parts and octets",
                    "a APPEND x CATENATE (TEXT {2}\r\nhi URL /a TEXT {1+}\r\n! URL \"b\")\r\nb NOOP\r\n",
                    "a:Append <hi> /a <!> b end b:Noop"),
            new Case(
                    "URLs as literals",
                    "a APPEND x CATENATE (URL {2}\r\n/a TEXT {2+}\r\nhi URL {2}\r\n/b)\r\nb NOOP\r\n",
                    "+ a:Append <hi> + /b end b:Noop"),
            new Case(
                    "messages of parts",
                    "a APPEND x CATENATE (TEXT {2+}\r\nhi) CATENATE (URL /a) {1+}\r\n!\r\nb NOOP\r\n",
                    "a:Append <hi> next /a next <!> end b:Noop"),
            new Case("a mailbox called URL", "a APPEND URL {2+}\r\nhi\r\nb NOOP\r\n", "a:Append b:Noop"),
            new Case(
                    "no part behind a part",
                    "a APPEND x CATENATE (TEXT {2+}\r\nhi TEXT)\r\nb NOOP\r\n",
                    "a:Append <hi> a:Malformed b:Noop"),
            new Case("plain line", "a IDLE\r\nDONE\r\nb NOOP\r\n", "a:Idle [DONE] b:Noop"),
            new Case("plain line too long", "a IDLE\r\n" + "x".repeat(99) + "\r\nb NOOP\r\n", "a:Idle [...] b:Noop"));

    @TestFactory
    List<DynamicTest> cases() {
        return CASES.stream()
                .map(one -> DynamicTest.dynamicTest(one.name(), () -> check(one)))
                .toList();
    }

    private static void check(Case one) {
        byte[] octets = one.input().getBytes(StandardCharsets.ISO_8859_1);
        String expected = one.expected().replace("/long/", "x".repeat(LIMIT));
        for (int cut = 0; cut <= octets.length; cut++) {
            Trace trace = new Trace();
            trace.feed(octets, 0, cut);
            trace.feed(octets, cut, octets.length);
            assertEquals(expected, trace.toString(), "cut at " + cut);
        }
        Trace trace = new Trace();
        for (int at = 0; at < octets.length; at++) {
            trace.feed(octets, at, at + 1);
        }
        assertEquals(expected, trace.toString(), "octet by octet");
    }

    @Test
    void takesNothingBehindACommand() {
        ByteBuffer in = ByteBuffer.wrap("a NOOP\r\nb NOOP\r\n".getBytes(StandardCharsets.US_ASCII));
        new ImapReceiver(LIMIT, ImapExtensions.ALL).next(in);
        assertEquals(8, in.position());
    }

    /** Takes what comes out and answers as a session would. */
    private static final class Trace {
        private final ImapReceiver receiver = new ImapReceiver(LIMIT, ImapExtensions.ALL);
        private final StringBuilder text = new StringBuilder();

        void feed(byte[] octets, int from, int to) {
            ByteBuffer in = ByteBuffer.wrap(octets, from, to - from);
            boolean more = true;
            while (more) {
                Received received = receiver.next(in);
                more = !(received instanceof Received.More);
                take(received);
            }
            assertEquals(0, in.remaining());
        }

        private void take(Received received) {
            switch (received) {
                case Received.More() -> {}
                case Received.GoAhead() -> text.append(" +");
                case Received.Line(String line) ->
                    text.append(" [").append(line).append(']');
                case Received.OverlongLine() -> text.append(" [...]");
                case Received.MoreOfMessage(var steps) -> {
                    for (AppendStep step : steps) {
                        text.append(
                                switch (step) {
                                    case AppendStep.Message _ -> " next";
                                    case AppendStep.Url(String url) -> " " + url;
                                    case AppendStep.Octets _ -> "";
                                    case AppendStep.End() -> " end";
                                });
                    }
                    receiver.acceptMessage();
                }
                case Received.Message(ByteBuffer slice) -> {
                    String octets = StandardCharsets.ISO_8859_1.decode(slice).toString();
                    boolean goesOn = text.charAt(text.length() - 1) == '>';
                    text.setLength(text.length() - (goesOn ? 1 : 0));
                    text.append(goesOn ? "" : " <").append(octets).append('>');
                }
                case Received.Command(Tagged tagged) -> take(tagged);
            }
        }

        private void take(Tagged tagged) {
            String name = tagged.command().getClass().getSimpleName();
            text.append(' ').append(tagged.tag()).append(':').append(name);
            if (tagged.command() instanceof ImapCommand.Idle) {
                receiver.expectLine();
            } else if (tagged.command().announcesMessage()
                    && mailbox(tagged.command()).equals("x")) {
                receiver.acceptMessage();
            } else {
                receiver.refuseMessage();
            }
        }

        private static String mailbox(ImapCommand command) {
            return switch (command) {
                case ImapCommand.Append append -> append.mailbox();
                case ImapCommand.Replace replace -> replace.mailbox();
                case ImapCommand other -> throw new AssertionError(other);
            };
        }

        @Override
        public String toString() {
            return text.toString().strip().replace("\r\n", "|");
        }
    }
}
